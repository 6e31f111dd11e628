import { AppError } from '../../../base/errors.js';
import { BATCH_COMMANDS, PAGE_ROWS } from '../rules/choose-pages.js';
import { type Ask, type Asker, askTogether, type Told } from './ask-together.js';

export interface Page {
  result: unknown;
  askedAt: number;
}

/** A short list (people, groups) by row offsets: the first page tells the total, the others come in batches. */
export async function readOffsetPages(asker: Asker, list: Ask): Promise<Page[]> {
  const [first] = await askTogether(asker, [pageOf(list, 0)]);
  const pages = [toPage(list, first)];
  const total = first?.answer?.total ?? 0;
  const starts: Ask[] = [];
  for (let start = PAGE_ROWS; start < total; start += PAGE_ROWS) starts.push(pageOf(list, start));
  for (let from = 0; from < starts.length; from += BATCH_COMMANDS) {
    const told = await askTogether(asker, starts.slice(from, from + BATCH_COMMANDS));
    pages.push(...told.map((page) => toPage(list, page)));
  }
  return pages;
}

function pageOf(list: Ask, start: number): Ask {
  return { method: list.method, params: { ...list.params, start } };
}

function toPage(list: Ask, told: Told | undefined): Page {
  if (told?.answer) return { result: told.answer.result, askedAt: told.askedAt };
  throw new AppError('PORTAL_REFUSED_LIST', `The portal refused ${list.method}`, { retry: 'later' });
}
