import { afterEach, expect, it } from '@jest/globals';
import {
  applyReadings,
  believeVanished,
  compareFully,
  confirmOffline,
  decideDisappearance,
  decideMove,
  fillGroup,
  firstMirror,
  holdVanished,
  mirrorHealth,
  noteDeleteSeen,
  readGroups,
  readNewEntries,
  readOffline,
  type Readings,
  readPeople,
  readSweep,
  readTasks,
  type Vanished,
} from '../../server/portal/mirror/index.js';
import { connectPortal, type ConnectedPortal } from '../given/mirror-portal.js';
import { startPortal, type Portal } from '../portal/index.js';
import { bulkSeed } from '../portal/seed/bulk-seed.js';
import { people } from '../given/mirror-people.js';
import { eachDatabase } from '../harness/databases.js';
import type { Db } from '../../server/base/db/index.js';

const started: Portal[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((portal) => portal.stop()));
});

const keepAll = { keepTextsOf: (): boolean => true };

async function connected(db: Db, seed = 'mirror', empty = true): Promise<ConnectedPortal> {
  const portal = await startPortal({
    ...{ seed, empty, clockMode: 'manual', now: '2026-03-02T09:00:00+03:00' },
    limits: { enabled: false },
  });
  started.push(portal);
  return connectPortal(db, portal);
}

/** The plot, as short as can be: what is certain is believed, the rest waits for a manager. */
async function settle(app: ConnectedPortal, readings: Readings | null): Promise<Vanished[]> {
  if (readings === null) return [];
  const { ground, portalId } = app;
  return ground.db.transaction().execute(async (tx) => {
    const change = await applyReadings(tx, ground, portalId, readings, keepAll);
    const certain = change.vanished.filter((gone) => gone.why !== 'task-out-of-sight');
    const doubtful = change.vanished.filter((gone) => gone.why === 'task-out-of-sight');
    await believeVanished(tx, ground, portalId, certain);
    await holdVanished(tx, ground, portalId, doubtful, null);
    return change.vanished;
  });
}

/** A manager confirms every question the mirror has. */
async function decideAll(app: ConnectedPortal): Promise<void> {
  const { ground, portalId } = app;
  const { moves, disappearances } = await mirrorHealth(ground.db, portalId);
  await ground.db.transaction().execute(async (tx) => {
    for (const { moveId } of moves) {
      const decision = { portalId, moveId, confirm: true, withEarlier: false, actionId: `m-${moveId}` };
      await decideMove(tx, ground, 1, decision);
    }
    for (const { disappearanceId } of disappearances) {
      const decision = { portalId, disappearanceId, confirm: true, actionId: `d-${disappearanceId}` };
      await decideDisappearance(tx, ground, 1, decision);
    }
  });
}

async function sweep(app: ConnectedPortal): Promise<void> {
  const { ground, rest, portalId, portal } = app;
  tick(app);
  await settle(app, await readNewEntries(ground, rest, portalId));
  tick(app);
  const groupIds = portal.control.groups().map((group) => group.id);
  await settle(app, await readSweep(ground, rest, portalId, groupIds));
  await decideAll(app);
}

async function night(app: ConnectedPortal): Promise<void> {
  const { ground, rest, portalId, portal } = app;
  tick(app);
  const groupIds = portal.control.groups().map((group) => group.id);
  await settle(app, await compareFully(ground, rest, portalId, { groupIds, sinceDay: '2025-01-01' }));
}

function tick(app: ConnectedPortal, ms = 2_000): void {
  app.portal.control.setClock({ advanceMs: ms });
}

interface Hour {
  id: number;
  taskId: number;
  userId: number;
  seconds: number;
  comment: string;
  workedAt: number;
  group: number;
}

