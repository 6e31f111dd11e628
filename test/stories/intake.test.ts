import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { watchAlerts } from '../../server/alerts/index.js';
import type { AlertView, IntakePreview, Intakes, SprintView } from '../../server/api/index.js';
import { type Api, type GivenWorld, openSession, startWorld } from '../given/start-world.js';

const HOUR = 3_600;
/** A Monday. */
const WEEK = '2026-03-02';

const inOrder = (parts: SprintView['parts']): string[] => parts.map((part) => JSON.stringify(part)).sort();

describe.each(['old', 'new'] as const)('a week with urgent and critical work, %s card', (card) => {
  let world: GivenWorld;
  let manager: Api;
  let performer: Api;
  const people: Record<string, number> = {};
  const tasks: Record<string, number> = {};
  const groups: Record<string, number> = {};
  let told: SprintView['parts'];

  beforeAll(async () => {
    world = await startWorld({
      portal: { empty: true, card, clockMode: 'manual', now: '2026-03-02T08:30:00+03:00' },
    });
    const { control } = world.portal;
    for (const [name, lastName] of [
      ['Мария', 'Ведерникова'],
      ['Павел', 'Гурьянов'],
      ['Елена', 'Ручьёва'],
    ] as const)
      people[name] = control.createUser({ name, lastName }).id;
    control.registerApp({ access: 'everyone' });
    const members = Object.values(people).map((userId) => ({ userId }));
    for (const name of ['Магазин', 'Запчасти']) groups[name] = control.createGroup({ name, members }).id;
    add('Корзина', { responsible: 'Павел', hours: 12 });
    add('Доставка', { responsible: 'Павел', hours: 6 });
    add('Каталог', { responsible: 'Павел', hours: 7, group: 'Запчасти' });
    add('Баннер', { responsible: 'Елена', hours: 22 });
    // Begun work stays with whoever began it: so the week is the same in every run.
    for (const title of ['Корзина', 'Доставка', 'Каталог', 'Баннер'])
      control.addEntry({
        ...{ taskId: tasks[title] ?? 0, userId: people[title === 'Баннер' ? 'Елена' : 'Павел'] ?? 0 },
        ...{ seconds: 60, comment: 'Разобрались в задаче', workedAt: '2026-02-27T10:00:00+03:00' },
      });
    await world.install();
    const admin = await openSession(world.portal, world.appUrl, 1);
    for (const name of ['Магазин', 'Запчасти']) {
      const made = await admin.send('POST', '/clients', {
        ...{ requestId: randomUUID(), name, groupIds: [groups[name]], timeZone: 'Europe/Moscow' },
        ...{ accountingStartsOn: '2026-01-01', managerIds: [people['Мария']] },
      });
      const { clientId } = made.body as { clientId: number };
      await admin.send('POST', `/clients/${clientId}/packages`, {
        ...{ requestId: randomUUID(), title: 'Пакет', sizeSeconds: 80 * HOUR },
        ...{ boughtOn: '2026-03-01', validFrom: '2026-03-01' },
      });
    }
    await world.app.settle({ sweep: true });
    manager = await openSession(world.portal, world.appUrl, people['Мария'] ?? 0);
    performer = await openSession(world.portal, world.appUrl, people['Павел'] ?? 0);
  }, 60_000);
  afterAll(() => world.stop());

  function add(
    title: string,
    of: { responsible: string; hours: number; group?: string } & Record<string, unknown>,
  ): void {
    const { responsible, hours, group = 'Магазин', ...more } = of;
    tasks[title] = world.portal.control.createTask({
      ...{ title, groupId: groups[group] ?? 0, responsibleId: people[responsible] ?? 1 },
      ...{ estimateSeconds: hours * HOUR, ...more },
    }).id;
  }
  const id = (title: string): number => tasks[title] ?? 0;
  const sprint = async () => (await manager.get(`/planning/sprints/${WEEK}`)).body as SprintView;
  const intakes = async () => (await manager.get('/planning/intakes')).body as Intakes;
  const askedInAlerts = async () =>
    ((await manager.get('/alerts')).body as { alerts: AlertView[] }).alerts
      .filter(({ kind }) => kind.startsWith('intake'))
      .map(({ kind, level, taskTitle }) => [kind, level, taskTitle]);
  const at = async (iso: string): Promise<void> => {
    world.portal.control.setClock({ setTo: iso });
    await world.portal.control.flushEvents();
    await world.app.settle({ sweep: true });
    manager = await openSession(world.portal, world.appUrl, people['Мария'] ?? 0);
    performer = await openSession(world.portal, world.appUrl, people['Павел'] ?? 0);
  };
  const settle = async (): Promise<void> => {
    await world.portal.control.flushEvents();
    await world.app.settle();
  };
  const preview = async (title: string, body: object) =>
    (await manager.send('POST', `/tasks/${id(title)}/intake/preview`, body)).body as IntakePreview;
  const accept = async (title: string, body: object) => {
    const { seen } = await preview(title, body);
    const accessToken = world.portal.control.openApp({ userId: people['Мария'] ?? 0 }).fields['AUTH_ID'];
    return manager.send('POST', `/tasks/${id(title)}/intake`, {
      ...{ requestId: randomUUID(), seen, accessToken, ...body },
    });
  };
  const undo = (intakeId: number | undefined) =>
    manager.send('POST', `/intakes/${intakeId ?? 0}/undo`, { requestId: randomUUID() });
  /** First lines of what stands in a task, in their order. */
  const comments = (title: string): string[] =>
    world.portal.control.posts({ taskId: id(title) }).map(({ text }) => text.split('\n')[0] ?? '');
  const notices = (name: string): string[] =>
    world.portal.control
      .truth()
      .notices.filter((one) => one.userId === people[name])
      .map(({ text }) => text);
  const reportTexts = (): string[] =>
    world.portal.control
      .truth()
      .posts.map(({ text }) => text)
      .filter((text) => text.includes('План работ на неделю') || text.includes('план работ на неделю'));
  const without = (view: SprintView, title: string) => view.parts.filter((part) => part.taskId !== id(title));
  const partsOf = (view: SprintView, title: string) => view.parts.filter((part) => part.taskId === id(title));

  it('has nothing to take work into before the week was accepted, and loses nothing', async () => {
    add('Оплата', { responsible: 'Павел', hours: 0, tags: ['срочно'], createdBy: people['Мария'] });
    await settle();
    const early = await preview('Оплата', { kind: 'urgent', seconds: 2 * HOUR });
    expect(early.refusal?.reason).toBe('no-sprint');
    expect((await accept('Оплата', { kind: 'urgent', seconds: 2 * HOUR })).status).toBe(409);
    const { version } = await sprint();
    await manager.send('POST', `/planning/sprints/${WEEK}/publish`, { requestId: randomUUID(), version });
    await settle();
    told = (await sprint()).parts;
    expect((await intakes()).proposed).toMatchObject([{ title: 'Оплата', kind: 'urgent', sign: 'срочно' }]);
    expect(notices('Мария')).toEqual([
      expect.stringContaining('Задачу просят взять как срочную: на ней тег «срочно».'),
    ]);
  });

  it('takes an urgent task into the reserve: who, why, what remains; nobody else moves', async () => {
    await at('2026-03-02T10:00:00+03:00');
    const unsized = await preview('Оплата', { kind: 'urgent' });
    expect([unsized.refusal?.reason, unsized.seconds]).toEqual(['needs-estimate', null]);
    const seen = await preview('Оплата', { kind: 'urgent', seconds: 2 * HOUR });
    const best = seen.candidates[0];
    expect([seen.chosenUserId, seen.pushed, seen.candidates.length]).toEqual([best?.userId, [], 2]);
    expect(best).toMatchObject({ pushes: 0, reserveAfter: 0 });
    expect(best?.teamReserveAfter).toBe((best?.teamReserveBefore ?? 0) - (best?.reserveBefore ?? 0));
    const stale = await manager.send('POST', `/tasks/${id('Оплата')}/intake`, {
      ...{ requestId: randomUUID(), kind: 'urgent', seconds: 3 * HOUR, seen: 'что-то другое' },
    });
    expect((stale.body as { code: string }).code).toBe('STALE');
    expect((await accept('Оплата', { kind: 'urgent', seconds: 2 * HOUR })).status).toBe(200);
    await settle();
    const after = await sprint();
    expect(without(after, 'Оплата')).toEqual(told);
    expect(partsOf(after, 'Оплата').reduce((sum, { seconds }) => sum + seconds, 0)).toBe(2 * HOUR);
    expect(after.tasks.find(({ taskId }) => taskId === id('Оплата'))).toMatchObject({
      ...{ urgency: 'urgent', priority: 2, estimateSeconds: 2 * HOUR },
    });
    expect(comments('Оплата')).toEqual([
      'Задача принята как срочная: Елена Ручьёва, с 2 марта (пн) по 3 марта (вт).',
    ]);
    expect(notices('Елена')).toEqual([expect.stringContaining('Вам срочная задача: с 2 марта (пн)')]);
    expect((await accept('Оплата', { kind: 'urgent' })).status).toBe(409);
  });

  it('starts a critical task at once and tells everybody who gives way, each client only of their own', async () => {
    await at('2026-03-03T11:00:00+03:00');
    add('Сайт не открывается', { responsible: 'Елена', hours: 5 });
    await settle();
    const ask = { kind: 'critical', note: 'Клиент звонил: магазин лежит' };
    for (let twice = 0; twice < 2; twice += 1) {
      const body = { requestId: randomUUID(), ...ask };
      const asked = await performer.send('POST', `/tasks/${id('Сайт не открывается')}/intake/propose`, body);
      expect(asked.status).toBe(200);
    }
    expect((await intakes()).proposed).toMatchObject([{ kind: 'critical', proposedBy: 'Павел Гурьянов' }]);
    await watchAlerts(world.app.ground, world.portal.memberId);
    expect(await askedInAlerts()).toEqual([['intake-critical', 'bad', 'Сайт не открывается']]);
    expect((await performer.send('POST', `/tasks/${id('Корзина')}/intake/preview`, ask)).status).toBe(403);
    const before = (await sprint()).parts;
    const wish = { kind: 'critical', userId: people['Павел'] };
    const seen = await preview('Сайт не открывается', wish);
    const start = seen.candidates.find(({ userId }) => userId === people['Павел']);
    expect([start?.startDay, seen.pushed.map(({ title }) => title)]).toEqual(['2026-03-03', ['Корзина']]);
    expect((await accept('Сайт не открывается', wish)).status).toBe(200);
    await settle();
    await watchAlerts(world.app.ground, world.portal.memberId);
    expect(await askedInAlerts()).toEqual([]);
    const after = await sprint();
    const moved = new Set(['Корзина', 'Сайт не открывается'].map(id));
    const kept = (parts: SprintView['parts']) => parts.filter(({ taskId }) => !moved.has(taskId));
    expect(kept(after.parts)).toEqual(kept(before));
    expect(comments('Сайт не открывается')).toEqual([
      'Задача принята как критическая: Павел Гурьянов приступает сразу, срок — 3 марта (вт).',
    ]);
    expect(comments('Корзина').at(-1)).toMatch(
      /^Срок сдвинулся из-за критической задачи: Павел Гурьянов, с 2 марта \(пн\) по \d марта \(..\)\. Раньше было: с 2 марта \(пн\) по 3 марта \(вт\)\.$/,
    );
    // Whoever may not change the task in Bitrix24 does not change it through us.
    expect((await intakes()).taken[0]).toMatchObject({ pushed: 1, priority: 'refused' });
    const reports = reportTexts();
    expect(reports.at(-1)).toContain('изменился из-за критической задачи');
    expect(reports.at(-1)).toContain('• Корзина — Павел Гурьянов');
    expect(reports.filter((text) => text.includes('Сайт не открывается'))).toEqual([]);
  });

  it('takes the priority field for a wish, and takes an intake back within the hour, to the second', async () => {
    await at('2026-03-04T10:00:00+03:00');
    add('Скидки', { responsible: 'Павел', hours: 1 });
    await settle();
    expect((await intakes()).proposed).toEqual([]);
    world.portal.control.updateTask({ id: id('Скидки'), priority: 2 });
    await settle();
    world.portal.control.updateTask({ id: id('Скидки'), tags: ['срочно'] });
    await settle();
    expect((await intakes()).proposed).toMatchObject([{ title: 'Скидки', source: 'priority' }]);
    const before = (await sprint()).parts;
    expect((await accept('Скидки', { kind: 'urgent' })).status).toBe(200);
    await settle();
    const [taken] = (await intakes()).taken;
    expect(taken).toMatchObject({ title: 'Скидки', state: 'accepted', priority: 'none', mayDecide: true });
    expect((await accept('Скидки', { kind: 'urgent' })).status).toBe(409);
    await at('2026-03-04T10:40:00+03:00');
    expect((await undo(taken?.intakeId)).status).toBe(200);
    await settle();
    expect((await sprint()).parts).toEqual(before);
    expect(comments('Скидки')).toEqual([
      'Задача принята как срочная: Елена Ручьёва, с 4 марта (ср) по 5 марта (чт).',
      'Срочность снята, в плане на эту неделю задачи больше нет. Когда назначим срок, напишем здесь.',
    ]);
    expect((await undo(taken?.intakeId)).status).toBe(409);
    expect((await intakes()).proposed).toEqual([]);
    expect((await accept('Скидки', { kind: 'urgent' })).status).toBe(200);
    await at('2026-03-04T12:30:00+03:00');
    const again = (await intakes()).taken.find(({ state }) => state === 'accepted');
    const late = await undo(again?.intakeId);
    expect([late.status, (late.body as { code: string }).code]).toEqual([409, 'INTAKE_UNDO_OVER']);
    expect(again?.undoUntil).toBeNull();
  });

  it('takes a critical one back: everybody who gave way hears that all is as before', async () => {
    await at('2026-03-04T13:00:00+03:00');
    add('Не грузятся картинки', { responsible: 'Павел', hours: 4 });
    await settle();
    const before = (await sprint()).parts;
    const wish = { kind: 'critical', userId: people['Павел'] };
    const { pushed, candidates } = await preview('Не грузятся картинки', wish);
    expect([pushed.length, candidates.find(({ userId }) => userId === wish.userId)?.pushes]).toEqual([1, 1]);
    const gaveWay = pushed[0]?.title ?? '';
    expect((await accept('Не грузятся картинки', wish)).status).toBe(200);
    await settle();
    const [taken] = (await intakes()).taken;
    expect((await undo(taken?.intakeId)).status).toBe(200);
    await settle();
    expect(inOrder((await sprint()).parts)).toEqual(inOrder(before));
    expect(comments(gaveWay).at(-1)).toMatch(/^Перенос отменён, всё как было: Павел Гурьянов, /);
    expect(reportTexts().at(-1)).toContain('Перенос отменён: план работ на неделю 2–8 марта прежний');
    expect(comments('Не грузятся картинки')).toHaveLength(2);
    world.portal.control.updateTask({ id: id('Не грузятся картинки'), status: 5 });
  });

  it('posts plan against fact to the manager when the week is over', async () => {
    const { control } = world.portal;
    const work: [string, string, number, string][] = [
      ['Корзина', 'Павел', 12, '2026-03-03T10:00:00+03:00'],
      ['Сайт не открывается', 'Павел', 5, '2026-03-03T16:00:00+03:00'],
      ['Оплата', 'Елена', 2, '2026-03-02T15:00:00+03:00'],
      ['Скидки', 'Елена', 1, '2026-03-04T15:00:00+03:00'],
      ['Баннер', 'Елена', 20, '2026-03-05T15:00:00+03:00'],
    ];
    for (const [title, who, hours, workedAt] of work) {
      const entry = { taskId: id(title), userId: people[who] ?? 0, seconds: hours * HOUR, workedAt };
      control.addEntry({ ...entry, comment: 'Сделано' });
      if (title !== 'Баннер') control.updateTask({ id: id(title), status: 5 });
    }
    await at('2026-03-06T19:30:00+03:00');
    await world.app.work();
    await settle();
    const told = notices('Мария').filter((text) => text.includes('Итоги недели'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('Готово задач: 4 из 7.');
  });
});
