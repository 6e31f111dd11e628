import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { type Whereabouts, becauseOf } from './rules/because.js';
import type { Difference, StandingLine } from './rules/difference.js';
import type { Because, Facts } from './rules/types.js';

const IDS_A_QUERY = 5000;

/** Answers of each line that is to be reversed what makes it give way: for the history that is shown with it. */
export async function reasonsToReverse(
  db: DbOrTx,
  client: ClientRecord,
  change: Difference & { facts: Facts; heldEntryIds: readonly number[] },
): Promise<(line: StandingLine) => Because> {
  const before = byEntry(change.reverse);
  const after = byEntry(change.add);
  const gone = [...before.keys()].filter((entryId) => entryId !== 0 && !after.has(entryId));
  const whereabouts = await readWhereabouts(db, client, change, gone);
  const reasons = new Map<number, Because>();
  for (const [entryId, lines] of before) {
    const where = entryId === 0 ? null : (whereabouts.get(entryId) ?? 'moved-away');
    reasons.set(entryId, becauseOf(lines, entryId === 0 ? [] : (after.get(entryId) ?? []), where));
  }
  return (line) => reasons.get(line.entryId ?? 0) ?? { what: 'packages' };
}

/** Lines of no entry stand under 0. */
function byEntry<L extends { entryId: number | null }>(lines: readonly L[]): Map<number, L[]> {
  const groups = new Map<number, L[]>();
  for (const line of lines) {
    const group = groups.get(line.entryId ?? 0);
    if (group) group.push(line);
    else groups.set(line.entryId ?? 0, [line]);
  }
  return groups;
}

async function readWhereabouts(
  db: DbOrTx,
  client: ClientRecord,
  { facts, heldEntryIds }: { facts: Facts; heldEntryIds: readonly number[] },
  entryIds: readonly number[],
): Promise<Map<number, Whereabouts>> {
  const found = new Map<number, Whereabouts>();
  if (entryIds.length === 0) return found;
  const wanted = new Set(entryIds);
  for (let at = 0; at < entryIds.length; at += IDS_A_QUERY) {
    const rows = await db
      .selectFrom('time_entries')
      .select(['entry_id', 'state', 'seconds'])
      .where('portal_id', '=', client.portal_id)
      .where('entry_id', 'in', entryIds.slice(at, at + IDS_A_QUERY))
      .execute();
    for (const row of rows) {
      const where = row.state === 'deleted' ? 'deleted' : row.seconds > 0 ? 'moved-away' : 'no-time';
      found.set(row.entry_id, where);
    }
  }
  for (const entry of facts.entries) {
    if (!wanted.has(entry.entryId)) continue;
    found.set(entry.entryId, entry.workDay < facts.accountingStartsOn ? 'before-start' : 'as-issued');
  }
  for (const entryId of heldEntryIds) if (wanted.has(entryId)) found.set(entryId, 'not-yet');
  return found;
}
