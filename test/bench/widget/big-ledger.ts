import type { GivenWorld } from '../../given/start-world.js';
import { postHours } from '../../../server/ledger/index.js';

const rowsAnInsert = 200;
const day = 86_400_000;

/** Gives a client so many entries of its group's tasks, straight into the mirror, and posts them: one line each. */
export async function fillLedger(world: GivenWorld, clientId: number, entries: number): Promise<void> {
  const { db, clock } = world.app.ground;
  const portalId = world.portal.memberId;
  const { group_id: groupId } = await db
    .selectFrom('client_groups')
    .select('group_id')
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow();
  const tasks = await db.selectFrom('tasks').select('task_id').where('group_id', '=', groupId).execute();
  const users = await db.selectFrom('users').select('user_id').execute();
  const now = clock.now();
  const rows = Array.from({ length: entries }, (_, index) => ({
    ...{ portal_id: portalId, entry_id: 5_000_000 + index, source: 3, group_id: groupId, group_is_guess: 0 },
    task_id: tasks[(index * 7) % tasks.length]?.task_id ?? 1,
    user_id: users[(index * 3) % users.length]?.user_id ?? 1,
    seconds: 60 + ((index * 137) % 5_400),
    comment: `Правка ${index}: проверил на двух телефонах и выложил`,
    worked_at: now - day - Math.floor((index * 60 * day) / entries),
    made_at: now - day,
    state: 'live' as const,
    ...{ noticed_at: now, asked_at: now },
  }));
  for (let at = 0; at < rows.length; at += rowsAnInsert)
    await db
      .insertInto('time_entries')
      .values(rows.slice(at, at + rowsAnInsert))
      .execute();
  await db.transaction().execute((tx) => postHours(tx, world.app.ground, portalId, clientId));
}
