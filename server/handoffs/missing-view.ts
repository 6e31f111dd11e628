import type { DbOrTx } from '../base/db/index.js';
import { billedWork, readAccount } from '../ledger/index.js';
import { hasOfferOfEstimate } from '../offers/index.js';
import type { EstimateRow } from './estimates-store.js';
import { readWorkOf } from './task-words-view.js';

export interface Missing {
  /** Of the hours that would be billed, what the balance does not cover. */
  missingSeconds: number;
  billedSeconds: number;
  balanceSeconds: number;
}

const HALF_HOUR = 1_800;

/** What of approved work the client has no hours for; null = nobody pays for it, or nothing is approved. */
export async function readMissingOf(db: DbOrTx, row: EstimateRow, now: number): Promise<Missing | null> {
  if (row.approved_seconds === null || !(row.state === 'approved' || row.state === 'with-client'))
    return null;
  const work = await readWorkOf(db, row, now);
  if (!work) return null;
  const { balance } = await readAccount(db, work.client, now);
  const billedSeconds = billedWork(work.terms, { ...work, seconds: row.approved_seconds });
  const { balanceSeconds } = balance;
  const short = Math.max(0, billedSeconds - balanceSeconds);
  return { missingSeconds: Math.ceil(short / HALF_HOUR) * HALF_HOUR, billedSeconds, balanceSeconds };
}

/** The same of many, and whether a package was offered for it; those without anything to say are left out. */
export async function readMissing(
  db: DbOrTx,
  rows: readonly EstimateRow[],
  now: number,
): Promise<Map<number, { missingSeconds: number; offered: boolean }>> {
  const found = new Map<number, { missingSeconds: number; offered: boolean }>();
  for (const row of rows) {
    const missing = await readMissingOf(db, row, now);
    if (!missing) continue;
    const offered = await hasOfferOfEstimate(db, row.portal_id, externalIdOf(row));
    found.set(row.estimate_id, { missingSeconds: missing.missingSeconds, offered });
  }
  return found;
}

export function externalIdOf(row: Pick<EstimateRow, 'task_id' | 'estimate_id'>): string {
  return `${row.task_id}.${row.estimate_id}`;
}
