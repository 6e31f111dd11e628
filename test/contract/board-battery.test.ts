import { expect, it } from '@jest/globals';
import { readWays, writeWays } from '../../server/board/board-ways-store.js';
import { readCards } from '../../server/board/cards-view.js';
import { readBoardMark } from '../../server/http/changes/board-mark-view.js';
import { writeSprint } from '../../server/planning/sprint-store.js';
import type { Db } from '../../server/base/db/index.js';
import { describeEachDatabase } from '../harness/databases.js';

const P = 'portal';
const NOW = 1_800_000_000_000;
const DAY = 86_400_000;

const task = (id: number, more: object = {}) => ({
  ...{ portal_id: P, task_id: id, group_id: 101, title: `Задача ${id}`, status: 2, priority: 1 },
  ...{
    responsible_id: 1,
    created_by: 2,
    parent_id: null,
    deadline_at: null,
    created_at: NOW,
    closed_at: null,
  },
  ...{ estimate_seconds: 3_600, spent_seconds: 600, tags: '[]', chat_id: null, state: 'live' as const },
  ...{ delete_seen_at: null, asked_at: NOW, changed_at: NOW },
  ...more,
});

async function fill(db: Db) {
  await db
    .insertInto('clients')
    .values({
      ...{ portal_id: P, client_id: 1, name: 'Магазин', time_zone: 'Europe/Moscow', position: 0 },
      ...{ accounting_starts_on: '2026-01-01', opening_balance_seconds: 0, report_task_id: 9 },
      ...{ company_id: null, dirty_at: null, archived_at: null, created_at: NOW },
    })
    .execute();
  await db
    .insertInto('client_groups')
    .values({ portal_id: P, group_id: 101, client_id: 1, added_at: NOW })
    .execute();
  await db
    .insertInto('special_groups')
    .values({ portal_id: P, group_id: 102, part: 'development' })
    .execute();
  await db
    .insertInto('tasks')
    .values([
      task(1),
      task(2, { status: 5, closed_at: NOW - 2 * DAY }),
      task(3, { status: 5, closed_at: NOW - 20 * DAY }),
      task(4, { state: 'deleted' }),
      task(5, { group_id: 102, status: 3, tags: '["Ждёт ответа"]' }),
      task(6, { group_id: 999 }),
      task(9),
      task(1, { portal_id: 'other' }),
    ])
    .execute();
}

describeEachDatabase('what the board is made of', (given) => {
  it('are live tasks of watched groups, completed ones for some days, without tasks that carry reports', async () => {
    const db = await given.freshDatabase();
    await fill(db);
    const ways = await readWays(db, P);
    const cards = await readCards(db, { portalId: P, ways, now: NOW });
    expect(cards.map((card) => [card.taskId, card.column, card.clientId, card.part])).toEqual([
      [1, 'todo', 1, null],
      [2, 'done', 1, null],
      [5, 'doing', null, 'development'],
    ]);
    const before = await readBoardMark(db, P);
    const said = { ...ways, waitingBy: 'tag' as const, hiddenGroupIds: [101] };
    const people = [
      { userId: 1, shown: 'never' as const, wipLimit: null },
      { userId: 2, shown: 'auto' as const, wipLimit: null },
    ];
    for (const at of [NOW, NOW + 1])
      await db.transaction().execute((tx) => writeWays(tx, P, { ...said, people }, { actionId: 'a', at }));
    const kept = await readWays(db, P);
    expect(kept).toEqual({ ...said, people: [people[0]] });
    const others = await readCards(db, { portalId: P, ways: kept, now: NOW });
    expect(others.map((card) => [card.taskId, card.column])).toEqual([[5, 'waiting']]);
    expect(await readBoardMark(db, P)).not.toBe(before);
    expect(await readWays(db, 'other')).toEqual(ways);
  });

  it('shows a change that was written later with an earlier instant', async () => {
    const db = await given.freshDatabase();
    await fill(db);
    const before = await readBoardMark(db, P);
    await db
      .updateTable('tasks')
      .set({ changed_at: NOW - 5 })
      .where('task_id', '=', 5)
      .execute();
    expect(await readBoardMark(db, P)).not.toBe(before);
  });

  it('shows another plan, and other time to plan with, also where a row was taken away', async () => {
    const db = await given.freshDatabase();
    await fill(db);
    const marks = [await readBoardMark(db, P)];
    const at = { portalId: P, weekOn: '2026-03-09' };
    await db.transaction().execute((tx) => writeSprint(tx, at, { draft_version: 1, updated_at: NOW }));
    marks.push(await readBoardMark(db, P));
    const day = { portal_id: P, user_id: 1, day: '2026-03-10', seconds: 0, reason: 'sick' as const };
    await db
      .insertInto('capacity_days')
      .values({ ...day, note: null, updated_at: NOW, action_id: null })
      .execute();
    marks.push(await readBoardMark(db, P));
    await db.deleteFrom('capacity_days').execute();
    marks.push(await readBoardMark(db, P));
    const changed = marks.map((mark, index) => mark !== marks[index - 1]);
    expect(changed).toEqual([true, true, true, true]);
  });
});
