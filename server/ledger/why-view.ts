import type { LedgerLine, WhyLine } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { Language } from '../base/i18n/index.js';
import type { ClientRecord } from '../clients/index.js';
import { readStatement } from './statement-view.js';
import { keyOf, packagesOf, stepsOf } from './why/explain.js';
import { readWhyBook } from './why/why-book-view.js';
import { whyWords } from './why/why-words.js';

const MOST_LINES = 500;

/** What is said of a line by itself, without the others of its entry. */
export type Explanation = Pick<WhyLine, 'steps' | 'packages'>;

/** Why a line is where it is: its rules with their figures, and every other line of the same entry. */
export async function explainLine(
  db: DbOrTx,
  client: ClientRecord,
  where: { posting: number; line: number },
  language: Language,
): Promise<WhyLine> {
  const page = await readStatement(db, client, {
    standingOnly: false,
    before: { posting: where.posting, line: where.line + 1 },
    limit: 1,
  });
  const line = page.lines[0];
  if (line?.posting !== where.posting || line.line !== where.line) throw notFound('Line');
  const lines = line.entryId === null ? [] : await linesOfEntry(db, client, line.entryId);
  const explained = await explainLines(db, client, [line, ...lines], language);
  return {
    line,
    ...(explained.get(keyOf(line)) ?? { steps: [], packages: [] }),
    history: historyOf(lines, explained),
  };
}

/** Every line an entry ever had, newest first. */
export async function linesOfEntry(db: DbOrTx, client: ClientRecord, entryId: number): Promise<LedgerLine[]> {
  const page = await readStatement(db, client, {
    standingOnly: false,
    before: null,
    limit: MOST_LINES,
    of: { entryId },
  });
  return page.lines;
}

/** Explanations of any lines of a client, by `posting.line`; what they name is read once. */
export async function explainLines(
  db: DbOrTx,
  client: ClientRecord,
  lines: readonly LedgerLine[],
  language: Language,
): Promise<Map<string, Explanation>> {
  const book = await readWhyBook(db, client, lines);
  const words = whyWords(language, book);
  return new Map(
    lines.map((line) => [
      keyOf(line),
      { steps: stepsOf(line, book, words), packages: packagesOf(line, book, words) },
    ]),
  );
}

/** Reversed lines say what reversed them; the reversal itself knows why. */
function historyOf(
  lines: readonly LedgerLine[],
  explained: ReadonlyMap<string, Explanation>,
): WhyLine['history'] {
  const reversals = new Map(
    lines.flatMap((line): [string, LedgerLine][] => (line.reverses ? [[keyOf(line.reverses), line]] : [])),
  );
  return lines.map((line) => {
    const by = reversals.get(keyOf(line));
    const reversedBy = by ? { posting: by.posting, line: by.line } : null;
    return { ...line, reversedBy, text: line.reverses ? sentenceOf(explained.get(keyOf(line))) : null };
  });
}

function sentenceOf(explanation: Explanation | undefined): string | null {
  return explanation?.steps.at(-1)?.text ?? null;
}
