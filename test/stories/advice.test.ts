import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ActionPage,
  ClientPromises,
  EstimateList,
  Intakes,
  Performers,
  SkillsView,
  SprintView,
  TaskPromise,
} from '../../server/api/index.js';
import { startAdviceWorld } from '../given/advice-world.js';
import { type Api, type GivenWorld, openSession } from '../given/start-world.js';

const HOUR = 3_600;
/** A Monday. */
const WEEK = '2026-03-02';

describe('advice for planning', () => {
  let world: GivenWorld;
  let manager: Api;
  let performer: Api;
  let contact: Api;
  let clientId: number;
  let people: Record<string, number>;
  let tasks: Record<string, number>;

  beforeAll(async () => {
    ({ world, manager, performer, contact, clientId, people, tasks } = await startAdviceWorld());
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

  describe('robots of the portal’s automation', () => {
    const turn = async (who: Api, enabled: boolean) =>
      who.send('PUT', '/robots', { requestId: randomUUID(), enabled });
    const run = async (
      code: string,
      of: { taskId?: number | undefined; properties?: Record<string, string> },
    ) => {
      const { control } = world.portal;
      const taskId = of.taskId ?? 0;
      const { token } = control.runRobot({ code, taskId, properties: of.properties ?? {} });
      await control.flushEvents();
      await world.app.settle();
      return control.robotRuns().find((one) => one.token === token);
    };

    it('are refused without the scope; an administrator turns them on and off, and nobody else', async () => {
      const refused = await turn(manager, true);
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'ROBOTS_REFUSED']);
      expect((await manager.get('/robots')).body).toMatchObject({ enabled: false });
      const { scopes } = world.portal.control.app().registration;
      world.portal.control.registerApp({ scopes: [...scopes, 'bizproc'] });
      expect((await turn(performer, true)).status).toBe(403);
      for (const enabled of [true, false, true, true]) {
        expect((await turn(manager, enabled)).body).toMatchObject({ enabled });
        expect(world.portal.control.robots()).toHaveLength(enabled ? 3 : 0);
      }
    });

    it('come back with a repair where the portal lost them; what is off stays off', async () => {
      world.portal.control.loseRobot('support_hours_urgent');
      const repaired = await manager.send('POST', '/portal/repair', {});
      expect(repaired.body).toMatchObject({ boundRobots: ['urgent'] });
      expect(world.portal.control.robots()).toHaveLength(3);
      expect((await manager.send('POST', '/portal/repair', {})).body).toMatchObject({ boundRobots: [] });
      await turn(manager, false);
      expect((await manager.send('POST', '/portal/repair', {})).body).toMatchObject({ boundRobots: [] });
      expect(world.portal.control.robots()).toHaveLength(0);
      await turn(manager, true);
    });

    it('tell a process how many hours the client of the task has left', async () => {
      const found = await run('support_hours_balance', {
        taskId: tasks['Корзина'],
        properties: { hours: '50' },
      });
      expect(found).toMatchObject({
        state: 'answered',
        values: { client: 'Магазин', hours_left: 42, is_enough: 'N', is_over: 'N' },
        log: 'Магазин: осталось 42:00.',
      });
      const unknown = await run('support_hours_balance', { taskId: 999_999 });
      expect(unknown).toMatchObject({ state: 'answered', values: { client: '', is_enough: 'N' } });
    });

    it('ask for an estimate once, however often the portal calls', async () => {
      const taskId = tasks['Корзина'];
      const found = await run('support_hours_estimate', { taskId, properties: { note: 'перед продажей' } });
      expect(found).toMatchObject({ state: 'answered', values: { is_asked: 'Y' } });
      const form = {
        ...{ code: 'support_hours_estimate', event_token: found?.token ?? '' },
        ...{ 'document_id[0]': 'tasks', 'document_id[1]': 'Task', 'document_id[2]': String(taskId) },
        'auth[member_id]': world.portal.memberId,
      };
      const post = async (token: string) =>
        (
          await fetch(`${world.appUrl}/events`, {
            method: 'POST',
            body: new URLSearchParams({ ...form, 'auth[application_token]': token }),
          })
        ).status;
      expect(await post('forged')).toBe(403);
      expect(await post(world.portal.control.app().applicationToken)).toBe(200);
      await world.app.settle();
      const { estimates } = (await manager.get('/estimates')).body as EstimateList;
      const own = estimates.filter((one) => one.taskId === taskId);
      expect(
        own.map(({ source, requests, note, requestedBy }) => [source, requests, note, requestedBy]),
      ).toEqual([['robot', 1, 'перед продажей', null]]);
    });

    it('propose to take a task in as urgent; the plan waits for a manager', async () => {
      const { revision } = (await manager.get(`/planning/sprints/${WEEK}`)).body as SprintView;
      const found = await run('support_hours_urgent', {
        ...{ taskId: tasks['Доставка'], properties: { kind: 'critical', note: 'сайт лежит' } },
      });
      expect(found).toMatchObject({ state: 'answered', values: { is_asked: 'Y' } });
      const { proposed } = (await manager.get('/planning/intakes')).body as Intakes;
      expect(proposed).toEqual([
        expect.objectContaining({ taskId: tasks['Доставка'], kind: 'critical', note: 'сайт лежит' }),
      ]);
      expect(((await manager.get(`/planning/sprints/${WEEK}`)).body as SprintView).revision).toBe(revision);
      await turn(manager, false);
    });
  });
});
