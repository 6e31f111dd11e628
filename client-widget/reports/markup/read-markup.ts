export interface MarkupRun {
  text: string;
  bold: boolean;
  /** Where it leads, of a link. */
  link?: string;
}
interface MarkupRow {
  header: boolean;
  cells: MarkupRun[][];
}
export type MarkupNode =
  { kind: 'text'; runs: MarkupRun[] } | { kind: 'code'; text: string } | { kind: 'table'; rows: MarkupRow[] };

const block = /\[TABLE\]([\s\S]*?)\[\/TABLE\]|\[code\]([\s\S]*?)\[\/code\]/gi;

/** Reads the little of the portal's markup that reports use: bold, links, tables of the old card, code blocks of the new one. */
export function readMarkup(text: string): MarkupNode[] {
  const nodes: MarkupNode[] = [];
  let from = 0;
  for (const found of text.matchAll(block)) {
    addText(nodes, text.slice(from, found.index));
    nodes.push(
      found[1] === undefined
        ? { kind: 'code', text: found[2] ?? '' }
        : { kind: 'table', rows: readRows(found[1]) },
    );
    from = found.index + found[0].length;
  }
  addText(nodes, text.slice(from));
  return nodes;
}

/** The line break beside a block belongs to the block. */
function addText(nodes: MarkupNode[], text: string) {
  const clean = text.replace(/^\n|\n$/g, '');
  if (clean !== '') nodes.push({ kind: 'text', runs: readRuns(clean) });
}

function readRows(text: string): MarkupRow[] {
  return [...text.matchAll(/\[TR\]([\s\S]*?)\[\/TR\]/gi)].map(([, row = '']) => ({
    header: /\[TH\]/i.test(row),
    cells: [...row.matchAll(/\[T[DH]\]([\s\S]*?)\[\/T[DH]\]/gi)].map(([, cell = '']) => readRuns(cell)),
  }));
}

function readRuns(text: string): MarkupRun[] {
  return text
    .split(/(\[b\][\s\S]*?\[\/b\]|\[url=[^\]\s]+\][\s\S]*?\[\/url\])/i)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const link = /^\[url=(https?:[^\]\s]+)\]([\s\S]*)\[\/url\]$/i.exec(piece);
      if (link) return { text: link[2] ?? '', bold: false, link: link[1] ?? '' };
      const bold = /^\[b\]([\s\S]*)\[\/b\]$/i.exec(piece);
      return bold ? { text: bold[1] ?? '', bold: true } : { text: piece, bold: false };
    });
}
