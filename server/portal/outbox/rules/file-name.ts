const LONGEST = 120;
const LONGEST_ENDING = 10;

/**
 * A file's name on the portal: without the signs that the disk refuses, and with the code by which the file is
 * recognised before the ending: «Отчёт № 7 5f3a9c2e.pdf».
 */
export function fileNameWith(name: string, code: string): string {
  const clean = name
    .replace(/[\\/:*?"<>|]|\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const dot = clean.lastIndexOf('.');
  const hasEnding = dot > 0 && clean.length - dot <= LONGEST_ENDING;
  const [base, ending] = hasEnding ? [clean.slice(0, dot), clean.slice(dot)] : [clean, ''];
  return `${[...base].slice(0, LONGEST).join('').trim()} ${code}${ending}`.trim();
}
