import type { DbOrTx, Tx } from '../base/db/index.js';
import type { BoardWays } from '../api/index.js';

/** How a board looks until somebody says otherwise. */
const usualWays: BoardWays = {
  waitingBy: 'status',
  waitingTag: 'ждёт ответа',
  wipLimit: 4,
  doneDays: 7,
  people: [],
  hiddenGroupIds: [],
};

export async function readWays(db: DbOrTx, portalId: string): Promise<BoardWays> {
  const row = await db
    .selectFrom('board_settings')
    .selectAll()
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  const people = await db
    .selectFrom('board_people')
    .select(['user_id', 'shown', 'wip_limit'])
    .where('portal_id', '=', portalId)
    .orderBy('user_id')
    .execute();
  const groups = await db
    .selectFrom('board_hidden_groups')
    .select('group_id')
    .where('portal_id', '=', portalId)
    .orderBy('group_id')
    .execute();
  const said = row && {
    ...{ waitingBy: row.waiting_by, waitingTag: row.waiting_tag },
    ...{ wipLimit: row.wip_limit, doneDays: row.done_days },
  };
  return {
    ...usualWays,
    ...said,
    people: people.map((one) => ({ userId: one.user_id, shown: one.shown, wipLimit: one.wip_limit })),
    hiddenGroupIds: groups.map((group) => group.group_id),
  };
}

/** Replaces everything that was said before. The caller holds the portal's lock. */
export async function writeWays(
  tx: Tx,
  portalId: string,
  ways: BoardWays,
  said: { actionId: string; at: number },
): Promise<void> {
  const values = {
    ...{ waiting_by: ways.waitingBy, waiting_tag: ways.waitingTag, wip_limit: ways.wipLimit },
    ...{ done_days: ways.doneDays, updated_at: said.at, action_id: said.actionId },
  };
  await tx
    .insertInto('board_settings')
    .values({ portal_id: portalId, ...values })
    .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(values))
    .execute();
  await tx.deleteFrom('board_people').where('portal_id', '=', portalId).execute();
  await tx.deleteFrom('board_hidden_groups').where('portal_id', '=', portalId).execute();
  const people = ways.people
    .filter((one) => one.shown !== 'auto' || one.wipLimit !== null)
    .map((one) => ({
      ...{ portal_id: portalId, user_id: one.userId },
      ...{ shown: one.shown, wip_limit: one.wipLimit },
    }));
  if (people.length > 0) await tx.insertInto('board_people').values(people).execute();
  const groups = [...new Set(ways.hiddenGroupIds)].map((id) => ({ portal_id: portalId, group_id: id }));
  if (groups.length > 0) await tx.insertInto('board_hidden_groups').values(groups).execute();
}
