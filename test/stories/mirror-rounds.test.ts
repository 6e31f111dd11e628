import { afterEach, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import {
  confirmOffline,
  fillGroup,
  firstMirror,
  mirrorHealth,
  readGroups,
  readNewEntries,
  readOffline,
  readPeople,
} from '../../server/portal/mirror/index.js';
import { connectPortal, type ConnectedPortal } from '../given/mirror-portal.js';
import { keepAll, mirrored, settle, tick } from '../given/mirror-story.js';
import { eachDatabase } from '../harness/databases.js';
import { type Portal, startPortal } from '../portal/index.js';
import { bulkSeed } from '../portal/seed/bulk-seed.js';

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
