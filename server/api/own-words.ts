/** Most signs of a text that the vendor adds to reports. */
export const OWN_WORDS_SIGNS = 600;

/**
 * A text of several lines as it is kept: no control signs, no space at the ends of lines, at most one empty line on end,
 * so that it takes no more room in a report than its words need.
 */
export function tidyWords(text: string): string {
  const lines = text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/(?!\n)\p{Cc}/gu, '')
    .split('\n');
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Signs as a reader counts them: a picture is one. */
export function signsOf(text: string): number {
  return [...text].length;
}
