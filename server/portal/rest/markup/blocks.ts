/** `old`: comments of a forum, with tables. `new`: the chat of a task, without. */
export type Card = 'old' | 'new';

/** Rows of plain text; every row has as many cells as the header. The first column is the wide one. */
export interface TableBlock {
  header?: readonly string[];
  rows: readonly (readonly string[])[];
  /** A last row that stands out. */
  total?: readonly string[];
}

/** `text` is ready BBCode of one or more lines, made of `escapeBb` and `b`. */
export type Block = { text: string } | TableBlock;

/** Length as the platform counts it: code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
