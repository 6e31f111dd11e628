import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { keep } from '../../server/events.js';
import { readGroups, readPeople } from '../../server/portal/mirror/index.js';
import { foundDepartment } from '../given/department-story.js';
import { type GivenWorld, openSession, startWorld } from '../given/start-world.js';

let world: GivenWorld | null = null;
afterEach(async () => {
  await world?.stop();
  world = null;
});

it('a report task that somebody deleted is made anew for the next report, and nothing is posted twice', async () => {
  world = await startWorld({
    portal: { empty: true, clockMode: 'manual', now: '2026-03-10T09:00:00', limits: { enabled: false } },
  });
  const { portal, app, appUrl } = world;
  const { scene } = await foundDepartment(world);
  const admin = await openSession(portal, appUrl, 1);
  const task = portal.control.createTask({
    title: 'Правки',
    groupId: scene.groupIds[0] ?? 0,
    responsibleId: 1,
  });

  async function work(comment: string): Promise<void> {
    portal.control.setClock({ advanceMs: 60_000 });
    portal.control.addEntry({ taskId: task.id, userId: scene.userIds[0] ?? 0, seconds: 600, comment });
    await portal.control.flushEvents();
    await app.settle({ sweep: true });
  }
  async function report(): Promise<void> {
    const cut = { at: 'day', day: '2026-03-10' };
    const seen = await admin.send('POST', '/clients/1/reports/preview', { cut });
    const { position } = (seen.body as { model: { position: number } }).model;
    const posted = await admin.send('POST', '/clients/1/reports', { requestId: randomUUID(), cut, position });
    expect(posted.status).toBe(201);
    await app.settle();
  }
  function reportTasks(): number[] {
    return portal.control
      .truth()
      .tasks.filter(({ title }) => title.startsWith('Отчёты'))
      .map(({ id }) => id);
  }

  await work('первая работа');
  await report();
  const [first] = reportTasks();
  portal.control.setClock({ advanceMs: 60_000 });
  portal.control.deleteTask({ id: first ?? 0 });
  await work('вторая работа');
  await report();
  const tasks = reportTasks();
  expect(tasks).toHaveLength(1);
  expect(tasks).not.toEqual([first]);
  const texts = portal.control.posts().filter((post) => tasks.includes(post.taskId ?? 0));
  expect(texts.filter((post) => post.text.includes('вторая работа'))).toHaveLength(1);

  // A contact who joins later hears of reports too; whoever was made an observer by hand stays one.
  const [taskId = 0] = tasks;
  const contact = portal.control.createUser({ name: 'Вера', lastName: 'Новая', type: 'extranet' });
  portal.control.addMember({ groupId: scene.groupIds[0] ?? 0, userId: contact.id });
  portal.control.updateTask({ id: taskId, auditors: [scene.userIds[1] ?? 0] });
  portal.control.setClock({ advanceMs: 60_000 });
  await readEverybody(world);
  for (const comment of ['третья работа', 'четвёртая работа']) {
    await work(comment);
    await report();
  }
  const observers = portal.control.truth().tasks.find(({ id }) => id === taskId)?.auditors;
  expect(observers).toEqual([scene.userIds[1], contact.id]);
  const queued = app.ground.db.selectFrom('outbox').select('state').where('kind', '=', 'observers');
  expect(await queued.execute()).toEqual([{ state: 'sent' }]);
});

/** What the daily reading of people and groups does. */
async function readEverybody({ app, portal }: GivenWorld): Promise<void> {
  const { ground, stage } = app;
  for (const read of [readPeople, readGroups])
    await keep(stage, portal.memberId, await read(ground, stage.rest, portal.memberId));
}

it('a report that is reopened before its parts went out is never posted; the next one says which it replaces', async () => {
  world = await startWorld({
    portal: { empty: true, clockMode: 'manual', now: '2026-03-10T09:00:00', limits: { enabled: false } },
  });
  const { portal, app, appUrl } = world;
  const { scene } = await foundDepartment(world);
  const admin = await openSession(portal, appUrl, 1);
  const task = portal.control.createTask({
    title: 'Правки',
    groupId: scene.groupIds[0] ?? 0,
    responsibleId: 1,
  });
  portal.control.addEntry({
    taskId: task.id,
    userId: scene.userIds[0] ?? 0,
    seconds: 600,
    comment: 'работа',
  });
  await portal.control.flushEvents();
  await app.settle({ sweep: true });

  const cut = { at: 'day', day: '2026-03-10' };
  async function post(): Promise<void> {
    const seen = await admin.send('POST', '/clients/1/reports/preview', { cut });
    const { position } = (seen.body as { model: { position: number } }).model;
    const posted = await admin.send('POST', '/clients/1/reports', { requestId: randomUUID(), cut, position });
    expect(posted.status).toBe(201);
  }
  await post();
  const { reports } = (await admin.get('/clients/1/reports')).body as { reports: { reportId: string }[] };
  const reopen = { requestId: randomUUID(), reason: 'не тот срез' };
  expect((await admin.send('POST', `/clients/1/reports/${reports[0]?.reportId}/reopen`, reopen)).status).toBe(
    200,
  );
  await app.settle();
  expect(portal.control.posts().filter(({ text }) => text.includes('Отчёт № 1'))).toEqual([]);
  await post();
  await app.settle();
  const texts = portal.control.posts().map(({ text }) => text);
  expect(texts.filter((text) => text.includes('Отчёт № 2') && text.includes('отчёт № 1'))).toHaveLength(1);
});
