import type { PostProcessorModule } from 'i18next';

/** Opening and closing, then the same inside of quotes. */
type Marks = readonly [string, string, string, string];
const russian: Marks = ['«', '»', '„', '“'];
const english: Marks = ['“', '”', '‘', '’'];

/** A title that quotes something is quoted itself: «Раздел „Доставка“». What is not closed stays as it was typed. */
export function nestQuotes(text: string): string {
  const marks = text.includes('«') ? russian : english;
  return text.indexOf(marks[0]) === text.lastIndexOf(marks[0]) ? text : nested(text, marks);
}

function nested(text: string, [open, close, innerOpen, innerClose]: Marks): string {
  let depth = 0;
  let told = '';
  for (const letter of text) {
    if (letter === close) depth -= 1;
    if (depth < 0) return text;
    const mark = { [open]: depth > 0 ? innerOpen : open, [close]: depth > 0 ? innerClose : close }[letter];
    told += mark ?? letter;
    if (letter === open) depth += 1;
  }
  return depth === 0 ? told : text;
}

export const innerQuotes: PostProcessorModule = {
  type: 'postProcessor',
  name: 'inner-quotes',
  process: nestQuotes,
};
