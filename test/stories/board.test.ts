import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BoardCard, BoardColumn, BoardView, MoveAnswer } from '../../server/api/index.js';
import { type Api, openSession, startWorld, type GivenWorld } from '../given/start-world.js';

describe.each(['old', 'new'] as const)('the board, on a portal with the %s card', (card) => {
  let world: GivenWorld;
  let admin: Api;
  let manager: Api;
  let doer: Api;
  let doerId: number;
  let otherId: number;
  let contactId: number;
  let managerId: number;
  let groupId: number;

  beforeAll(async () => {
    world = await startWorld({ portal: { seed: 'board', card, empty: true } });
    const { control } = world.portal;
    const person = (name: string, type?: 'extranet') =>
      control.createUser({ name, lastName: 'Н', ...(type && { type }) }).id;
    [managerId, doerId, otherId] = [person('Мария'), person('Пётр'), person('Семён')];
    contactId = person('Клиент', 'extranet');
    const members = [doerId, otherId, contactId].map((userId) => ({ userId }));
    groupId = control.createGroup({ name: 'Магазин', ownerId: managerId, members }).id;
    await world.install();
    admin = await openSession(world.portal, world.appUrl, 1);
    const made = await admin.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name: 'Магазин', groupIds: [groupId], managerIds: [managerId] },
      ...{ timeZone: 'Europe/Moscow', accountingStartsOn: '2026-01-01' },
    });
    expect(made.status).toBe(201);
    await control.flushEvents();
    await world.app.settle({ sweep: true });
    manager = await openSession(world.portal, world.appUrl, managerId);
    doer = await openSession(world.portal, world.appUrl, doerId);
  }, 120_000);
  afterAll(() => world.stop());

  /** A task of the client, known to the board. */
  async function given(more: { status?: number; taskControl?: boolean; createdBy?: number } = {}) {
    const people = { groupId, createdBy: managerId, responsibleId: doerId };
    const task = world.portal.control.createTask({ title: 'Правки', ...people, ...more });
    await world.portal.control.flushEvents();
    await world.app.settle();
    return task.id;
  }

  async function cardOf(api: Api, taskId: number): Promise<BoardCard | undefined> {
    return ((await api.get('/board')).body as BoardView).cards.find((one) => one.taskId === taskId);
  }

  async function move(api: Api, who: number, taskId: number, to: { column: BoardColumn; userId?: number }) {
    const seen = await cardOf(admin, taskId);
    const from = { column: seen?.column, userId: seen?.userId };
    return ask(api, who, { taskId, from, to: { userId: doerId, ...to } });
  }

  async function ask(api: Api, who: number, body: object): Promise<MoveAnswer> {
    const accessToken = world.portal.control.openApp({ userId: who }).fields['AUTH_ID'];
    const answer = await api.send('POST', '/board/move', { requestId: randomUUID(), accessToken, ...body });
    expect(answer.status).toBe(200);
    return answer.body as MoveAnswer;
  }

  const truth = (taskId: number) => world.portal.control.truth().tasks.find((task) => task.id === taskId);

  it('moves a task through its life in the portal, and knows at once where it stands', async () => {
    const taskId = await given();
    expect((await move(doer, doerId, taskId, { column: 'doing' })).outcome).toBe('moved');
    expect(truth(taskId)?.status).toBe(3);
    expect(await cardOf(doer, taskId)).toMatchObject({ column: 'doing', userId: doerId });
    // Two steps of the platform: pause, then defer.
    expect((await move(doer, doerId, taskId, { column: 'waiting' })).card?.column).toBe('waiting');
    expect(truth(taskId)?.status).toBe(6);
    expect((await move(manager, managerId, taskId, { column: 'doing', userId: otherId })).outcome).toBe(
      'moved',
    );
    expect(truth(taskId)).toMatchObject({ status: 3, responsibleId: otherId });
    expect(truth(taskId)?.auditors).toContain(doerId);
    expect((await move(manager, managerId, taskId, { column: 'done', userId: otherId })).outcome).toBe(
      'moved',
    );
    expect(truth(taskId)?.status).toBe(5);
    const actions = await world.app.ground.db
      .selectFrom('actions')
      .select(['user_id', 'after'])
      .where('what', '=', 'move-card')
      .orderBy('at')
      .execute();
    expect(actions.map((action) => action.user_id)).toEqual([doerId, doerId, managerId, managerId]);
    expect(actions[1]?.after).toContain('"steps":["pause","defer"]');
  });

  it('puts a card back with the reason when the portal refuses', async () => {
    const taskId = await given({ status: 4, taskControl: true });
    const answer = await move(doer, doerId, taskId, { column: 'done' });
    expect(answer).toMatchObject({ outcome: 'refused', reason: 'only-approver', byName: 'Мария Н' });
    expect(answer.card?.column).toBe('review');
    expect(truth(taskId)?.status).toBe(4);
    const own = await given();
    expect(await move(doer, doerId, own, { column: 'doing', userId: otherId })).toMatchObject({
      outcome: 'refused',
      reason: 'gives-away-rights',
    });
    expect(truth(own)).toMatchObject({ status: 2, responsibleId: doerId });
  });

  it('says so when only part of a move was made, and what stands now', async () => {
    const taskId = await given({ status: 3, taskControl: true });
    expect(await move(doer, doerId, taskId, { column: 'done' })).toMatchObject({
      ...{ outcome: 'half-way', reason: 'awaits-approval', byName: 'Мария Н' },
      card: { column: 'review' },
    });
    expect((await move(manager, managerId, taskId, { column: 'done' })).outcome).toBe('moved');
  });

  it('does nothing when somebody was quicker in the portal', async () => {
    const taskId = await given();
    const from = { column: 'todo', userId: doerId };
    world.portal.control.updateTask({ id: taskId, status: 3 });
    const answer = await ask(doer, doerId, { taskId, from, to: { column: 'done', userId: doerId } });
    expect(answer).toMatchObject({
      outcome: 'refused',
      reason: 'changed-meanwhile',
      card: { column: 'doing' },
    });
    expect(truth(taskId)?.status).toBe(3);
  });

  it('takes no other person’s token, shows clients no board, and lets nobody else set it up', async () => {
    const taskId = await given();
    const place = { column: 'todo', userId: doerId };
    const accessToken = world.portal.control.openApp({ userId: managerId }).fields['AUTH_ID'];
    const stolen = {
      requestId: randomUUID(),
      accessToken,
      taskId,
      from: place,
      to: { ...place, column: 'doing' },
    };
    expect((await doer.send('POST', '/board/move', stolen)).status).toBe(403);
    const client = await openSession(world.portal, world.appUrl, contactId);
    expect(client.role).toBe('client');
    expect((await client.get('/board')).status).toBe(404);
    expect((await client.send('POST', '/board/move', stolen)).status).toBe(404);
    expect((await client.get('/board/settings')).status).toBe(404);
    expect((await manager.get('/board/settings')).status).toBe(403);
    expect(truth(taskId)?.status).toBe(2);
  });

  it('means by «waiting» what its settings say', async () => {
    const taskId = await given({ status: 3 });
    const ways = {
      waitingBy: 'tag',
      waitingTag: 'ждёт ответа',
      wipLimit: 2,
      doneDays: 7,
      hiddenGroupIds: [],
    };
    const people = [{ userId: doerId, shown: 'auto', wipLimit: 1 }];
    const saved = await admin.send('PUT', '/board/settings', { requestId: randomUUID(), ...ways, people });
    expect(saved.status).toBe(200);
    expect((await move(manager, managerId, taskId, { column: 'waiting' })).outcome).toBe('moved');
    expect(truth(taskId)?.status).toBe(3);
    expect(world.portal.world.data.tasks.get(taskId)?.tags.map((tag) => tag.title)).toEqual(['ждёт ответа']);
    expect((await move(manager, managerId, taskId, { column: 'doing' })).outcome).toBe('moved');
    const view = (await doer.get('/board')).body as BoardView;
    expect(view.people.find((one) => one.userId === doerId)?.wipLimit).toBe(1);
    expect(view.people.find((one) => one.userId === otherId)?.wipLimit ?? 2).toBe(2);
  });
});
