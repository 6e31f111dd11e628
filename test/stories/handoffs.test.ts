import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  EstimateView,
  HandoffView,
  LedgerPage,
  OfferList,
  TaskHandoffs,
} from '../../server/api/index.js';
import { giveFile } from '../given/give-file.js';
import { type Api, type GivenWorld, openSession, startWorld } from '../given/start-world.js';
import { migratedDatabaseUrl } from '../harness/databases.js';

const MINUTE = 60_000;

describe.each(['old', 'new'] as const)('work that changes hands, on the %s card', (card) => {
  let world: GivenWorld;
  let manager: Api;
  let performer: Api;
  let contact: Api;
  let clientId: number;
  let performerId: number;
  let groupId: number;
  let developmentId: number;
  let bugId: number;
  let outsiderId: number;

  beforeAll(async () => {
    world = await startWorld({
      portal: { seed: `handoffs-${card}`, empty: true, card },
      databaseUrl: await migratedDatabaseUrl(card === 'old' ? 'sqlite' : 'postgres'),
    });
    await world.install();
    const { control } = world.portal;
    const person = (name: string, type?: 'extranet') =>
      control.createUser({ name, lastName: 'Т', ...(type && { type }) }).id;
    performerId = person('Игорь');
    const developerId = person('Анна');
    const contactId = person('Клиент', 'extranet');
    outsiderId = person('Сергей');
    const group = control.createGroup({
      name: 'Магазин',
      extranet: true,
      members: [1, performerId, contactId].map((userId) => ({ userId })),
    });
    const development = control.createGroup({
      name: 'Разработка',
      members: [1, developerId].map((userId) => ({ userId })),
    });
    [groupId, developmentId] = [group.id, development.id];
    const task = { createdBy: contactId, responsibleId: performerId, groupId };
    bugId = control.createTask({ ...task, title: 'Не считается скидка', auditors: [1] }).id;
    control.addEntry({
      taskId: bugId,
      userId: performerId,
      seconds: 3600,
      comment: 'разобрался: ошибка модуля',
    });
    manager = await openSession(world.portal, world.appUrl, 1);
    const made = await manager.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name: 'Магазин', groupIds: [groupId], timeZone: 'Europe/Moscow' },
      accountingStartsOn: '2026-01-01',
    });
    ({ clientId } = made.body as { clientId: number });
    await seen();
    performer = await openSession(world.portal, world.appUrl, performerId);
    contact = await openSession(world.portal, world.appUrl, contactId);
  });
  afterAll(() => world.stop());

  async function seen(): Promise<void> {
    const { control } = world.portal;
    control.setClock({ advanceMs: MINUTE });
    await control.flushEvents();
    await world.app.settle({ sweep: true });
    await control.flushEvents();
    await world.app.settle({ sweep: true });
  }

  async function lines(): Promise<[number, string, number][]> {
    const page = (await manager.get(`/clients/${clientId}/ledger?standing=true`)).body as LedgerPage;
    return page.lines
      .filter((line) => line.entryId !== null)
      .map((line): [number, string, number] => [line.taskId ?? 0, line.kind, line.seconds])
      .sort((one, other) => one[0] - other[0] || one[2] - other[2]);
  }

  const handoffs = async () =>
    ((await manager.get('/handoffs')).body as { handoffs: HandoffView[] }).handoffs;
  const estimates = async (of: Api = manager) =>
    ((await of.get('/estimates')).body as { estimates: EstimateView[] }).estimates;
  const say = (taskId: number) =>
    world.portal.control
      .posts()
      .filter((post) => post.taskId === taskId)
      .map((post) => post.text);
  const hand = (body: object) =>
    manager.send('POST', `/tasks/${bugId}/handoffs`, { requestId: randomUUID(), ...body });
  const step = (api: Api, one: EstimateView | undefined, what: object) =>
    api.send('POST', `/estimates/${one?.estimateId}/steps`, {
      ...{ requestId: randomUUID(), revision: one?.revision },
      step: what,
    });

  it('is handed to development: earlier hours stay, later ones are at our expense, there and here', async () => {
    const { control } = world.portal;
    const before = (await manager.get(`/tasks/${bugId}/handoffs`)).body as TaskHandoffs;
    expect(before).toMatchObject({ targets: [], missing: 'no-special-groups' });
    await manager.send('PUT', '/portal/special-groups', {
      groups: [{ groupId: developmentId, part: 'development' }],
    });
    const wanted = {
      way: 'to-development',
      groupId: developmentId,
      note: 'Скидка не учитывает [b]акции[/b]',
    };
    const requestId = randomUUID();
    expect((await hand({ ...wanted, requestId })).status).toBe(200);
    expect((await hand({ ...wanted, requestId })).status).toBe(200);
    expect((await hand(wanted)).status).toBe(409);
    await seen();
    const [handed, ...others] = await handoffs();
    expect(others).toEqual([]);
    expect(handed).toMatchObject({
      state: 'open',
      waivableSeconds: 3600,
      may: { refuse: true, takeBack: true },
    });
    const linkedId = handed?.linkedTaskId ?? 0;
    const linked = control.truth().tasks.filter((task) => task.groupId === developmentId);
    expect(linked.map((task) => [task.id, task.title])).toEqual([
      [linkedId, 'Из поддержки: Не считается скидка'],
    ]);
    expect(say(bugId).join('\n')).toContain('Передали в разработку');
    control.addEntry({ taskId: bugId, userId: performerId, seconds: 600, comment: 'проверил' });
    control.addEntry({ taskId: linkedId, userId: 1, seconds: 1800, comment: 'поправил' });
    await seen();
    expect(await lines()).toEqual([
      [bugId, 'courtesy', 600],
      [bugId, 'overage', 3600],
      [linkedId, 'courtesy', 1800],
    ]);
  });

  it('gives back what was billed, reports back when the linked task is closed, once', async () => {
    const [handed] = await handoffs();
    const path = `/handoffs/${handed?.handoffId}/steps`;
    const waive = { requestId: randomUUID(), step: { do: 'waive', reason: 'ошибка нашего модуля' } };
    expect((await performer.send('POST', path, waive)).status).toBe(403);
    expect((await contact.send('POST', path, waive)).status).toBe(403);
    expect((await manager.send('POST', path, waive)).status).toBe(200);
    expect((await lines())[1]).toEqual([bugId, 'courtesy', 600]);
    const back = { requestId: randomUUID(), step: { do: 'take-back' } };
    expect(await manager.send('POST', path, back)).toMatchObject({
      status: 409,
      body: { code: 'HANDOFF_BEGUN' },
    });
    world.portal.control.updateTask({ id: handed?.linkedTaskId ?? 0, status: 5 });
    await seen();
    await seen();
    expect((await handoffs())[0]).toMatchObject({ state: 'done', waivableSeconds: 0, linkedSeconds: 1800 });
    const told = say(bugId).filter((text) => text.includes('Разработка закончила'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('Потрачено 0:30, за наш счёт.');
  });

  it('is taken back before anything happened, as if it had never been handed over', async () => {
    const untouched = await lines();
    await hand({ way: 'to-development', groupId: developmentId, note: 'ещё раз' });
    await seen();
    const handed = (await handoffs()).find((one) => one.state === 'open');
    world.portal.control.addEntry({ taskId: bugId, userId: performerId, seconds: 300, comment: 'звонок' });
    await seen();
    expect(await lines()).toContainEqual([bugId, 'courtesy', 300]);
    const back = { requestId: randomUUID(), step: { do: 'take-back' } };
    await manager.send('POST', `/handoffs/${handed?.handoffId}/steps`, back);
    await seen();
    // The first hand-off still holds: what came after it is at our expense by that.
    const now: [number, string, number][] = [...untouched, [bugId, 'courtesy', 300]];
    expect(await lines()).toEqual(now.sort(byTask));
    expect(say(handed?.linkedTaskId ?? 0).join()).toContain('Передачу отменили');
  });

  it('is nobody else’s business: others see nothing of it and change nothing', async () => {
    const outsider = await openSession(world.portal, world.appUrl, outsiderId);
    const [handed] = await handoffs();
    const refuse = { requestId: randomUUID(), step: { do: 'refuse', reason: 'не наше' } };
    expect((await outsider.get('/handoffs')).body).toEqual({ handoffs: [] });
    expect((await outsider.get('/estimates')).body).toEqual({ estimates: [] });
    expect((await outsider.send('POST', `/handoffs/${handed?.handoffId}/steps`, refuse)).status).toBe(404);
    for (const path of [`/tasks/${bugId}/handoffs`, `/tasks/${bugId}/estimates`])
      expect((await outsider.get(path)).status).toBe(404);
    expect((await contact.get('/handoffs')).status).toBe(403);
    expect((await contact.get(`/tasks/${bugId}/handoffs`)).status).toBe(403);
    expect((await outsider.get('/estimates/1/hint')).status).toBe(404);
    expect((await outsider.send('POST', '/estimates/1/offer', { requestId: randomUUID() })).status).toBe(404);
  });

  it('is sized: asked for, answered, given, agreed with the client, planned, and offered as a package', async () => {
    const { control } = world.portal;
    const task = { createdBy: 1, responsibleId: performerId, groupId, tags: ['Оценить'] };
    const taskId = control.createTask({ ...task, title: 'Выгрузка в 1С' }).id;
    await seen();
    expect(await estimates()).toMatchObject([
      { taskId, source: 'tag', state: 'requested', performer: 'Игорь Т' },
    ]);
    await manager.send('POST', `/tasks/${taskId}/estimates`, {
      requestId: randomUUID(),
      note: 'к пятнице',
      forClient: true,
    });
    let [one] = await estimates(performer);
    expect(one).toMatchObject({ requests: 2, forClient: true, note: 'к пятнице' });
    await step(performer, one, { do: 'ask', text: 'Какая версия 1С?' });
    [one] = await estimates();
    await step(manager, one, { do: 'answer', question: 1, text: '8.3' });
    [one] = await estimates(performer);
    expect(await step(manager, one, { do: 'approve', seconds: 3600, toClient: false })).toMatchObject({
      status: 409,
    });
    const points = { optimisticSeconds: 4 * 3600, likelySeconds: 6 * 3600, pessimisticSeconds: 11 * 3600 };
    await step(performer, one, { do: 'give', points, note: 'без учёта печатных форм' });
    [one] = await estimates();
    expect(one?.points).toMatchObject({ meanSeconds: 23_400, spreadSeconds: 4_200, proposedSeconds: 23_400 });
    expect(await estimates(contact)).toEqual([]);
    expect(await step(performer, one, { do: 'approve', seconds: 23_400, toClient: false })).toMatchObject({
      status: 403,
    });
    await step(manager, one, { do: 'approve', seconds: 23_400, toClient: false });
    await seen();
    [one] = await estimates(contact);
    expect(one).toMatchObject({
      state: 'with-client',
      approvedSeconds: 23_400,
      points: null,
      questions: [],
      note: '',
    });
    expect(say(taskId).join('\n')).toContain('Оценили задачу: 6:30.');
    expect((await step(contact, one, { do: 'agree' })).status).toBe(200);
    await seen();
    expect(say(taskId).join('\n')).toContain('Оценка согласована: 6:30.');
    [one] = await estimates();
    expect(one).toMatchObject({
      state: 'approved',
      plannedSeconds: 23_400,
      missingSeconds: 23_400,
      may: { offer: true },
    });
    await manager.send('POST', `/estimates/${one?.estimateId}/offer`, { requestId: randomUUID() });
    const { open } = (await manager.get(`/clients/${clientId}/offers`)).body as OfferList;
    expect(open).toMatchObject([{ source: 'estimate', sizeSeconds: 23_400, title: 'Выгрузка в 1С' }]);
  });

  it('goes to free support with its files and comes back; from free support to paid, billed from there on', async () => {
    const { control } = world.portal;
    const own = async (taskIds: readonly number[]) =>
      (await lines()).filter(([taskId]) => taskIds.includes(taskId)).map((line) => line.slice(1).join(' '));
    const free = control.createGroup({ name: 'Бесплатная', members: [{ userId: 1 }] });
    await manager.send('PUT', '/portal/special-groups', {
      groups: [{ groupId: free.id, part: 'free-support' }],
    });
    const taskId = control.createTask({
      title: 'Как сменить пароль',
      groupId,
      responsibleId: performerId,
    }).id;
    giveFile(world, { taskId, groupId, userId: performerId, name: 'снимок экрана.png' });
    control.addEntry({ taskId, userId: performerId, seconds: 900, comment: 'созвон' });
    await seen();
    const over = { requestId: randomUUID(), way: 'to-free-support', groupId: free.id, note: 'вопрос по CMS' };
    expect((await manager.send('POST', `/tasks/${taskId}/handoffs`, over)).status).toBe(200);
    await seen();
    const handed = (await handoffs()).find((one) => one.taskId === taskId);
    const linkedId = handed?.linkedTaskId ?? 0;
    expect(
      control
        .truth()
        .tasks.find(({ id }) => id === linkedId)
        ?.attachments.map(({ name }) => name),
    ).toEqual(['снимок экрана.png']);
    control.addEntry({ taskId, userId: performerId, seconds: 300, comment: 'передал' });
    await seen();
    const refuse = { requestId: randomUUID(), step: { do: 'refuse', reason: 'нужна доработка' } };
    expect((await manager.send('POST', `/handoffs/${handed?.handoffId}/steps`, refuse)).status).toBe(200);
    control.setClock({ advanceMs: MINUTE });
    control.addEntry({ taskId, userId: performerId, seconds: 600, comment: 'доработка' });
    await seen();
    expect(await own([taskId, linkedId])).toEqual(['courtesy 300', 'overage 600', 'overage 900']);
    expect(say(taskId).join('\n')).toMatch(/Бесплатная поддержка вернула задачу[^]*нужна доработка/);
    const askedId = control.createTask({ title: 'Новый отчёт', groupId: free.id, responsibleId: 1 }).id;
    control.addEntry({
      taskId: askedId,
      userId: 1,
      seconds: 1200,
      comment: 'разобрались, что это доработка',
    });
    await seen();
    const paid = { requestId: randomUUID(), way: 'to-paid', groupId, note: 'это доработка' };
    expect((await manager.send('POST', `/tasks/${askedId}/handoffs`, paid)).status).toBe(200);
    await seen();
    const paidId = (await handoffs()).find((one) => one.taskId === askedId)?.linkedTaskId ?? 0;
    expect(control.truth().tasks.find(({ id }) => id === paidId)?.groupId).toBe(groupId);
    control.addEntry({ taskId: paidId, userId: performerId, seconds: 1800, comment: 'сделал отчёт' });
    await seen();
    expect(await own([askedId, paidId])).toEqual(['overage 1800']);
  });
});

function byTask(one: [number, string, number], other: [number, string, number]): number {
  return one[0] - other[0] || one[2] - other[2];
}
