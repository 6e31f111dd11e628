import { lengthOf } from './blocks.js';

const signs = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Pieces of at most `limit` code points, cut at spaces where there are any. */
export function cutPlain(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const unit of unitsOf(text, limit)) {
    if (piece !== '' && lengthOf(piece) + lengthOf(unit) > limit) {
      pieces.push(piece.trimEnd());
      piece = '';
    }
    piece += unit;
  }
  return [...pieces, piece.trimEnd()];
}

/** As `cutPlain` for BBCode: a tag is never cut; tags open at a cut are closed there and opened again after it. */
export function cutMarkup(markup: string, limit: number): string[] {
  const pieces: string[] = [];
  let open: string[] = [];
  let piece = '';
  for (const unit of markup.split(TAG).flatMap((text) => (isTag(text) ? [text] : unitsOf(text, 50)))) {
    const after = openAfter(open, unit);
    if (piece !== '' && lengthOf(piece) + lengthOf(unit) + lengthOf(closing(after)) > limit) {
      pieces.push(piece.trimEnd() + closing(open));
      piece = open.join('');
    }
    piece += unit;
    open = after;
  }
  return [...pieces, piece.trimEnd()];
}

const TAG = /(\[\/?[a-z*][^\]\n]*\])/i;

function isTag(text: string): boolean {
  return TAG.test(text);
}

/** Words with the space behind them; a word longer than `limit` falls into runs of whole graphemes. */
function unitsOf(text: string, limit: number): string[] {
  const words = text.match(/\s*\S+\s*|\s+/gu) ?? [];
  return words.flatMap((word) => (lengthOf(word) <= limit ? [word] : runsOf(word, limit)));
}

function runsOf(word: string, limit: number): string[] {
  const runs: string[] = [];
  let run = '';
  for (const { segment } of signs.segment(word)) {
    // a "sign" may itself be endless (a letter under a heap of marks): then code points are all there is to cut at
    for (const unit of lengthOf(segment) <= limit ? [segment] : [...segment]) {
      if (lengthOf(run) + lengthOf(unit) > limit) {
        runs.push(run);
        run = '';
      }
      run += unit;
    }
  }
  return run === '' ? runs : [...runs, run];
}

function openAfter(open: readonly string[], unit: string): string[] {
  if (!isTag(unit)) return [...open];
  if (/^\[(br|\*)/i.test(unit)) return [...open];
  if (!unit.startsWith('[/')) return [...open, unit];
  const index = open.findLastIndex((tag) => nameOf(tag) === nameOf(unit));
  return index === -1 ? [...open] : open.filter((_, at) => at !== index);
}

function closing(open: readonly string[]): string {
  return open
    .map((tag) => `[/${nameOf(tag)}]`)
    .reverse()
    .join('');
}

function nameOf(tag: string): string {
  return /[a-z*]+/i.exec(tag)?.[0].toLowerCase() ?? '';
}
