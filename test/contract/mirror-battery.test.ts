import { expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import type { Ground } from '../../server/base/ground.js';
import {
  applyReadings,
  believeVanished,
  confirmQuietMoves,
  decideDisappearance,
  decideMove,
  holdVanished,
  type MirrorChange,
  mirrorHealth,
  noReadings,
  noteDeleteSeen,
  readCursor,
  type Readings,
} from '../../server/portal/mirror/index.js';
import {
  entryFacts,
  givenGround,
  handClock,
  type HandClock,
  readingOf,
  taskFacts,
  taskReading,
} from '../given/mirror-readings.js';
import { eachDatabase, type GivenDatabase } from '../harness/databases.js';

const PORTAL = 'p1';
const MANAGER = 7;

interface Desk {
  db: Db;
  ground: Ground;
  clock: HandClock;
  apply: (readings: Readings, keepTextsOf?: (groupId: number) => boolean) => Promise<MirrorChange>;
  live: () => Promise<Record<number, { seconds: number; group: number }>>;
}

async function desk(given: GivenDatabase): Promise<Desk> {
  const db = await given.freshDatabase();
  const clock = handClock(5_000);
  const ground = givenGround(db, clock);
  return {
    ...{ db, clock, ground },
    apply: (readings, keepTextsOf = () => true) =>
      db.transaction().execute((tx) => applyReadings(tx, ground, PORTAL, readings, { keepTextsOf })),
    live: async () => {
      const rows = await db.selectFrom('time_entries').selectAll().where('state', '=', 'live').execute();
      return Object.fromEntries(rows.map((r) => [r.entry_id, { seconds: r.seconds, group: r.group_id }]));
    },
  };
}

const twoEntries = [entryFacts(1), entryFacts(2, { seconds: 300 })];
const seen = (askedAt: number, entries = twoEntries, groupId = 10): Readings => {
  const spentSeconds = entries.reduce((sum, { seconds }) => sum + seconds, 0);
  return readingOf(
    taskReading(askedAt, { taskId: 1, facts: taskFacts(1, { groupId, spentSeconds }), entries }),
  );
};
const unseen = (askedAt: number, rightsConfirmed: boolean): Readings =>
  readingOf(taskReading(askedAt, { taskId: 1, facts: null, rightsConfirmed }));

/** Task 1 went from group 10 to group 20 at 2 000; entry 3 was made there. */
const movedTo20 = (askedAt: number): Readings =>
  readingOf(
    taskReading(askedAt, {
      taskId: 1,
      facts: taskFacts(1, { groupId: 20 }),
      moves: [{ fromGroupId: 10, toGroupId: 20, sinceAt: 2_000 }],
      entries: [...twoEntries, entryFacts(3, { madeAt: 2_500 })],
    }),
  );

eachDatabase((given) => {
  it('adds, edits, and lets no older answer undo a newer one', async () => {
    const { apply, live } = await desk(given);
    expect(await apply(seen(100))).toMatchObject({ groupIds: [10], entryIds: [1, 2], taskIds: [1] });
    const edited = await apply(seen(200, [entryFacts(1, { seconds: 900 }), twoEntries[1] ?? entryFacts(2)]));
    expect(edited.entryIds).toEqual([1]);
    expect((await apply(seen(150))).entryIds).toEqual([]);
    expect((await live())[1]).toEqual({ seconds: 900, group: 10 });
    expect(await apply(seen(300, [entryFacts(1, { seconds: 900 }), twoEntries[1] ?? entryFacts(2)]))).toEqual(
      {
        ...{ groupIds: [], taskIds: [], entryIds: [], vanished: [], moves: [], restated: [] },
      },
    );
  });

  it('lets a task’s own sum not be less than its hours, which are told before it', async () => {
    const { apply, db } = await desk(given);
    const spent = async () =>
      (await db.selectFrom('tasks').select('spent_seconds').executeTakeFirstOrThrow()).spent_seconds;
    await apply(readingOf(taskReading(100, { taskId: 1, facts: taskFacts(1, { spentSeconds: 0 }) })));
    expect(await spent()).toBe(0);
    await apply({ ...readingOf(), entries: [{ facts: entryFacts(1, { seconds: 700 }), askedAt: 200 }] });
    expect(await spent()).toBe(700);
    await apply(readingOf(taskReading(300, { taskId: 1, facts: taskFacts(1, { spentSeconds: 900 }) })));
    expect(await spent()).toBe(900);
  });

  it('reports an absent entry and removes it only when that is believed', async () => {
    const { db, ground, apply, live } = await desk(given);
    await apply(seen(100));
    const change = await apply(seen(200, [entryFacts(1)]));
    const gone = { taskId: 1, groupId: 10, entryIds: [2], seconds: 300, why: 'entries-absent' as const };
    expect(change.vanished).toEqual([gone]);
    expect(Object.keys(await live())).toEqual(['1', '2']);
    const believed = await db
      .transaction()
      .execute((tx) => believeVanished(tx, ground, PORTAL, change.vanished));
    expect(believed).toMatchObject({ groupIds: [10], entryIds: [2] });
    expect(Object.keys(await live())).toEqual(['1']);
    await apply(seen(250));
    expect(Object.keys(await live())).toEqual(['1']);
    await apply(seen(6_000));
    expect(Object.keys(await live())).toEqual(['1', '2']);
  });

  it('never calls an entry gone that was seen after the answer was asked', async () => {
    const { apply } = await desk(given);
    await apply(seen(100));
    await apply({ ...noReadings(), entries: [{ askedAt: 300, facts: entryFacts(2, { seconds: 300 }) }] });
    expect((await apply(seen(200, [entryFacts(1)]))).vanished).toEqual([]);
  });

  it('lets hours follow a move only once it is confirmed, from its instant on', async () => {
    const { db, ground, apply, live } = await desk(given);
    await apply(seen(100));
    const change = await apply(movedTo20(3_000));
    expect(change.moves).toEqual(['1-2000-10-20']);
    expect((await live())[3]).toEqual({ seconds: 600, group: 10 });
    const health = await mirrorHealth(db, PORTAL);
    expect(health.moves).toMatchObject([{ title: 'Задача 1', fromGroup: '#10', earlierSeconds: 900 }]);
    const decision = { portalId: PORTAL, moveId: '1-2000-10-20', confirm: true, withEarlier: false };
    const decide = (actionId: string) =>
      db.transaction().execute((tx) => decideMove(tx, ground, MANAGER, { ...decision, actionId }));
    const decided = await decide('a1');
    expect([...decided.groupIds].sort()).toEqual([10, 20]);
    expect(decided.entryIds).toEqual([3]);
    expect(await decide('a1')).toMatchObject({ entryIds: [] });
    await expect(decide('a2')).rejects.toMatchObject({ code: 'MOVE_DECIDED', status: 409 });
    await apply(movedTo20(4_000));
    expect(Object.values(await live()).map((row) => row.group)).toEqual([10, 10, 20]);
    expect((await mirrorHealth(db, PORTAL)).moves).toEqual([]);
  });

  it('takes earlier hours along when asked to, and none when the move is rejected', async () => {
    for (const [confirm, withEarlier, groups] of [
      [true, true, [20, 20, 20]],
      [false, true, [10, 10, 10]],
    ] as const) {
      const { db, ground, apply, live } = await desk(given);
      await apply(seen(100));
      await apply(movedTo20(3_000));
      const decision = { portalId: PORTAL, moveId: '1-2000-10-20', confirm, withEarlier, actionId: 'a' };
      await db.transaction().execute((tx) => decideMove(tx, ground, MANAGER, decision));
      await apply(seen(4_000, [...twoEntries, entryFacts(3, { madeAt: 2_500 })], 20));
      expect(Object.values(await live()).map((row) => row.group)).toEqual(groups);
    }
  });

  it('confirms by itself only moves that change nobody’s account', async () => {
    const { db, apply, live } = await desk(given);
    await apply(seen(100));
    await apply(movedTo20(3_000));
    const quiet = (sameOwner: boolean) =>
      db.transaction().execute((tx) => confirmQuietMoves(tx, PORTAL, () => sameOwner));
    expect((await quiet(false)).entryIds).toEqual([]);
    expect((await quiet(true)).entryIds).toEqual([3]);
    expect((await live())[3]?.group).toBe(20);
  });

  it('does not believe a changed group before the history of the task was read', async () => {
    const { db, apply } = await desk(given);
    await apply(seen(100));
    await apply(seen(200, twoEntries, 20));
    const task = await db.selectFrom('tasks').select('group_id').executeTakeFirstOrThrow();
    expect(task.group_id).toBe(10);
  });

  it('keeps the hours of a task out of sight until a manager decides, and forgets the question when it is back', async () => {
    const { db, ground, clock, apply, live } = await desk(given);
    await apply(seen(100));
    const change = await apply(unseen(200, true));
    expect(change.vanished).toMatchObject([{ why: 'task-out-of-sight', entryIds: [1, 2], seconds: 900 }]);
    await db.transaction().execute((tx) => holdVanished(tx, ground, PORTAL, change.vanished, 3));
    expect((await apply(unseen(300, true))).vanished).toEqual([]);
    expect(Object.keys(await live())).toEqual(['1', '2']);
    expect((await mirrorHealth(db, PORTAL)).disappearances).toMatchObject([{ entries: 2, seconds: 900 }]);
    clock.at = 6_000;
    await apply(seen(6_000));
    expect((await mirrorHealth(db, PORTAL)).disappearances).toEqual([]);
    const row = await db.selectFrom('tasks').select('state').executeTakeFirstOrThrow();
    expect(row.state).toBe('live');
  });

  it('takes a task for deleted only with its event and with rights confirmed in the same sweep', async () => {
    const { db, ground, apply, live } = await desk(given);
    await apply(seen(100));
    await db.transaction().execute((tx) => noteDeleteSeen(tx, PORTAL, [1, 99], 150));
    const unsure = await apply(unseen(200, false));
    expect(unsure.vanished).toMatchObject([{ why: 'task-out-of-sight' }]);
    await db.transaction().execute((tx) => holdVanished(tx, ground, PORTAL, unsure.vanished, 3));
    const sure = await apply(unseen(300, true));
    expect(sure.vanished).toMatchObject([{ why: 'task-deleted', entryIds: [1, 2] }]);
    await db.transaction().execute((tx) => believeVanished(tx, ground, PORTAL, sure.vanished));
    expect(await live()).toEqual({});
    expect((await mirrorHealth(db, PORTAL)).disappearances).toEqual([]);
    expect((await apply(unseen(400, true))).vanished).toEqual([]);
    await apply({ ...noReadings(), entries: [{ askedAt: 9_000, facts: entryFacts(1) }] });
    expect(await live()).toEqual({});
  });

  it('asks a person once: held hours are not reported again, and those left by decision never', async () => {
    const { db, ground, apply, live } = await desk(given);
    await apply(seen(100));
    const { vanished } = await apply(seen(200, [entryFacts(1)]));
    await db.transaction().execute((tx) => holdVanished(tx, ground, PORTAL, vanished, null));
    expect((await apply(seen(300, [entryFacts(1)]))).vanished).toEqual([]);
    const [waiting] = (await mirrorHealth(db, PORTAL)).disappearances;
    const decision = { portalId: PORTAL, disappearanceId: waiting?.disappearanceId ?? '', actionId: 'a' };
    await db
      .transaction()
      .execute((tx) => decideDisappearance(tx, ground, MANAGER, { ...decision, confirm: false }));
    expect((await apply(seen(400, [entryFacts(1)]))).vanished).toEqual([]);
    expect(Object.keys(await live())).toEqual(['1', '2']);
    const late = db
      .transaction()
      .execute((tx) =>
        decideDisappearance(tx, ground, MANAGER, { ...decision, actionId: 'b', confirm: true }),
      );
    await expect(late).rejects.toMatchObject({ status: 409 });
  });

  it('gives the hours back when a manager believes that they are gone', async () => {
    const { db, ground, apply, live } = await desk(given);
    await apply(seen(100));
    const { vanished } = await apply(unseen(200, false));
    await db.transaction().execute((tx) => holdVanished(tx, ground, PORTAL, vanished, null));
    const [waiting] = (await mirrorHealth(db, PORTAL)).disappearances;
    const decision = { portalId: PORTAL, disappearanceId: waiting?.disappearanceId ?? '', actionId: 'a' };
    const change = await db
      .transaction()
      .execute((tx) => decideDisappearance(tx, ground, MANAGER, { ...decision, confirm: true }));
    expect(change).toMatchObject({ groupIds: [10], entryIds: [1, 2] });
    expect(await live()).toEqual({});
    const other = { ...decision, portalId: 'p2', confirm: true };
    const foreign = db.transaction().execute((tx) => decideDisappearance(tx, ground, MANAGER, other));
    await expect(foreign).rejects.toMatchObject({ status: 404 });
  });

  it('keeps only ids and seconds of groups without a client, and fills texts in later without calling it an edit', async () => {
    const { db, clock, apply } = await desk(given);
    await apply(seen(100), () => false);
    const text = async () => ({
      ...(await db.selectFrom('tasks').select('title').executeTakeFirstOrThrow()),
      ...(await db
        .selectFrom('time_entries')
        .select(['comment', 'seconds', 'noticed_at'])
        .where('entry_id', '=', 1)
        .executeTakeFirstOrThrow()),
    });
    expect(await text()).toEqual({ title: '', comment: '', seconds: 600, noticed_at: 5_000 });
    clock.at = 9_000;
    const change = await apply(seen(8_000));
    expect(change).toMatchObject({ entryIds: [1, 2], groupIds: [10] });
    expect(await text()).toEqual({ title: 'Задача 1', comment: 'работа 1', seconds: 600, noticed_at: 5_000 });
  });

  it('moves cursors forward only, and leaves out entries of tasks nobody could read', async () => {
    const { db, apply } = await desk(given);
    const tail = (value: number): Readings => ({
      ...noReadings(),
      entries: [{ askedAt: 1, facts: entryFacts(value, { taskId: 404 }) }],
      cursors: [{ name: 'entries-tail', value }],
    });
    await apply(tail(9));
    await apply(tail(4));
    expect(await readCursor(db, PORTAL, 'entries-tail')).toBe(9);
    expect(await db.selectFrom('time_entries').selectAll().execute()).toEqual([]);
  });

  it('replaces the members of a group and closes groups that a complete list left out', async () => {
    const { db, apply } = await desk(given);
    const group = (groupId: number, askedAt: number) => ({
      ...{ groupId, name: `Группа ${String(groupId)}`, isExtranet: true, closed: false, askedAt },
    });
    const members = (askedAt: number, ...userIds: number[]) => [
      { groupId: 10, askedAt, members: userIds.map((userId) => ({ userId, role: 'K' })) },
    ];
    await apply({ ...noReadings(), groups: [group(10, 100), group(11, 100)], members: members(100, 5, 6) });
    await apply({
      ...noReadings(),
      groups: [group(10, 200)],
      members: members(200, 6),
      allGroupsAskedAt: 200,
    });
    await apply({ ...noReadings(), members: members(150, 5) });
    const kept = await db.selectFrom('group_members').select('user_id').execute();
    expect(kept.map((row) => row.user_id)).toEqual([6]);
    const open = await db.selectFrom('workgroups').select('group_id').where('closed', '=', 0).execute();
    expect(open.map((row) => row.group_id)).toEqual([10]);
  });

  it('stands two writers of the same readings', async () => {
    const { db, apply, live } = await desk(given);
    await apply(seen(100));
    const changes = await Promise.all(Array.from({ length: 6 }, (_, i) => apply(movedTo20(3_000 + i))));
    expect(changes.flatMap((change) => change.moves)).toEqual(['1-2000-10-20']);
    expect(await db.selectFrom('task_moves').selectAll().execute()).toHaveLength(1);
    expect(Object.keys(await live())).toEqual(['1', '2', '3']);
  });
});
