import { afterEach, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import {
  firstMirror,
  mirrorHealth,
  noteDeleteSeen,
  readNewEntries,
  readSweep,
  readTasks,
} from '../../server/portal/mirror/index.js';
import { connectPortal, type ConnectedPortal } from '../given/mirror-portal.js';
import {
  decideAll,
  keepAll,
  mirrored,
  night,
  settle,
  sweep,
  tick,
  truth,
  withoutGuesses,
} from '../given/mirror-story.js';
import { people } from '../given/mirror-people.js';
import { eachDatabase } from '../harness/databases.js';
import { type Portal, startPortal } from '../portal/index.js';

const started: Portal[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((portal) => portal.stop()));
});

async function connected(db: Db, seed = 'mirror', empty = true): Promise<ConnectedPortal> {
  const portal = await startPortal({
    ...{ seed, empty, clockMode: 'manual', now: '2026-03-02T09:00:00+03:00' },
    limits: { enabled: false },
  });
  started.push(portal);
  return connectPortal(db, portal);
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

  it('asks nobody about each task when the owner sees none of them any more', async () => {
    const app = await connected(await given.freshDatabase());
    const { ground, rest, portalId, portal } = app;
    const { control } = portal;
    const boss = control.createUser({ name: 'Иная', lastName: 'Начальница', admin: true });
    const group = control.createGroup({ name: 'Клиент', ownerId: boss.id, visible: false });
    for (let n = 0; n < 30; n += 1) {
      const draft = { groupId: group.id, createdBy: boss.id, responsibleId: boss.id };
      const task = control.createTask({ title: `Т${String(n)}`, ...draft });
      control.addEntry({ taskId: task.id, userId: boss.id, seconds: 600 });
    }
    await firstMirror(ground, rest, portalId, keepAll);
    control.setAdmin({ userId: 1, admin: false });
    tick(app);
    expect(await settle(app, await readSweep(ground, rest, portalId, [group.id]))).toEqual([]);
    expect((await mirrorHealth(ground.db, portalId)).disappearances).toEqual([]);
    const live = await ground.db.selectFrom('tasks').select('task_id').where('state', '=', 'live').execute();
    expect(live).toHaveLength(30);
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
});
