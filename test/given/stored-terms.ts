import { randomUUID } from 'node:crypto';
import { type Terms, defaultTerms } from '../../server/base/terms.js';
import { WHOLE_PORTAL, setTerms } from '../../server/clients/index.js';
import { previewTerms } from '../../server/ledger/preview-terms.js';
import type { KeptLine } from '../../server/ledger/index.js';
import { instant, localDay } from './ledger-days.js';
import type { StoredLedger } from './stored-ledger.js';

export const quarterUp: Terms = {
  ...defaultTerms,
  rounding: { mode: 'up', stepSeconds: 900, per: 'entry' },
};
export const quarterPerTaskDay: Terms = {
  ...defaultTerms,
  rounding: { mode: 'up', stepSeconds: 900, per: 'task-day' },
};
export const oneAndAHalf: Terms = {
  ...defaultTerms,
  workTypes: {
    ...defaultTerms.workTypes,
    other: { billable: true, multiplierPermille: 1500, courtesyReason: null },
  },
};

/** Sets terms as a person would; of the whole portal with `clientId` WHOLE_PORTAL. Day numbers are those of the laws. */
export function tellTerms(
  portal: StoredLedger,
  clientId: number,
  day: number,
  terms: Terms | null,
  requestId = randomUUID(),
): Promise<{ repeated: boolean }> {
  const wanted = { requestId, effectiveFrom: localDay(day), terms, reason: 'договорились' };
  return portal.inTx((tx) => setTerms(tx, portal.ground, portal.visitor, clientId, wanted));
}

export const tellPortalTerms = (portal: StoredLedger, day: number, terms: Terms) =>
  tellTerms(portal, WHOLE_PORTAL, day, terms);

export async function previewOf(
  portal: StoredLedger,
  clientId: number,
  day: number,
  terms: Terms | null,
  days: [number, number] = [0, 60],
  wholePeriod = false,
) {
  const [from, to] = days;
  const wanted = { effectiveFrom: localDay(day), terms, from: localDay(from), to: localDay(to), wholePeriod };
  return previewTerms(portal.db, await portal.client(clientId), portal.ground.clock.now(), wanted);
}

/** Billed seconds per entry of standing lines, by entry. */
export function billedByEntry(lines: readonly KeptLine[]): Record<number, number> {
  const sums: Record<number, number> = {};
  for (const { entryId, kind, seconds } of lines) {
    if (entryId === null || !['spend', 'overage', 'correction'].includes(kind)) continue;
    sums[entryId] = (sums[entryId] ?? 0) + seconds;
  }
  return sums;
}

/** Ten minutes on days 3, 5 and 7 of one task: for client 1 the entries 11, 12 and 13. */
export async function clientWithWork(portal: StoredLedger): Promise<number> {
  const clientId = await portal.addClient();
  const groupId = 100 + clientId;
  for (const [index, day] of [3, 5, 7].entries()) {
    const entryId = clientId * 10 + index + 1;
    await portal.work({ entryId, seconds: 600, workedAt: instant(day, 600), taskId: clientId, groupId });
  }
  await portal.post(clientId);
  return clientId;
}
