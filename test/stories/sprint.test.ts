import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  BurnDown,
  ClientView,
  ClientSprint,
  Refining,
  SprintChanged,
  SprintView,
} from '../../server/api/index.js';
import { type Api, type GivenWorld, openSession, startWorld } from '../given/start-world.js';

const HOUR = 3_600;
/** A Monday. */
const WEEK = '2026-03-02';

describe.each(['old', 'new'] as const)('a week from plan to fact, %s card', (card) => {
  let world: GivenWorld;
  let manager: Api;
  let contact: Api;
  let clientId: number;
  const people: Record<string, number> = {};
  const tasks: Record<string, number> = {};

  beforeAll(async () => {
    world = await startWorld({
      portal: { empty: true, card, clockMode: 'manual', now: '2026-03-02T08:30:00+03:00' },
    });
    const { control } = world.portal;
    for (const [name, lastName] of [
      ['Павел', 'Гурьянов'],
      ['Елена', 'Ручьёва'],
    ] as const) {
      people[name] = control.createUser({ name, lastName }).id;
    }
    const contactId = control.createUser({ name: 'Анна', lastName: 'Заказчикова', type: 'extranet' }).id;
    control.registerApp({ access: 'everyone' });
    const members = [{ userId: contactId }, ...Object.values(people).map((userId) => ({ userId }))];
    const group = control.createGroup({ name: 'Магазин', extranet: true, members });
    const add = (title: string, responsible: string, hours: number, more: object = {}): void => {
      tasks[title] = control.createTask({
        ...{ title, groupId: group.id, responsibleId: people[responsible] ?? 1 },
        ...{ estimateSeconds: hours * HOUR, ...more },
      }).id;
    };
    add('Корзина', 'Павел', 10);
    add('Доставка', 'Павел', 6, { deadline: '2026-03-04T18:00:00+03:00' });
    add('Баннер', 'Елена', 4);
    add('Без оценки', 'Елена', 0);
    add('Ждёт клиента', 'Елена', 5, { status: 6 });
    control.addAbsence({
      ...{ userId: people['Елена'] ?? 0, name: 'Отпуск' },
      ...{ from: '2026-03-05T00:00:00+03:00', to: '2026-03-06T00:00:00+03:00' },
    });
    await world.install();
    manager = await openSession(world.portal, world.appUrl, 1);
    const made = await manager.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name: 'Магазин', groupIds: [group.id], timeZone: 'Europe/Moscow' },
      accountingStartsOn: '2026-01-01',
    });
    clientId = (made.body as { clientId: number }).clientId;
    await manager.send('POST', `/clients/${clientId}/packages`, {
      ...{ requestId: randomUUID(), title: 'Пакет', sizeSeconds: 30 * HOUR },
      ...{ boughtOn: '2026-03-01', validFrom: '2026-03-01' },
    });
    await world.app.settle({ sweep: true });
    contact = await openSession(world.portal, world.appUrl, contactId);
  }, 60_000);
  afterAll(() => world.stop());

  const sprint = async (): Promise<SprintView> =>
    (await manager.get(`/planning/sprints/${WEEK}`)).body as SprintView;
  const change = async (what: string, body: object = {}) => {
    const { version } = await sprint();
    const path = `/planning/sprints/${WEEK}/${what}`;
    return manager.send('POST', path, { requestId: randomUUID(), version, ...body });
  };
  const posted = (taskId: number): string[] =>
    world.portal.control.posts({ taskId }).map(({ text }) => text.split('\n')[0] ?? '');

  it('knows who is away from the portal’s calendar, and what a person types wins', async () => {
    const asked = await manager.send('POST', '/planning/absences', { requestId: randomUUID() });
    expect(asked.status).toBe(200);
    const elena = (await sprint()).people.find(({ userId }) => userId === people['Елена']);
    expect(elena?.days.map(({ seconds }) => seconds / HOUR)).toEqual([8, 8, 8, 0, 0, 0, 0]);
    const days = { requestId: randomUUID(), days: ['2026-03-03'] };
    const typed = { seconds: 4 * HOUR, reason: 'training', note: 'Курсы' };
    await manager.send('PUT', `/planning/people/${people['Елена']}/days`, { ...days, typed });
    const after = (await sprint()).people.find(({ userId }) => userId === people['Елена']);
    expect(after?.days[1]?.seconds).toBe(4 * HOUR);
  });

  it('proposes a plan at once, says why the rest is not in it, and keeps the reserve', async () => {
    const view = await sprint();
    expect(view.state).toBe('proposal');
    const planned = new Set(view.parts.map(({ taskId }) => taskId));
    expect(planned).toEqual(new Set([tasks['Корзина'], tasks['Доставка'], tasks['Баннер']]));
    expect(view.backlog.map(({ taskId, reason }) => [taskId, reason]).sort()).toEqual(
      [
        [tasks['Без оценки'], 'needs-estimate'],
        [tasks['Ждёт клиента'], 'waits-for-answer'],
      ].sort(),
    );
    for (const { days } of view.people) {
      for (const day of days) expect(day.plannedSeconds).toBeLessThanOrEqual(day.aheadSeconds * 0.8);
    }
    expect(view.reserve.percent).toBe(20);
  });

  it('moves a task by hand, says who gave way, and refuses what does not fit', async () => {
    const to = { userId: people['Елена'], day: '2026-03-02' };
    const moved = await change('move', { taskId: tasks['Доставка'], to });
    expect(moved.status).toBe(200);
    const { sprint: view } = moved.body as SprintChanged;
    const own = view.parts.filter(({ taskId }) => taskId === tasks['Доставка']);
    expect(new Set(own.map(({ userId }) => userId))).toEqual(new Set([people['Елена']]));
    expect(view.pinnedTaskIds).toEqual([tasks['Доставка']]);
    const late = { userId: people['Елена'], day: '2026-03-05' };
    const refused = await change('move', { taskId: tasks['Корзина'], to: late });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'PLAN_NO_ROOM']);
    const stale = await manager.send('POST', `/planning/sprints/${WEEK}/move`, {
      ...{ requestId: randomUUID(), version: 0, taskId: tasks['Корзина'], to: null },
    });
    expect((stale.body as { code: string }).code).toBe('STALE');
  });

  // It posts nothing: the card makes no difference.
  if (card === 'old') {
    it('looks for a better plan beside everything else; stopped, interrupted or overtaken it changes nothing', async () => {
      const refining = async (): Promise<Refining> =>
        (await manager.get(`/planning/sprints/${WEEK}/refine`)).body as Refining;
      const underWay = async () => {
        expect((await change('refine', { iterations: 2_000_000 })).body).toMatchObject({ state: 'running' });
        const settled = world.app.settle();
        while ((await refining()).done === 0) await pause(50);
        return { settled };
      };
      expect((await refining()).state).toBe('none');
      const before = await sprint();

      const { settled } = await underWay();
      const twice = await change('refine');
      expect([twice.status, (twice.body as { code: string }).code]).toEqual([409, 'ALREADY_REFINING']);
      await manager.send('POST', `/planning/sprints/${WEEK}/refine/cancel`, {});
      await settled;
      expect((await refining()).state).toBe('cancelled');

      await underWay();
      await world.restart();
      expect(await refining()).toMatchObject({ state: 'interrupted', total: 2_000_000 });
      expect(await sprint()).toEqual(before);

      await change('refine', { iterations: 1_000 });
      await world.app.settle();
      expect(await refining()).toMatchObject({ state: 'done', done: 1_000, total: 1_000 });
      const after = await sprint();
      expect([after.version, after.pinnedTaskIds]).toEqual([before.version + 1, before.pinnedTaskIds]);

      await change('refine', { iterations: 1_000 });
      await change('replan');
      const changed = await sprint();
      await world.app.settle();
      expect((await refining()).state).toBe('overtaken');
      expect(await sprint()).toEqual(changed);
    });
  }

  it('tells each task and the client once what was accepted, and later only what changed', async () => {
    const foretold = async () => [
      ((await manager.get(`/clients/${clientId}`)).body as ClientView).noRunOut,
      ((await manager.get(`/clients/${clientId}/burn-down`)).body as BurnDown).band[0]?.midSeconds ?? null,
    ];
    expect(await foretold()).toEqual(['nothing-used', null]);
    expect((await change('publish')).status).toBe(200);
    await world.app.settle();
    // Nothing was worked yet; what is planned from tomorrow on is what the forecast knows.
    const { parts } = await sprint();
    const planned = parts.filter(({ day }) => day > WEEK).reduce((sum, { seconds }) => sum + seconds, 0);
    expect(await foretold()).toEqual([null, 30 * HOUR - planned]);
    expect(posted(tasks['Доставка'] ?? 0)).toEqual([
      expect.stringMatching(/^Задача в плане на эту неделю: Елена Ручьёва, 2 марта \(пн\)\./),
    ]);
    expect((await change('publish')).status).toBe(409);
    await change('move', { taskId: tasks['Баннер'], to: { userId: people['Павел'], day: '2026-03-05' } });
    expect((await change('publish')).status).toBe(200);
    await world.app.settle();
    expect(posted(tasks['Баннер'] ?? 0)).toHaveLength(2);
    // Who had it before depends on whether the plan was refined.
    expect(posted(tasks['Баннер'] ?? 0)[1]).toMatch(
      /^План изменился: (задачу делает )?Павел Гурьянов, 5 марта \(чт\)\. Раньше было: /,
    );
    expect(posted(tasks['Доставка'] ?? 0)).toHaveLength(1);
  });

  it('shows the client their own part and nothing else', async () => {
    const { weeks } = (await contact.get(`/clients/${clientId}/sprint`)).body as ClientSprint;
    expect(weeks[0]?.tasks.map(({ title }) => title).sort()).toEqual(['Баннер', 'Доставка', 'Корзина']);
    expect((await contact.get(`/planning/sprints/${WEEK}`)).status).toBe(403);
    expect((await contact.get('/planning/capacity')).status).toBe(403);
    expect((await contact.get(`/clients/${clientId + 1}/sprint`)).status).toBe(404);
  });

  it('sets against the plan what was recorded after it was accepted, and says so', async () => {
    const { control } = world.portal;
    const userId = people['Павел'] ?? 0;
    const entry = { taskId: tasks['Корзина'] ?? 0, userId };
    control.addEntry({ ...entry, seconds: HOUR, workedAt: '2026-03-02T07:00:00+03:00' });
    control.setClock({ advanceMs: 3 * HOUR * 1_000 });
    control.addEntry({ ...entry, seconds: 2 * HOUR });
    await control.flushEvents();
    await world.app.settle({ sweep: true });
    manager = await openSession(world.portal, world.appUrl, 1);
    const { fact, publishedAt } = await sprint();
    expect(fact).toMatchObject({ recordedSeconds: 2 * HOUR, besideSeconds: 0 });
    expect(fact?.people.find((one) => one.userId === userId)?.recordedSeconds).toBe(2 * HOUR);
    expect(fact?.countedFrom).toBeGreaterThanOrEqual(Date.parse('2026-03-02T08:30:00+03:00'));
    expect(fact?.countedFrom).toBeLessThanOrEqual(publishedAt ?? 0);
  });
});
