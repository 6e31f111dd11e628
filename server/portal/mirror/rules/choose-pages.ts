/** Page size of v2 lists, fixed by the platform. */
export const PAGE_ROWS = 50;
/** Most commands of one batch. */
export const BATCH_COMMANDS = 50;

/** How many pages to ask in the next batch when `expected` rows are thought to be left; null = no idea. */
export function pagesToAsk(expected: number | null): number {
  if (expected === null) return BATCH_COMMANDS;
  return Math.min(BATCH_COMMANDS, Math.max(1, Math.ceil(expected / PAGE_ROWS)));
}

/**
 * Rows of consecutive pages of one list ordered by id, up to the first short page. Asked past the end,
 * the platform may repeat an earlier page instead of answering nothing: a page that does not go on
 * upwards ends the list too.
 */
export function takePages<Row>(
  pages: readonly (readonly Row[])[],
  idOf: (row: Row) => number,
): { rows: Row[]; ended: boolean } {
  const rows: Row[] = [];
  let lastId = 0;
  for (const page of pages) {
    const first = page[0];
    if (first === undefined || idOf(first) <= lastId) return { rows, ended: true };
    rows.push(...page);
    lastId = idOf(page[page.length - 1] ?? first);
    if (page.length < PAGE_ROWS) return { rows, ended: true };
  }
  return { rows, ended: false };
}
