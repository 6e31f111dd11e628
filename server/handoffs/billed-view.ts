import { sql } from 'kysely';
import type { DbOrTx } from '../base/db/index.js';
import type { HandoffRow } from './handoffs-store.js';

const BILLED = ['spend', 'overage', 'correction'];

/** Billed seconds on the tasks of hand-offs from before their boundary, by hand-off; reversals carry negated seconds. */
export async function readWaivable(
  db: DbOrTx,
  portalId: string,
  handoffIds: readonly number[],
): Promise<Map<number, number>> {
  if (handoffIds.length === 0) return new Map();
  const rows = await before(db, portalId)
    .select(['handed.handoff_id', sql<number>`cast(coalesce(sum(line.seconds), 0) as bigint)`.as('seconds')])
    .where('handed.handoff_id', 'in', [...handoffIds])
    .groupBy('handed.handoff_id')
    .execute();
  return new Map(rows.map((row) => [row.handoff_id, Math.max(0, row.seconds)]));
}

/** Entries of the task from before the boundary that are still billed something. */
export async function readBilledEntries(db: DbOrTx, row: HandoffRow): Promise<number[]> {
  const rows = await before(db, row.portal_id)
    .select(['line.entry_id', sql<number>`cast(sum(line.seconds) as bigint)`.as('seconds')])
    .where('handed.handoff_id', '=', row.handoff_id)
    .where('line.entry_id', 'is not', null)
    .groupBy('line.entry_id')
    .orderBy('line.entry_id')
    .execute();
  return rows.flatMap((one) => (one.entry_id !== null && one.seconds > 0 ? [one.entry_id] : []));
}

function before(db: DbOrTx, portalId: string) {
  return db
    .selectFrom('handoffs as handed')
    .innerJoin('lines as line', (join) =>
      join
        .onRef('line.portal_id', '=', 'handed.portal_id')
        .onRef('line.client_id', '=', 'handed.client_id')
        .onRef('line.task_id', '=', 'handed.task_id')
        .onRef('line.worked_at', '<', 'handed.since_at'),
    )
    .where('handed.portal_id', '=', portalId)
    .where('handed.courtesy_reason', 'is not', null)
    .where('line.kind', 'in', BILLED);
}
