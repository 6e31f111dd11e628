import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import type { LongWorkList } from '../../server/api/index.js';
import { askWork, runWork } from '../../server/base/jobs/index.js';
import { readClient } from '../../server/clients/index.js';
import { verifyLedger } from '../../server/ledger/index.js';
import { checkReports } from '../../server/reports/index.js';
import { type SmallDepartment, TODAY, smallDepartment } from '../given/review-client.js';
import { openSession } from '../given/start-world.js';

let here: SmallDepartment;
beforeAll(async () => {
  here = await smallDepartment();
  await here.sell(10);
  const { control } = here.world.portal;
  const entry = { taskId: here.taskId, userId: here.userId, seconds: 5_400 };
  control.addEntry({ ...entry, workedAt: `${TODAY}T08:00:00+03:00`, comment: '=HYPERLINK("http://зло")' });
  await here.world.app.settle({ sweep: true });
}, 60_000);
afterAll(() => here.world.stop());

async function resyncNow(): Promise<LongWorkList['works'][number] | undefined> {
  return (await worksNow()).find(({ work }) => work === 'resync');
}

const again = () => openSession(here.world.portal, here.world.appUrl, 1);

async function worksNow(): Promise<LongWorkList['works']> {
  const { body } = await (await again()).get('/long-work');
  return (body as LongWorkList).works;
}

