import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { type DbOrTx, isPostgres, type Tx } from '../../../base/db/index.js';
import type { DisappearancesTable } from '../../../base/db/tables/mirror.js';
import { chunk, distinctSorted } from '../rules/chunk.js';

export type DisappearanceRow = Omit<Selectable<DisappearancesTable>, 'entry_ids'> & { entryIds: number[] };

const entryIdsSchema = z.array(z.number().int());

function withIds(row: Selectable<DisappearancesTable>): DisappearanceRow {
  const { entry_ids: text, ...rest } = row;
  return { ...rest, entryIds: entryIdsSchema.parse(JSON.parse(text)) };
}

export async function loadDisappearances(
  db: DbOrTx,
  portalId: string,
  taskIds: Iterable<number>,
): Promise<DisappearanceRow[]> {
  const found: DisappearanceRow[] = [];
  for (const ids of chunk(distinctSorted(taskIds), 500)) {
    const rows = await db
      .selectFrom('disappearances')
      .selectAll()
      .where('portal_id', '=', portalId)
      .where('task_id', 'in', ids)
      .execute();
    found.push(...rows.map(withIds));
  }
  return found;
}

export async function findDisappearance(
  tx: Tx,
  portalId: string,
  disappearanceId: string,
): Promise<DisappearanceRow | undefined> {
  const row = await tx
    .selectFrom('disappearances')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('disappearance_id', '=', disappearanceId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
  return row === undefined ? undefined : withIds(row);
}

export async function insertDisappearance(tx: Tx, row: Insertable<DisappearancesTable>): Promise<void> {
  await tx.insertInto('disappearances').values(row).execute();
}

/** The same hours, known better now: the row that waits is rewritten, not doubled. */
export async function restateDisappearance(
  tx: Tx,
  row: Pick<DisappearanceRow, 'portal_id' | 'disappearance_id'>,
  now: { why: DisappearanceRow['why']; entryIds: number[]; seconds: number },
): Promise<void> {
  await tx
    .updateTable('disappearances')
    .set({ why: now.why, entry_ids: JSON.stringify(now.entryIds), seconds: now.seconds })
    .where('portal_id', '=', row.portal_id)
    .where('disappearance_id', '=', row.disappearance_id)
    .execute();
}

/** `actionId` null = nobody decided: the portal itself showed how it is. */
export async function settleDisappearance(
  tx: Tx,
  row: Pick<DisappearanceRow, 'portal_id' | 'disappearance_id'>,
  decision: { state: 'confirmed' | 'rejected'; actionId: string | null },
): Promise<void> {
  await tx
    .updateTable('disappearances')
    .set({ state: decision.state, action_id: decision.actionId })
    .where('portal_id', '=', row.portal_id)
    .where('disappearance_id', '=', row.disappearance_id)
    .execute();
}
