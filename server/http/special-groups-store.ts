import type { DbOrTx, Tx } from '../base/db/index.js';

export interface SpecialGroup {
  groupId: number;
  part: 'development' | 'free-support';
}

export async function readSpecialGroups(db: DbOrTx, portalId: string): Promise<SpecialGroup[]> {
  const rows = await db
    .selectFrom('special_groups')
    .select(['group_id', 'part'])
    .where('portal_id', '=', portalId)
    .orderBy('group_id')
    .execute();
  return rows.map((row) => ({ groupId: row.group_id, part: row.part }));
}

/** The whole list anew; of a group named twice the last part counts. */
export async function replaceSpecialGroups(
  tx: Tx,
  portalId: string,
  groups: readonly SpecialGroup[],
): Promise<void> {
  await tx.deleteFrom('special_groups').where('portal_id', '=', portalId).execute();
  const parts = new Map(groups.map((group) => [group.groupId, group.part]));
  if (parts.size === 0) return;
  await tx
    .insertInto('special_groups')
    .values([...parts].map(([groupId, part]) => ({ portal_id: portalId, group_id: groupId, part })))
    .execute();
}
