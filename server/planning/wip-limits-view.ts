import type { DbOrTx } from '../base/db/index.js';

/** Most tasks in work at once, as the board's settings say; null = no limit. */
export async function readWipLimits(
  db: DbOrTx,
  portalId: string,
): Promise<(userId: number) => number | null> {
  const office = await db
    .selectFrom('board_settings')
    .select('wip_limit')
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  const own = await db
    .selectFrom('board_people')
    .select(['user_id', 'wip_limit'])
    .where('portal_id', '=', portalId)
    .execute();
  const limits = new Map(own.map((row) => [row.user_id, row.wip_limit]));
  return (userId) => {
    const limit = limits.get(userId) ?? office?.wip_limit ?? 0;
    return limit > 0 ? limit : null;
  };
}
