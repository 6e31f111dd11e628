import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ActionPage,
  ClientPromises,
  EstimateList,
  Performers,
  SkillsView,
  SprintView,
  TaskPromise,
} from '../../server/api/index.js';
import { type Api, type GivenWorld, openSession, startWorld } from '../given/start-world.js';

const HOUR = 3_600;
/** A Monday. */
const WEEK = '2026-03-02';

describe('advice for planning', () => {
  let world: GivenWorld;
  let manager: Api;
  let performer: Api;
  let contact: Api;
  let clientId: number;
  const people: Record<string, number> = {};
  const tasks: Record<string, number> = {};

  beforeAll(async () => {
    world = await startWorld({
      portal: { empty: true, card: 'new', clockMode: 'manual', now: '2026-03-02T08:30:00+03:00' },
    });
    const { control } = world.portal;
    const add = (name: string, lastName: string, type?: 'extranet') => {
      people[name] = control.createUser({ name, lastName, ...(type && { type }) }).id;
    };
    add('Павел', 'Гурьянов');
    add('Елена', 'Ручьёва');
    add('Анна', 'Заказчикова', 'extranet');
    add('Чужой', 'Клиентов', 'extranet');
    control.registerApp({ access: 'everyone' });
    const members = [1, ...Object.values(people).slice(0, 3)].map((userId) => ({ userId }));
    const group = control.createGroup({ name: 'Магазин', extranet: true, members });
    const other = control.createGroup({
      ...{ name: 'Склад', extranet: true },
      members: [1, people['Чужой'] ?? 0].map((userId) => ({ userId })),
    });
    const put = (title: string, responsible: string, hours: number, more: object = {}): void => {
      tasks[title] = control.createTask({
        ...{ title, groupId: group.id, responsibleId: people[responsible] ?? 1, createdBy: 1 },
        ...{ estimateSeconds: hours * HOUR, ...more },
      }).id;
    };
    put('Корзина', 'Павел', 10);
    put('Доставка', 'Павел', 6, { deadline: '2026-03-04T18:00:00+03:00' });
    put('Без оценки', 'Елена', 0);
    put('Ждёт клиента', 'Елена', 5, { status: 6 });
    put('Готово', 'Елена', 1, { status: 5 });
    put('Выгрузка прайса', 'Павел', 4, { tags: ['парсинг'] });
    put('Старая выгрузка', 'Елена', 30, { tags: ['парсинг'], status: 5 });
    put('Чужая', 'Павел', 2, { groupId: other.id });
    await world.install();
    manager = await openSession(world.portal, world.appUrl, 1);
    const ids: number[] = [];
    for (const { name, id } of [
      { name: 'Магазин', id: group.id },
      { name: 'Склад', id: other.id },
    ]) {
      const made = await manager.send('POST', '/clients', {
        ...{ requestId: randomUUID(), name, groupIds: [id], timeZone: 'Europe/Moscow' },
        accountingStartsOn: '2026-01-01',
      });
      ids.push((made.body as { clientId: number }).clientId);
    }
    clientId = ids[0] ?? 0;
    await manager.send('POST', `/clients/${clientId}/packages`, {
      ...{ requestId: randomUUID(), title: 'Пакет', sizeSeconds: 60 * HOUR },
      ...{ boughtOn: '2026-01-01', validFrom: '2026-01-01' },
    });
    await world.app.settle({ sweep: true });
    contact = await openSession(world.portal, world.appUrl, people['Анна'] ?? 0);
    performer = await openSession(world.portal, world.appUrl, people['Павел'] ?? 0);
  }, 60_000);
  afterAll(() => world.stop());

  const promise = async (who: Api, title: string): Promise<TaskPromise> =>
    (await who.get(`/tasks/${tasks[title]}/promise`)).body as TaskPromise;
  const ofClient = async () => {
    const { tasks: told, until } = (await contact.get(`/clients/${clientId}/promises`))
      .body as ClientPromises;
    return { until, byTitle: Object.fromEntries(told.map((one) => [one.title, one.promise])) };
  };

  describe('promised dates', () => {
    it('are no promise to a client before a week was accepted; the staff sees what is reckoned', async () => {
      const { byTitle } = await ofClient();
      expect(byTitle['Корзина']).toEqual({ kind: 'unknown', reason: 'no-plan' });
      expect(byTitle['Чужая']).toBeUndefined();
      expect((await promise(contact, 'Доставка')).promise).toEqual({ kind: 'unknown', reason: 'no-plan' });
      const { promise: reckoned, basis } = await promise(performer, 'Доставка');
      expect(reckoned).toMatchObject({ kind: 'promised', isPublished: false, deadline: '2026-03-04' });
      expect(basis).toMatchObject({ leftSeconds: 6 * HOUR, isThreePoints: false, urgentWeeks: 0 });
    });

    it('say why nothing can be said', async () => {
      const why = async (title: string) => (await promise(manager, title)).promise;
      expect(await why('Без оценки')).toEqual({ kind: 'unknown', reason: 'needs-estimate' });
      expect(await why('Ждёт клиента')).toEqual({ kind: 'unknown', reason: 'waits-for-answer' });
      expect(await why('Готово')).toEqual({ kind: 'unknown', reason: 'closed' });
    });

    it('are two days for each task of the accepted plan, without hours and without others’ tasks for a client', async () => {
      const { version } = (await manager.get(`/planning/sprints/${WEEK}`)).body as SprintView;
      const published = await manager.send('POST', `/planning/sprints/${WEEK}/publish`, {
        ...{ requestId: randomUUID(), version },
      });
      expect(published.status).toBe(200);
      const { until, byTitle } = await ofClient();
      expect(until).toBe('2026-03-29');
      const told = byTitle['Доставка'];
      expect(told).toMatchObject({ kind: 'promised', isPublished: true });
      if (told?.kind !== 'promised') return;
      expect([told.on50, told.on90]).not.toContain(null);
      expect((told.on50 ?? '') >= told.finishDay && (told.on90 ?? '') >= (told.on50 ?? '')).toBe(true);
      expect(await ofClient()).toEqual({ until, byTitle });
      const { promise: own, basis } = await promise(contact, 'Доставка');
      expect(own).toEqual(told);
      expect(basis).toMatchObject({ leftSeconds: null, lowSeconds: null, highSeconds: null });
      expect((await contact.get(`/tasks/${tasks['Чужая']}/promise`)).status).toBe(404);
      expect((await contact.get(`/clients/${clientId + 1}/promises`)).status).toBe(404);
    });

    it('follow the three points of an approved estimate at once', async () => {
      const taskId = tasks['Без оценки'];
      await manager.send('POST', `/tasks/${taskId}/estimates`, { requestId: randomUUID() });
      const estimate = async () =>
        ((await manager.get('/estimates')).body as EstimateList).estimates.find(
          (one) => one.taskId === taskId,
        );
      const step = async (who: Api, what: object) => {
        const { estimateId, revision } = (await estimate()) ?? { estimateId: 0, revision: 0 };
        const done = await who.send('POST', `/estimates/${estimateId}/steps`, {
          ...{ requestId: randomUUID(), revision, step: what },
        });
        expect(done.status).toBe(200);
      };
      const points = { optimisticSeconds: 2 * HOUR, likelySeconds: 4 * HOUR, pessimisticSeconds: 12 * HOUR };
      const elena = await openSession(world.portal, world.appUrl, people['Елена'] ?? 0);
      await step(elena, { do: 'give', points });
      await step(manager, { do: 'approve', seconds: 5 * HOUR, toClient: false });
      await world.app.settle({ sweep: true });
      await world.portal.control.flushEvents();
      await world.app.settle({ sweep: true });
      const { promise: told, basis } = await promise(manager, 'Без оценки');
      expect(told).toMatchObject({ kind: 'promised', isPublished: false });
      expect(basis).toMatchObject({
        ...{ leftSeconds: 5 * HOUR, lowSeconds: 2 * HOUR, highSeconds: 12 * HOUR, isThreePoints: true },
      });
    });
  });

  describe('skills and a suggested performer', () => {
    const performers = async (who: Api, title: string) => who.get(`/tasks/${tasks[title]}/performers`);
    const advice = async (title: string) => (await performers(manager, title)).body as Performers;

    it('are learned from recorded time, by work type and client', async () => {
      const { control } = world.portal;
      const taskId = tasks['Старая выгрузка'] ?? 0;
      for (const day of ['2026-02-24', '2026-02-25', '2026-02-26']) {
        control.addEntry({
          taskId,
          userId: people['Елена'] ?? 0,
          seconds: 6 * HOUR,
          workedAt: `${day}T12:00:00+03:00`,
        });
      }
      control.setClock({ advanceMs: 120_000 });
      await control.flushEvents();
      await world.app.settle({ sweep: true });
      const { workTypes, people: rows, mayEdit } = (await manager.get('/planning/skills')).body as SkillsView;
      expect([mayEdit, workTypes.includes('parsing')]).toEqual([true, true]);
      const skill = (name: string) =>
        rows
          .find(({ userId }) => userId === people[name])
          ?.skills.find(({ workType }) => workType === 'parsing');
      // 18 hours, half-way is 10: 500 + 500 × 18 ÷ 28.
      expect(skill('Елена')).toMatchObject({ learnedPermille: 821, setPermille: null });
      expect(skill('Павел')).toMatchObject({ learnedPermille: null, setPermille: null });
      const own = (await performer.get('/planning/skills')).body as SkillsView;
      expect([own.mayEdit, own.people.map(({ userId }) => userId)]).toEqual([false, [people['Павел']]]);
      expect((await contact.get('/planning/skills')).status).toBe(403);
    });

    it('put whoever has done such work first, with the reasons, and only before managers', async () => {
      const { people: found, place, isEstimated } = await advice('Выгрузка прайса');
      expect([place, isEstimated]).toEqual([{ column: 'todo', userId: people['Павел'] }, true]);
      const [first, second] = found;
      expect([first?.name, second?.name, second?.isResponsible]).toEqual([
        ...['Елена Ручьёва', 'Павел Гурьянов'],
        true,
      ]);
      expect(first?.inTime).toBe(true);
      expect(first?.reasons).toContainEqual({
        ...{ reason: 'skill', permille: 821, workType: 'parsing', isSet: false },
      });
      expect(first?.reasons).toContainEqual({ reason: 'knows-client', permille: 643 });
      expect((await performers(performer, 'Выгрузка прайса')).status).toBe(403);
      expect((await performers(contact, 'Выгрузка прайса')).status).toBe(404);
    });

    it('follow what a manager says of somebody, and the log tells it', async () => {
      const say = async (who: Api, permille: number | null) => {
        const body = { requestId: randomUUID(), workType: 'parsing', permille };
        return (await who.send('PUT', `/planning/people/${people['Елена']}/skills`, body)).status;
      };
      expect(await say(performer, 1000)).toBe(403);
      expect(await say(manager, 0)).toBe(200);
      expect((await advice('Выгрузка прайса')).people.map(({ name }) => name)).toEqual(['Павел Гурьянов']);
      expect(await say(manager, null)).toBe(200);
      expect((await advice('Выгрузка прайса')).people).toHaveLength(2);
      const log = (await manager.get('/actions?language=ru&kind=set-skill')).body as ActionPage;
      expect(log.actions.map(({ about, changes }) => [about, changes])).toEqual([
        [['Елена Ручьёва'], [{ label: 'Парсинг: Навык', was: '0 %', now: null }]],
        [['Елена Ручьёва'], [{ label: 'Парсинг: Навык', was: null, now: '0 %' }]],
      ]);
    });

    it('are applied in Bitrix24 in the manager’s own name', async () => {
      const taskId = tasks['Выгрузка прайса'] ?? 0;
      const { place } = await advice('Выгрузка прайса');
      const accessToken = world.portal.control.openApp({ userId: 1 }).fields['AUTH_ID'] ?? '';
      const moved = await manager.send('POST', '/board/move', {
        ...{ requestId: randomUUID(), accessToken, taskId, from: place },
        to: { column: 'todo', userId: people['Елена'] },
      });
      expect(moved.body).toMatchObject({ outcome: 'moved' });
      expect((await advice('Выгрузка прайса')).people.find((one) => one.isResponsible)?.name).toBe(
        'Елена Ручьёва',
      );
    });
  });
});
