import type { GivenWorld } from '../../given/start-world.js';

const rowsAnInsert = 100;
const dayMs = 86_400_000;
const people = 24;
/** To do, in work, waiting, in review. */
const statuses = [2, 3, 6, 4];
const tags = [[], [], [], ['срочно'], [], [], []];

/** Fills a client's group with open tasks until the board has so many cards, spread over the department. */
export async function fillBoard(world: GivenWorld, clientId: number, cards: number): Promise<void> {
  const { db, clock } = world.app.ground;
  const portalId = world.portal.memberId;
  const { group_id: groupId } = await db
    .selectFrom('client_groups')
    .select('group_id')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow();
  const sample = await db
    .selectFrom('tasks')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('group_id', '=', groupId)
    .executeTakeFirstOrThrow();
  // Nothing else is open: the board has exactly these.
  await db
    .updateTable('tasks')
    .set({ status: 5, closed_at: 1 })
    .where('portal_id', '=', portalId)
    .where('group_id', '=', groupId)
    .execute();
  const users = await db
    .selectFrom('users')
    .select('user_id')
    .where('user_type', '=', 'employee')
    .where('active', '=', 1)
    .orderBy('user_id')
    .limit(people)
    .execute();
  const now = clock.now();
  const rows = Array.from({ length: cards }, (_, index) => ({
    ...sample,
    task_id: 7_000_000 + index,
    title: `Задача ${index}: поправить выгрузку остатков и проверить обмен с кассой`,
    status: statuses[index % statuses.length] ?? 2,
    responsible_id: users[(index * 5 + Math.floor(index / 97)) % users.length]?.user_id ?? 1,
    priority: index % 9 === 0 ? 2 : 1,
    deadline_at: index % 3 === 0 ? null : now + ((index % 23) - 4) * dayMs,
    closed_at: null,
    estimate_seconds: (index % 7) * 3_600,
    spent_seconds: (index % 5) * 1_800,
    tags: JSON.stringify(tags[index % tags.length]),
    ...{ state: 'live' as const, changed_at: now },
  }));
  for (let at = 0; at < rows.length; at += rowsAnInsert)
    await db
      .insertInto('tasks')
      .values(rows.slice(at, at + rowsAnInsert))
      .execute();
}
