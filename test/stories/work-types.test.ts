import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LedgerPage, TaskHours, WhyLine, WorkRulesView } from '../../server/api/index.js';
import { type Api, type GivenWorld, openSession, startWorld } from '../given/start-world.js';

let world: GivenWorld;
let admin: Api;
let clientId: number;
let taskId: number;

beforeAll(async () => {
  world = await startWorld({ portal: { seed: 'work-types', empty: true } });
  await world.install();
  const { control } = world.portal;
  const group = control.createGroup({ name: 'Магазин' });
  taskId = control.createTask({ title: 'Выгрузка цен', groupId: group.id, responsibleId: 1 }).id;
  control.addEntry({ taskId, userId: 1, seconds: 3600, comment: 'выгрузил' });
  admin = await openSession(world.portal, world.appUrl, 1);
  const made = await admin.send('POST', '/clients', {
    ...{ requestId: randomUUID(), name: 'Магазин', groupIds: [group.id], timeZone: 'Europe/Moscow' },
    accountingStartsOn: '2026-01-01',
  });
  ({ clientId } = made.body as { clientId: number });
  await seen();
});
afterAll(() => world.stop());

async function seen(): Promise<void> {
  await world.portal.control.flushEvents();
  await world.app.settle({ sweep: true });
}

async function lines(): Promise<LedgerPage['lines']> {
  return ((await admin.get(`/clients/${clientId}/ledger?standing=true`)).body as LedgerPage).lines;
}

async function why(): Promise<WhyLine> {
  const [line] = await lines();
  const path = `/clients/${clientId}/ledger/${line?.posting}/${line?.line}/why?language=en`;
  return (await admin.get(path)).body as WhyLine;
}

describe('the work type of an hour', () => {
  it('is the usual one until something says otherwise', async () => {
    expect((await lines()).map((line) => [line.workType, line.kind])).toEqual([['other', 'overage']]);
  });

  it('follows a rule that an administrator adds, through a fact of the client', async () => {
    const rule = { ruleId: null, clientId: null, field: 'title', word: 'выгруз', workType: '1c-integration' };
    const saved = await admin.send('PUT', '/work-rules', {
      requestId: randomUUID(),
      seen: [],
      rules: [rule],
    });
    expect((saved.body as WorkRulesView).rules).toEqual([{ ...rule, ruleId: 1 }]);
    expect((await lines())[0]?.workType).toBe('other');
    await world.app.settle();
    expect((await lines())[0]?.workType).toBe('1c-integration');
  });

  it('follows the tag that somebody puts on the task in the portal', async () => {
    world.portal.control.updateTask({ id: taskId, tags: ['Ошибка нашего модуля', 'срочно'] });
    await seen();
    expect((await lines()).map((line) => [line.workType, line.kind, line.reason])).toEqual([
      ['own-bug', 'courtesy', 'own-bug'],
    ]);
    const { steps, history } = await why();
    expect(steps.map((step) => step.text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Work type “.+”: by the task’s tag “Ошибка нашего модуля”\.$/),
        'Urgency “urgent”: by the task’s tag “срочно”.',
      ]),
    );
    expect(history.flatMap((line) => line.text ?? [])).toEqual([
      expect.stringMatching(/the work type changed from “1C.+” to “.+” — by the task’s tag/),
      expect.stringMatching(/to “1C.+” — by rule No\. 1: the task’s title has «выгруз»/),
    ]);
  });

  it('is taken from the mark before all else, and given back to the tags', async () => {
    const mark = (workType: string | null) =>
      admin.send('POST', `/tasks/${taskId}/mark`, { requestId: randomUUID(), workType, reason: 'уточнили' });
    await mark('consulting');
    expect((await lines())[0]?.workType).toBe('consulting');
    const task = (await admin.get(`/tasks/${taskId}?language=ru`)).body as TaskHours;
    expect(task).toMatchObject({
      billedSeconds: 3600,
      recordedSeconds: 3600,
      mark: { workType: 'consulting' },
    });
    expect(task.work?.workType.from.text).toMatch(/^отметка у задачи \(.+\); причина — уточнили$/);
    await mark(null);
    expect((await lines())[0]?.workType).toBe('own-bug');
  });
});
