import { dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';

/** Seconds recorded for clients by person and local day: `<userId>:<day>`. */
export async function recordedByDay(
  db: DbOrTx,
  portalId: string,
  { since, until, zone }: { since: number; until: number; zone: string },
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('time_entries as entry')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'entry.portal_id').onRef('owned.group_id', '=', 'entry.group_id'),
    )
    .select(['entry.user_id', 'entry.worked_at', 'entry.seconds'])
    .where('entry.portal_id', '=', portalId)
    .where('entry.state', '=', 'live')
    .where('entry.worked_at', '>=', since)
    .where('entry.worked_at', '<', until)
    .execute();
  const found = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.user_id}:${dayOf(row.worked_at, zone)}`;
    found.set(key, (found.get(key) ?? 0) + row.seconds);
  }
  return found;
}