async function download(): Promise<{ status: number; zip: JSZip | null }> {
  const { token } = await again();
  const answer = await fetch(`${here.world.appUrl}/api/v1/data/export/file`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const zip = answer.ok ? await JSZip.loadAsync(await answer.arrayBuffer()) : null;
  return { status: answer.status, zip };
}

it('everything of a portal goes into one archive, without keys, safe for spreadsheets', async () => {
  const { admin, world } = here;
  expect((await admin.send('POST', '/data/export', { requestId: randomUUID() })).status).toBe(202);
  await world.app.settle();
  const made = (await worksNow()).find(({ work }) => work === 'export');
  expect(made).toMatchObject({ state: 'done', result: { files: expect.any(Number) } });
  const { zip } = await download();
  const file = async (name: string): Promise<string> => (await zip?.file(name)?.async('string')) ?? '';
  const ledger = await file('csv/ledger.csv');
  expect(ledger.startsWith('\uFEFFclient_id,client,posting,line,kind,')).toBe(true);
  expect(ledger).toContain(`"'=HYPERLINK(""http://зло"")"`);
  expect(ledger.split('\r\n').length).toBeGreaterThan(2);
  expect(await file('csv/clients.csv')).toContain('Магазин');
  expect(JSON.parse((await file('data/clients.ndjson')).trim())).toMatchObject({ name: 'Магазин' });
  expect(await file('README.ru.md')).toContain('csv/ledger.csv');
  expect(await file('README.en.md')).toContain('`recorded_seconds`');

  const rows = await world.app.ground.db.selectFrom('portal_tokens').selectAll().execute();
  const portal = await world.app.ground.db.selectFrom('portals').selectAll().executeTakeFirstOrThrow();
  const keys = rows.flatMap((row) => [row.access_sealed, row.refresh_sealed]);
  const open = world.portal.control.openApp({ userId: 1 }).fields;
  const secrets = [...keys, portal.application_token_sealed, open['AUTH_ID'], open['REFRESH_ID']];
  const texts = await Promise.all(Object.values(zip?.files ?? {}).map((each) => each.async('string')));
  for (const secret of secrets.filter((each) => each !== null && each !== undefined)) {
    expect(texts.filter((each) => each.includes(secret))).toEqual([]);
  }
  expect(zip?.file('data/portal_tokens.ndjson')).toBeNull();
}, 60_000);

it('long work that is cancelled stops, that died is shown as interrupted and starts again', async () => {
  const { world } = here;
  const { db, clock } = world.app.ground;
  const work = { portalId: world.portal.memberId, work: 'resync' };
  const asked = { stage: 'waiting', askedBy: 1, wanted: { clientId: here.clientId } };
  await db.transaction().execute((tx) => askWork(tx, clock, work, { asked, machineNow: Date.now() }));
  await runWork(
    world.app.ground,
    work,
    ({ step }) => step({ done: 1 }),
    () => false,
  );
  expect(await resyncNow()).toMatchObject({ state: 'interrupted' });
  await (await again()).send('POST', '/long-work/resync/again', {});
  expect(await resyncNow()).toMatchObject({ state: 'asked' });
  await (await again()).send('POST', '/long-work/resync/cancel', {});
  expect(await resyncNow()).toMatchObject({ state: 'cancelled' });
  await world.app.settle();
  expect(await resyncNow()).toMatchObject({ state: 'cancelled' });
});

it('“compare everything now” finds what changed without a word, and says how much', async () => {
  const { world, clientId } = here;
  const { control } = world.portal;
  const entry = control.truth().entries.at(-1);
  control.editEntry({ id: entry?.id ?? 0, comment: 'Исправили оплату' });
  const admin = await again();
  const body = { requestId: randomUUID(), clientId };
  expect((await admin.send('POST', '/portal/resync', body)).status).toBe(200);
  await world.app.settle();
  expect(await resyncNow()).toMatchObject({
    state: 'done',
    result: { clients: 1, tasks: 1, entries: 1 },
  });
}, 60_000);

it('a client’s names and comments go, its sums, numbers and seals stay and hold', async () => {
  const { world, clientId } = here;
  const { db } = world.app.ground;
  const portalId = world.portal.memberId;
  let admin = await again();
  const shown = await admin.send('POST', `/clients/${clientId}/reports/preview`, {
    ...{ cut: { at: 'day', day: TODAY }, kind: 'period' },
  });
  const { position } = (shown.body as { model: { position: number } }).model;
  await admin.send('POST', `/clients/${clientId}/reports`, {
    ...{ requestId: randomUUID(), cut: { at: 'day', day: TODAY }, kind: 'period', position },
  });
  await world.app.settle();
  const before = await db.selectFrom('issues').selectAll().executeTakeFirstOrThrow();
  expect(before.model).toContain('Исправили оплату');
  const balance = async () =>
    ((await (await again()).get(`/clients/${clientId}`)).body as { balance: unknown }).balance;
  const was = await balance();

  const wanted = { requestId: randomUUID(), name: 'Магазин', reason: 'Просьба клиента' };
  const path = `/clients/${clientId}/texts/erase`;
  expect((await admin.send('POST', path, { ...wanted, name: 'Другой' })).status).toBe(409);
  const erased = await admin.send('POST', path, wanted);
  expect(erased).toMatchObject({ status: 200, body: { lines: 0, comments: 0 } });
  await world.app.settle({ sweep: true, night: true });
  admin = await again();
  await admin.send('POST', '/portal/resync', { requestId: randomUUID(), clientId: null });
  await world.app.settle();

  const all = JSON.stringify(
    await Promise.all(
      (['issues', 'reports', 'line_texts', 'time_entries', 'outbox'] as const).map((table) =>
        db.selectFrom(table).selectAll().execute(),
      ),
    ),
  );
  expect(all).not.toMatch(/Исправили|Мастерова/);
  expect(await balance()).toEqual(was);
  const after = await db.selectFrom('issues').selectAll().executeTakeFirstOrThrow();
  expect(after).toMatchObject({ seal: before.seal, closing_seconds: before.closing_seconds });
  const client = await readClient(db, portalId, clientId);
  if (!client) throw new Error('The client is gone');
  expect((await verifyLedger(db, client)).faults).toEqual([]);
  expect(await checkReports(db, client)).toEqual([]);
}, 60_000);

it('after a removal without “delete data” everything stays as long as was chosen; erasing needs the portal’s name', async () => {
  const { world } = here;
  const { db } = world.app.ground;
  const admin = await again();
  const chosen = { requestId: randomUUID(), keptDays: 30 };
  expect((await admin.send('PUT', '/data/kept-days', chosen)).body).toMatchObject({ keptDays: 30 });
  const wrong = { requestId: randomUUID(), portalName: 'чужой' };
  expect((await admin.send('POST', '/data/erase', wrong)).status).toBe(409);
  world.portal.control.uninstallApp({ clean: false });
  await world.portal.control.flushEvents();
  expect((await download().catch(() => ({ status: 401 }))).status).not.toBe(200);
  const left = async () => (await db.selectFrom('clients').select('client_id').execute()).length;
  world.portal.control.setClock({ advanceMs: 29 * 24 * 3_600_000 });
  await world.app.settle();
  await world.app.work();
  expect(await left()).toBe(1);
  world.portal.control.setClock({ advanceMs: 2 * 24 * 3_600_000 });
  await world.app.settle();
  await world.app.work();
  expect(await left()).toBe(0);
  expect(await db.selectFrom('erasures').select('scope').execute()).toContainEqual({ scope: 'portal' });
}, 60_000);
