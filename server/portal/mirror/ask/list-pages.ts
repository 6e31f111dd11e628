import { AppError } from '../../../base/errors.js';
import { pagesToAsk, takePages } from '../rules/choose-pages.js';
import { type Ask, type Asker, askTogether, type Told } from './ask-together.js';

/** A portal list ordered by id, filtered by `>ID`, whose pages can be asked side by side. */
export interface PagedList<Row> {
  /** Page counts from 1. */
  page: (afterId: number, page: number) => Ask;
  rowsOf: (result: unknown) => Row[];
  idOf: (row: Row) => number;
}

export interface Stretch<Row> {
  rows: Row[];
  /** Earliest instant the answers may stand for. */
  askedAt: number;
  /** Rows the portal still has after this stretch, as far as it said. */
  left: number | null;
}

/**
 * Walks a list in stretches of one batch each: one fixed filter (ids after the last one seen) and pages 1…n of it.
 * The next batch begins after the last id, so nothing depends on deep offsets. Commands never refer to each
 * other: a reference to a row that a short page does not have makes a filter without meaning.
 */
export async function* listById<Row>(
  asker: Asker,
  list: PagedList<Row>,
  start: { afterId: number; expected: number },
): AsyncGenerator<Stretch<Row>, void> {
  let coming: Promise<Reached<Row>> | null = readStretch(asker, list, {
    afterId: start.afterId,
    pages: pagesToAsk(start.expected),
  });
  while (coming !== null) {
    const stretch: Reached<Row> = await coming;
    coming = readNext(asker, list, stretch);
    yield stretch;
  }
}

/** Asked while the present stretch is being worked on: one batch ahead, no more. */
function readNext<Row>(
  asker: Asker,
  list: PagedList<Row>,
  stretch: Reached<Row>,
): Promise<Reached<Row>> | null {
  const last = stretch.rows[stretch.rows.length - 1];
  if (stretch.ended || last === undefined) return null;
  const next = readStretch(asker, list, { afterId: list.idOf(last), pages: pagesToAsk(stretch.left) });
  // Its failure counts when it is waited for; whoever stops before that does not care.
  next.catch(() => undefined);
  return next;
}

type Reached<Row> = Stretch<Row> & { ended: boolean };

async function readStretch<Row>(
  asker: Asker,
  list: PagedList<Row>,
  { afterId, pages }: { afterId: number; pages: number },
): Promise<Reached<Row>> {
  const asks = Array.from({ length: pages }, (_, index) => list.page(afterId, index + 1));
  const told = await askTogether(asker, asks);
  const { rows, ended } = takePages(
    told.map((answer) => list.rowsOf(resultOf(answer, asks[0]))),
    list.idOf,
  );
  const total = told[0]?.answer?.total ?? null;
  const left = total === null ? null : Math.max(0, total - rows.length);
  const askedAt = Math.min(...told.map((answer) => answer.askedAt));
  return { rows, askedAt, left, ended: ended || left === 0 };
}

/** A refused page leaves a hole: the whole list is of no use then. */
function resultOf(told: Told, ask: Ask | undefined): unknown {
  if (told.answer !== null) return told.answer.result;
  throw new AppError('PORTAL_REFUSED_LIST', `The portal refused ${ask?.method ?? 'a list'}`, {
    retry: 'later',
  });
}
