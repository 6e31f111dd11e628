import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { smallDepartment, TODAY, type SmallDepartment } from '../given/review-client.js';
import { openSession } from '../given/start-world.js';
import { checkReports, fireDueReports } from '../../server/reports/index.js';
import { readClient } from '../../server/clients/index.js';

const HOUR = 3_600_000;

let department: SmallDepartment | null = null;
afterEach(async () => {
  await department?.world.stop();
  department = null;
});

async function given(): Promise<SmallDepartment> {
  return (department = await smallDepartment());
}

/** What the portal's terms say of reports from today on. */
async function sayOfReports({ world }: SmallDepartment, report: Record<string, unknown>): Promise<void> {
  await world.app.ground.db
    .insertInto('terms')
    .values({
      ...{ portal_id: world.portal.memberId, client_id: 0, version: 1, effective_from: '2026-01-01' },
      ...{ body: JSON.stringify({ report }), action_id: null, created_at: 1 },
    })
    .execute();
}

/** Lets time pass, then fires and posts what is due. */
async function pass({ world }: SmallDepartment, hours: number): Promise<void> {
  world.portal.control.setClock({ advanceMs: hours * HOUR });
  await world.app.settle();
  await fireDueReports(world.app.ground, world.portal.memberId);
  await world.app.settle();
}

const stateOf = ({ world }: SmallDepartment) =>
  world.app.ground.db.selectFrom('reports').select(['cause', 'state']).orderBy('created_at').execute();

const postsOf = ({ world }: SmallDepartment) => world.portal.control.posts();

async function faultsOf({ world, clientId }: SmallDepartment): Promise<string[]> {
  const { db } = world.app.ground;
  const client = await readClient(db, world.portal.memberId, clientId);
  if (!client) throw new Error('The client is gone');
  return checkReports(db, client);
}

describe('a package that is used up', () => {
  it('makes and posts its report with both files by itself where the terms say so, and in the feed', async () => {
    const all = await given();
    await sayOfReports(all, { automaticWhenUsedUp: true, toFeed: true });
    await all.sell(2);
    await all.work(3);
    expect(await stateOf(all)).toEqual([{ cause: 'exhausted:1', state: 'planned' }]);
    await pass(all, 26);
    expect(await stateOf(all)).toEqual([{ cause: 'exhausted:1', state: 'posted' }]);
    const names = postsOf(all).flatMap(({ files }) => files.map(({ name }) => name.split('.').at(-1)));
    expect(names.sort()).toEqual(['pdf', 'xlsx']);
    const texts = postsOf(all).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('Отчёт по пакету «2 часов»'))).toHaveLength(1);
    expect(
      all.world.portal.world.data.posts.filter(({ text }) => text.includes('Остаток на конец')),
    ).toHaveLength(1);
    const admin = await openSession(all.world.portal, all.world.appUrl, 1);
    const { reports } = (await admin.get(`/clients/${all.clientId}/reports`)).body as {
      reports: { reportId: string; kind: string }[];
    };
    expect(reports.map(({ kind }) => kind)).toEqual(['package']);
    const shown = await admin.get(`/clients/${all.clientId}/reports/${reports[0]?.reportId ?? ''}`);
    expect(shown.body).toMatchObject({
      attachments: [
        { format: 'pdf', state: 'sent' },
        { format: 'xlsx', state: 'sent' },
      ],
      toFeed: true,
    });
    expect(await faultsOf(all)).toEqual([]);
  });

  it('makes nothing for a client who wants nothing', async () => {
    const all = await given();
    const off = { requestId: randomUUID(), mode: 'off' };
    expect((await all.admin.send('PUT', `/clients/${all.clientId}/schedules/used-up`, off)).status).toBe(200);
    await all.sell(2);
    await all.work(3);
    await pass(all, 26);
    expect(await stateOf(all)).toEqual([]);
  });
});

describe('several schedules', () => {
  it('that fall on one day make one report; an automatic one posts it; nothing new makes none', async () => {
    const all = await given();
    const add = (rule: unknown, automatic: boolean) =>
      all.admin.send('POST', `/clients/${all.clientId}/schedules`, {
        requestId: randomUUID(),
        rule,
        automatic,
      });
    await add({ every: 'week', weekday: 2, time: '10:00' }, false);
    await add({ every: 'cron', expression: '30 10 3 * *' }, true);
    await all.work(2);
    await pass(all, 25.25);
    expect(await stateOf(all)).toEqual([{ cause: 'schedule:2026-03-03', state: 'draft' }]);
    await pass(all, 1);
    expect(await stateOf(all)).toEqual([{ cause: 'schedule:2026-03-03', state: 'posted' }]);
    await pass(all, 7 * 24);
    expect(await stateOf(all)).toHaveLength(1);
  });

  it('move off the holidays that administrators keep or take over from the portal', async () => {
    const all = await given();
    const { world, admin, clientId } = all;
    const manager = await openSession(world.portal, world.appUrl, all.userId);
    const calendar = {
      requestId: randomUUID(),
      weekdays: [1, 2, 3, 4, 5],
      days: [{ day: '2026-03-03', works: false }],
    };
    expect((await manager.send('PUT', '/portal/calendar', calendar)).status).toBe(403);
    expect((await admin.send('PUT', '/portal/calendar', calendar)).status).toBe(200);
    const imported = await admin.send('POST', '/portal/calendar/import', { requestId: randomUUID() });
    const { days } = imported.body as { days: { day: string; source: string }[] };
    expect(days).toContainEqual({ day: '03-08', works: false, note: null, source: 'portal' });
    expect(days).toContainEqual({ day: '2026-03-03', works: false, note: null, source: 'hand' });
    const rule = { every: 'week', weekday: 2, time: '10:00' };
    const preview = await admin.send('POST', `/clients/${clientId}/schedules/preview`, { rule });
    const { nextThree } = preview.body as { nextThree: number[] };
    expect(nextThree.map((at) => new Date(at).toISOString())).toEqual([
      '2026-03-04T07:00:00.000Z',
      '2026-03-10T07:00:00.000Z',
      '2026-03-17T07:00:00.000Z',
    ]);
    const bad = { rule: { every: 'cron', expression: '99 10 * * *' } };
    expect((await admin.send('POST', `/clients/${clientId}/schedules/preview`, bad)).body).toMatchObject({
      code: 'BAD_CRON',
    });
  });
});

it('a report of a period goes out in the layout and language of the terms, and its files can be saved', async () => {
  const all = await given();
  await sayOfReports(all, { layout: 'brief', language: 'en', attachments: ['xlsx'] });
  await all.work(1);
  const { admin, clientId } = all;
  const asked = { cut: { at: 'day', day: TODAY }, kind: 'period' };
  const seen = await admin.send('POST', `/clients/${clientId}/reports/preview`, asked);
  const { model } = seen.body as { model: { position: number } };
  expect(model).toMatchObject({ layout: 'brief', language: 'en', kind: 'period' });
  const body = { ...asked, requestId: randomUUID(), position: model.position };
  expect((await admin.send('POST', `/clients/${clientId}/reports`, body)).status).toBe(201);
  // The same request again does nothing twice.
  expect((await admin.send('POST', `/clients/${clientId}/reports`, body)).status).toBe(201);
  await all.world.app.settle();
  expect(postsOf(all).filter(({ text }) => text.includes('Work done'))).toHaveLength(1);
  expect(postsOf(all).flatMap(({ files }) => files)).toHaveLength(1);
  expect(await faultsOf(all)).toEqual([]);
});