async function mirrored(app: ConnectedPortal): Promise<Hour[]> {
  const rows = await app.ground.db
    .selectFrom('time_entries')
    .selectAll()
    .where('state', '=', 'live')
    .orderBy('entry_id')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.entry_id, taskId: row.task_id, userId: row.user_id, seconds: row.seconds },
    ...{ comment: row.comment, workedAt: row.worked_at, group: row.group_id },
  }));
}

function truth(app: ConnectedPortal): Hour[] {
  return app.portal.control
    .truth()
    .entries.map(({ id, taskId, userId, seconds, comment, workedAt, groupIdWhenMade }) => ({
      ...{ id, taskId, userId, seconds, comment, workedAt, group: groupIdWhenMade },
    }))
    .sort((one, other) => one.id - other.id);
}

/** Hours older than the first mirror count for the group their task stood in then: their group is not compared. */
async function withoutGuesses(app: ConnectedPortal, hours: Hour[]): Promise<Hour[]> {
  const rows = await app.ground.db
    .selectFrom('time_entries')
    .select('entry_id')
    .where('group_is_guess', '=', 1)
    .execute();
  const guesses = new Set(rows.map((row) => row.entry_id));
  return hours.map((hour) => (guesses.has(hour.id) ? { ...hour, group: 0 } : hour));
}

