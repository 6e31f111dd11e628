import { lengthOf, type Block, type Card, type TableBlock } from './blocks.js';
import { cutMarkup, cutPlain } from './cut.js';
import { renderBlock } from './render.js';

/** Longest text of one comment, in code points: well under the 20 000 of the chat. */
export const PART_LIMIT = 15_000;

type Rows = readonly (readonly string[])[];
type Header = Pick<TableBlock, 'header'>;

/**
 * Renders blocks for a card and splits them into texts of at most `limit` code points. A cut falls between blocks,
 * else between lines or rows (the header of a table is repeated), else at a space; never inside a row's tags or a tag.
 */
export function splitParts(card: Card, blocks: readonly Block[], limit: number = PART_LIMIT): string[] {
  if (limit < 200) throw new RangeError('A part holds at least 200 code points');
  const parts: string[][] = [];
  let room = 0;
  for (const piece of blocks.flatMap((block) => piecesOf(card, block, limit))) {
    const length = lengthOf(piece) + 1;
    if (length > room) {
      parts.push([]);
      room = limit + 1;
    }
    parts.at(-1)?.push(piece);
    room -= length;
  }
  return parts.map((pieces) => pieces.join('\n'));
}

function piecesOf(card: Card, block: Block, limit: number): string[] {
  const whole = renderBlock(card, block);
  if (lengthOf(whole) <= limit) return [whole];
  return 'text' in block ? piecesOfText(block.text, limit) : piecesOfTable(card, block, limit);
}

/** Every line is a piece of its own; `splitParts` puts them together again as far as they fit. */
function piecesOfText(text: string, limit: number): string[] {
  return text.split('\n').flatMap((line) => (lengthOf(line) <= limit ? [line] : cutMarkup(line, limit)));
}

function piecesOfTable(card: Card, block: TableBlock, limit: number): string[] {
  const header: Header = block.header ? { header: block.header } : {};
  const fits = (part: TableBlock): boolean => lengthOf(renderBlock(card, part)) <= limit;
  const rows = block.rows.flatMap((cells) => cutRow(card, header, cells, limit));
  const pieces: TableBlock[] = [];
  for (let from = 0; from < rows.length;) {
    const count = mostThatFit(rows.length - from, (n) =>
      fits({ ...header, rows: rows.slice(from, from + n) }),
    );
    pieces.push({ ...header, rows: rows.slice(from, from + count) });
    from += count;
  }
  return withTotal(pieces, header, block.total, fits).map((piece) => renderBlock(card, piece));
}

function withTotal(
  pieces: TableBlock[],
  header: Header,
  total: readonly string[] | undefined,
  fits: (part: TableBlock) => boolean,
): TableBlock[] {
  if (total === undefined) return pieces;
  const last = { ...header, rows: pieces.at(-1)?.rows ?? [], total };
  return fits(last) ? [...pieces.slice(0, -1), last] : [...pieces, { ...header, rows: [], total }];
}

/** The largest count of 1…`all` for which `fits` holds, at least 1; adding rows never makes a table shorter. */
function mostThatFit(all: number, fits: (count: number) => boolean): number {
  let good = 1;
  let bad = 2;
  while (bad <= all && fits(bad)) {
    good = bad;
    bad *= 2;
  }
  bad = Math.min(bad, all + 1);
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** A row too long by itself goes on in further rows, cell by cell. */
function cutRow(card: Card, header: Header, cells: readonly string[], limit: number): Rows {
  const alone = (row: readonly string[]): number => lengthOf(renderBlock(card, { ...header, rows: [row] }));
  if (alone(cells) <= limit) return [cells];
  const frame = alone(cells.map(() => ''));
  // an escaped sign takes two, hence half the room
  const room = Math.max(10, Math.floor((limit - frame) / (2 * cells.length)));
  const cut = cells.map((cell) => cutPlain(cell.replace(/\s+/g, ' ').trim(), room));
  const count = Math.max(...cut.map((pieces) => pieces.length));
  return Array.from({ length: count }, (_, index) => cut.map((pieces) => pieces[index] ?? ''));
}
