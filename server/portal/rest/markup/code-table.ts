import type { TableBlock } from './blocks.js';

/** Wider first columns are wrapped: a chat on a phone breaks long lines and the columns with them. */
const FIRST_COLUMN_WIDTH = 44;
const GAP = '  ';

/** Lines of equal columns: the first to the left, the others to the right. Plain text, not escaped. */
export function codeTable(block: TableBlock): string {
  const header = block.header ? [block.header] : [];
  const total = block.total ? [block.total] : [];
  const wrapped = [...header, ...block.rows, ...total].map(wrapRow);
  const widths = columnWidths(wrapped.flat());
  const lines = wrapped.map((rows) => rows.map((cells) => lineOf(cells, widths)));
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)));
  if (block.total) lines.splice(lines.length - 1, 0, [rule]);
  if (block.header) lines.splice(1, 0, [rule]);
  return lines.flat().join('\n');
}

/** Columns a text takes in a fixed-width font: wide East Asian signs two, marks and zero-width signs none. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const sign of text) width += signWidth(sign);
  return width;
}

const PLAIN = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u2010-\u2022\u2500]*$/;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60\p{Emoji_Presentation}]$/u;

function signWidth(sign: string): number {
  if (PLAIN.test(sign)) return 1;
  if (NO_WIDTH.test(sign)) return 0;
  return WIDE.test(sign) ? 2 : 1;
}

function wrapRow(cells: readonly string[]): string[][] {
  const [first = '', ...rest] = cells.map((cell) => cell.replace(/\s+/g, ' ').trim());
  const lines = wrapText(first, FIRST_COLUMN_WIDTH);
  return lines.map((line, index) => [line, ...rest.map((cell) => (index === 0 ? cell : ''))]);
}

function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => cutWord(long, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function cutWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const sign of word) {
    if (displayWidth(piece) + signWidth(sign) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += sign;
  }
  return [...pieces, piece];
}

function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(0, ...rows.map((cells) => cells.length));
  return Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((cells) => displayWidth(cells[column] ?? ''))),
  );
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  const padded = widths.map((width, column) => {
    const cell = cells[column] ?? '';
    const space = ' '.repeat(Math.max(0, width - displayWidth(cell)));
    return column === 0 ? cell + space : space + cell;
  });
  return padded.join(GAP).trimEnd();
}