eachDatabase((given) => {
  it('equals the portal after a sweep and a night, though every event was lost', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId } = app;
    const team = people(app.portal, 'all-lost');
    for (let n = 0; n < 20; n += 1) team.act();
    await firstMirror(ground, rest, portalId, keepAll);
    team.afterSweep();
    for (let round = 0; round < 6; round += 1) {
      for (let n = 0; n < 40; n += 1) team.act();
      await sweep(app);
      team.afterSweep();
    }
    await night(app);
    const expected = await withoutGuesses(app, truth(app));
    expect(await withoutGuesses(app, await mirrored(app))).toEqual(expected);
    expect(expected.filter((hour) => hour.group !== 0).length).toBeGreaterThan(20);
    const before = await mirrored(app);
    await sweep(app);
    await night(app);
    expect(await mirrored(app)).toEqual(before);
  }, 120_000);

  it('finds comment edits and swapped seconds only at night, everything else in a sweep', async () => {
    const app = await connected(await given.freshDatabase());
    const { control } = app.portal;
    const group = control.createGroup({ name: 'Клиент' });
    const task = control.createTask({ title: 'Задача', groupId: group.id });
    const add = (seconds: number) =>
      control.addEntry({ taskId: task.id, userId: 1, seconds, comment: 'было' });
    const [one, two, three] = [add(600), add(900), add(300)];
    await firstMirror(app.ground, app.rest, app.portalId, keepAll);
    control.editEntry({ id: one.id, comment: 'стало' });
    control.editEntry({ id: two.id, seconds: 300 });
    control.editEntry({ id: three.id, seconds: 900 });
    await sweep(app);
    expect((await mirrored(app)).map((hour) => hour.seconds)).toEqual([600, 900, 300]);
    await night(app);
    expect((await mirrored(app)).map((hour) => [hour.seconds, hour.comment])).toEqual([
      [600, 'стало'],
      [300, 'было'],
      [900, 'было'],
    ]);
    control.editEntry({ id: one.id, seconds: 60 });
    control.deleteEntry({ id: two.id });
    await sweep(app);
    expect((await mirrored(app)).map((hour) => hour.seconds)).toEqual([60, 900]);
  });

  it('finds at night, without any sweep, what was deleted or worked on another day', async () => {
    const app = await connected(await given.freshDatabase());
    const { control } = app.portal;
    const group = control.createGroup({ name: 'Клиент' });
    const task = control.createTask({ title: 'Задача', groupId: group.id });
    const add = (seconds: number) => control.addEntry({ taskId: task.id, userId: 1, seconds });
    const [one, two, three] = [add(600), add(900), add(300)];
    await firstMirror(app.ground, app.rest, app.portalId, keepAll);
    control.deleteEntry({ id: one.id });
    control.editEntry({ id: two.id, workedAt: '2024-06-01T10:00:00+03:00' });
    await night(app);
    expect((await mirrored(app)).map((hour) => [hour.id, hour.workedAt])).toEqual([
      [two.id, Date.parse('2024-06-01T10:00:00+03:00')],
      [three.id, three.workedAt],
    ]);
  });

  it('reads along with new entries the tasks and people it meets first', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId } = app;
    const { control } = app.portal;
    await firstMirror(ground, rest, portalId, keepAll);
    const group = control.createGroup({ name: 'Клиент' });
    const user = control.createUser({ name: 'Новый', lastName: 'Человек' });
    const task = control.createTask({ title: 'Новая', groupId: group.id });
    control.addEntry({ taskId: task.id, userId: user.id, seconds: 600 });
    await settle(app, await readNewEntries(ground, rest, portalId));
    expect((await mirrored(app)).map((hour) => hour.group)).toEqual([group.id]);
    const known = ground.db.selectFrom('users').select('name').where('user_id', '=', user.id);
    expect(await known.executeTakeFirst()).toEqual({ name: 'Новый Человек' });
  });

  it('reads new entries by one request, more only when the page was full', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId, portal } = app;
    const group = portal.control.createGroup({ name: 'Клиент' });
    const task = portal.control.createTask({ title: 'Задача', groupId: group.id });
    const add = (count: number) => {
      for (let n = 0; n < count; n += 1)
        portal.control.addEntry({ taskId: task.id, userId: 1, seconds: 60 + n });
    };
    expect(await readNewEntries(ground, rest, portalId)).toBeNull();
    await firstMirror(ground, rest, portalId, keepAll);
    const poll = async (): Promise<number> => {
      const before = rest.counts(portalId)['http'] ?? 0;
      await settle(app, await readNewEntries(ground, rest, portalId));
      return (rest.counts(portalId)['http'] ?? 0) - before;
    };
    expect(await poll()).toBe(1);
    add(3);
    expect(await poll()).toBe(1);
    add(170);
    expect(await poll()).toBe(2);
    expect(await poll()).toBe(1);
    expect(await mirrored(app)).toHaveLength(173);
    expect((await mirrorHealth(ground.db, portalId)).lastTailPollAt).toBe(portal.world.clock.now());
  });

  it('removes nothing while the token’s owner has lost the rights', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId } = app;
    const { control } = app.portal;
    const boss = control.createUser({ name: 'Иная', lastName: 'Начальница', admin: true });
    const group = control.createGroup({ name: 'Клиент', ownerId: boss.id, visible: false });
    const make = () =>
      control.createTask({ title: 'Т', groupId: group.id, createdBy: boss.id, responsibleId: boss.id });
    const [kept, gone] = [make(), make()];
    for (const task of [kept, gone]) control.addEntry({ taskId: task.id, userId: boss.id, seconds: 600 });
    await firstMirror(ground, rest, portalId, keepAll);
    const noteDeleted = () =>
      ground.db
        .transaction()
        .execute((tx) => noteDeleteSeen(tx, portalId, [gone.id], app.portal.world.clock.now()));
    control.deleteTask({ id: gone.id, byUserId: boss.id });
    control.setAdmin({ userId: 1, admin: false });
    await noteDeleted();
    tick(app);
    const blind = await settle(app, await readTasks(ground, rest, portalId, [kept.id, gone.id]));
    expect(blind.map((one) => one.why)).toEqual(['task-out-of-sight', 'task-out-of-sight']);
    expect(await mirrored(app)).toHaveLength(2);
    control.setAdmin({ userId: 1, admin: true });
    tick(app);
    const seeing = await settle(app, await readSweep(ground, rest, portalId, [group.id]));
    expect(seeing).toMatchObject([{ taskId: gone.id, why: 'task-deleted' }]);
    expect((await mirrored(app)).map((hour) => hour.taskId)).toEqual([kept.id]);
    expect((await mirrorHealth(ground.db, portalId)).disappearances).toEqual([]);
  });

  it('believes the deletion of a group’s only task from an administrator who sees the group', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId } = app;
    const { control } = app.portal;
    const group = control.createGroup({ name: 'Клиент' });
    const task = control.createTask({ title: 'Одна', groupId: group.id });
    control.addEntry({ taskId: task.id, userId: 1, seconds: 600 });
    await firstMirror(ground, rest, portalId, keepAll);
    control.deleteTask({ id: task.id });
    tick(app);
    await ground.db
      .transaction()
      .execute((tx) => noteDeleteSeen(tx, portalId, [task.id], app.portal.world.clock.now()));
    tick(app);
    const gone = await settle(app, await readTasks(ground, rest, portalId, [task.id]));
    expect(gone).toMatchObject([{ why: 'task-deleted', seconds: 600 }]);
    expect(await mirrored(app)).toEqual([]);
  });

  it('takes subtasks along when their task moves', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId } = app;
    const { control } = app.portal;
    const [from, to] = [control.createGroup({ name: 'А' }), control.createGroup({ name: 'Б' })];
    const task = control.createTask({ title: 'Общая', groupId: from.id });
    const part = control.createTask({ title: 'Часть', groupId: from.id, parentId: task.id });
    await firstMirror(ground, rest, portalId, keepAll);
    tick(app);
    control.moveTask({ id: task.id, groupId: to.id });
    control.moveTask({ id: part.id, groupId: to.id });
    tick(app);
    control.addEntry({ taskId: part.id, userId: 1, seconds: 600 });
    await settle(app, await readTasks(ground, rest, portalId, [task.id]));
    const { moves } = await mirrorHealth(ground.db, portalId);
    expect(moves.map((move) => move.taskId).sort()).toEqual([task.id, part.id]);
    expect((await mirrored(app)).map((hour) => hour.group)).toEqual([from.id]);
    await decideAll(app);
    expect((await mirrored(app)).map((hour) => hour.group)).toEqual([to.id]);
  });

  it('knows whose hours were made on a detour that began and ended between two looks', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId } = app;
    const { control } = app.portal;
    const [home, away] = [control.createGroup({ name: 'А' }), control.createGroup({ name: 'Б' })];
    const task = control.createTask({ title: 'Общая', groupId: home.id });
    const work = (seconds: number) => {
      control.addEntry({ taskId: task.id, userId: 1, seconds });
      tick(app);
    };
    work(60);
    await firstMirror(ground, rest, portalId, keepAll);
    tick(app);
    control.moveTask({ id: task.id, groupId: away.id });
    tick(app);
    work(120);
    await settle(app, await readNewEntries(ground, rest, portalId));
    control.moveTask({ id: task.id, groupId: home.id });
    tick(app);
    work(180);
    await settle(app, await readTasks(ground, rest, portalId, [task.id]));
    await decideAll(app);
    expect((await mirrored(app)).map((hour) => [hour.seconds, hour.group])).toEqual([
      [60, home.id],
      [120, away.id],
      [180, home.id],
    ]);
  });

  it('goes on with the first mirror where a crash cut it, in few requests', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId, portal } = app;
    const seeded = bulkSeed(portal, { groups: 4, tasks: 300, entries: 5_100, users: 5, seed: 's' });
    portal.control.addFault({ kind: 'refuseRights', methods: ['task.elapseditem.getlist'], share: 0.05 });
    const steps: string[] = [];
    const options = {
      ...keepAll,
      onProgress: (step: { stage: string }) => Promise.resolve(void steps.push(step.stage)),
    };
    let runs = 0;
    for (let isDone = false; !isDone; runs += 1) {
      isDone = await firstMirror(ground, rest, portalId, options).then(
        () => true,
        () => false,
      );
      if (runs === 2) portal.control.clearFaults();
    }
    expect(runs).toBeGreaterThan(1);
    // 300 tasks are six pages; a run that goes on asks one more to see that none came.
    expect(rest.counts(portalId)['tasks.task.list']).toBeLessThanOrEqual(6 + runs);
    expect(steps).toContain('entries');
    expect(await mirrored(app)).toHaveLength(5_100);
    const sum = (await mirrored(app)).reduce((total, hour) => total + hour.seconds, 0);
    expect(sum).toBe(seeded.totalSeconds);
    const groups = await ground.db.selectFrom('workgroups').selectAll().execute();
    expect(groups).toHaveLength(4);
    const members = await ground.db.selectFrom('group_members').selectAll().execute();
    expect(members.length).toBeGreaterThanOrEqual(20);
  });

  it('keeps no texts of a group without a client until it gets one', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId } = app;
    const { control } = app.portal;
    const group = control.createGroup({ name: 'Клиент' });
    const task = control.createTask({ title: 'Тайна', groupId: group.id });
    control.addEntry({ taskId: task.id, userId: 1, seconds: 600, comment: 'тайное' });
    await firstMirror(ground, rest, portalId, { keepTextsOf: () => false });
    const text = () =>
      ground.db
        .selectFrom('tasks')
        .innerJoin('time_entries', 'time_entries.task_id', 'tasks.task_id')
        .select(['title', 'comment', 'seconds'])
        .executeTakeFirst();
    expect(await text()).toEqual({ title: '', comment: '', seconds: 600 });
    await settle(app, await fillGroup(ground, rest, portalId, [group.id], '2026-01-01'));
    expect(await text()).toEqual({ title: 'Тайна', comment: 'тайное', seconds: 600 });
  });

  it('reads the offline queue without emptying it before that is confirmed', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId } = app;
    const { control } = app.portal;
    for (const event of ['ONTASKADD', 'ONTASKDELETE']) {
      await rest.call({ portalId, method: 'event.bind', params: { event, event_type: 'offline' } });
    }
    const task = control.createTask({ title: 'Т' });
    control.deleteTask({ id: task.id });
    const told = await readOffline(ground, rest, portalId);
    expect(told.facts).toEqual(
      ['ONTASKADD', 'ONTASKDELETE'].map((name) => ({
        portalId,
        subject: 'task',
        subjectId: String(task.id),
        name,
      })),
    );
    const waiting = () => rest.call({ portalId, method: 'event.offline.list' });
    expect(((await waiting()).result as unknown[]).length).toBe(2);
    await confirmOffline(rest, portalId, told.processId ?? '');
    expect(((await waiting()).result as unknown[]).length).toBe(0);
  });

  it('knows people and groups, and who left', async () => {
    const app = await connected(await given.freshDatabase(), 'people', false);
    const { ground, rest, portalId, portal } = app;
    await firstMirror(ground, rest, portalId, keepAll);
    const users = await ground.db.selectFrom('users').selectAll().execute();
    expect(users.length).toBe(portal.control.users().length);
    expect(users.filter((user) => user.user_type === 'extranet').length).toBeGreaterThan(0);
    const member = await ground.db.selectFrom('group_members').selectAll().executeTakeFirstOrThrow();
    portal.control.removeMember({ groupId: member.group_id, userId: member.user_id });
    portal.control.dismissUser({ id: member.user_id });
    tick(app);
    await settle(app, await readPeople(ground, rest, portalId));
    await settle(app, await readGroups(ground, rest, portalId));
    const after = await ground.db
      .selectFrom('group_members')
      .selectAll()
      .where('group_id', '=', member.group_id)
      .where('user_id', '=', member.user_id)
      .execute();
    expect(after).toEqual([]);
    const dismissed = users.find((user) => user.user_id === member.user_id);
    const row = await ground.db
      .selectFrom('users')
      .select('active')
      .where('user_id', '=', dismissed?.user_id ?? 0)
      .executeTakeFirst();
    expect(row).toEqual({ active: 0 });
  });
});
