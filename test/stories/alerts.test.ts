import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { defaultTerms } from '../../server/base/terms.js';
import { type SmallDepartment, TODAY, live, smallDepartment, tick } from '../given/review-client.js';
import { openSession } from '../given/start-world.js';

let department: SmallDepartment | null = null;
afterEach(async () => {
  await department?.world.stop();
  department = null;
});

const HOUR_MS = 3_600_000;

async function begin(): Promise<SmallDepartment> {
  department = await smallDepartment();
  return department;
}

/** Texts of the notices in the portal's own truth, in the order they came. */
function noticesIn({ world }: SmallDepartment): string[] {
  return world.portal.control.truth().notices.map(({ text }) => text);
}

/** A session lives for an hour, a story for days. */
async function alertsOf({ world, clientId }: SmallDepartment): Promise<string[]> {
  const admin = await openSession(world.portal, world.appUrl, 1);
  const { body } = await admin.get(`/clients/${clientId}/alerts`);
  return (body as { alerts: { key: string }[] }).alerts.map(({ key }) => key).sort();
}

function counts(texts: readonly string[], ...parts: string[]): number[] {
  return parts.map((part) => texts.filter((text) => text.includes(part)).length);
}

it('hours run to 80, 95 and 100 %: each is told once, also after restarts and when hours come and go', async () => {
  const here = await begin();
  const { world, work, sell } = here;
  await sell(10);
  await work(7.9);
  expect(noticesIn(here)).toEqual([]);
  await work(0.1);
  await work(1.5);
  const last = await work(0.5);
  const parts = ['порог 80 %', 'порог 95 %', 'израсходовано полностью'];
  expect(counts(noticesIn(here), ...parts)).toEqual([1, 1, 1]);
  expect(await alertsOf(here)).toContain('threshold:1:100');

  await world.restart();
  await world.app.settle({ sweep: true });
  world.portal.control.setClock({ advanceMs: 60_000 });
  world.portal.control.deleteEntry({ id: last });
  await world.app.settle({ sweep: true });
  expect(await alertsOf(here)).not.toContain('threshold:1:100');
  await work(0.5);
  expect(await alertsOf(here)).toContain('threshold:1:100');
  expect(counts(noticesIn(here), ...parts)).toEqual([1, 1, 1]);

  await work(1);
  await work(1);
  expect(counts(noticesIn(here), 'Начался перерасход: 1:00')).toEqual([1]);
  await sell(20);
  expect((await alertsOf(here)).filter((key) => /^(threshold|overage)/.test(key))).toEqual([]);
}, 60_000);

it('a notice names the client, the package and what is left, and leads to the client in the app', async () => {
  const here = await begin();
  await here.sell(10);
  await here.work(8.5);
  const { notices } = here.world.portal.control.truth();
  expect(notices).toHaveLength(1);
  expect(notices[0]?.userId).toBe(1);
  const code = here.world.portal.world.settings.app.code;
  expect(notices[0]?.text).toBe(
    [
      '[b]Магазин[/b]',
      '«10 часов»: достигнут порог 80 %, всего осталось 1:30.',
      `[url=${here.world.portal.url}/marketplace/view/${code}/?params%5Bclient%5D=1&params%5Bview%5D=alerts]Открыть в «Часах поддержки»[/url]`,
    ].join('\n'),
  );
});

it('entries are told together the next working morning, each once; what was put right is not told', async () => {
  const here = await begin();
  const { world, work } = here;
  await here.sell(100);
  const written = await work(1);
  await work(2);
  await work(11);
  expect(await alertsOf(here)).toHaveLength(4);
  expect(noticesIn(here)).toEqual([]);
  world.portal.control.editEntry({ id: written, comment: 'Поправил оплату' });
  await world.app.settle({ sweep: true, night: true });
  await live(world, { ms: 25 * HOUR_MS, stepMs: 25 * HOUR_MS });
  await world.restart();
  await live(world, { ms: 24 * HOUR_MS, stepMs: 12 * HOUR_MS });
  const notices = noticesIn(here);
  expect(counts(notices, '2 записи времени без комментария', '1 запись длиннее 10 часов')).toEqual([1, 1]);
  expect(notices).toHaveLength(2);
  expect(notices.find((text) => text.includes('комментария'))).toContain(
    '— задача «Оплата не проходит»: Ирина Мастерова, 2 марта, 2:00',
  );
}, 60_000);

it('a client who is to be told gets one comment in their language, in office hours, and never what is internal', async () => {
  const here = await begin();
  const { world, admin, clientId, work } = here;
  const terms = {
    ...defaultTerms,
    alerts: { thresholdsPercent: [80], expiryDays: [], tellClient: true },
    report: { ...defaultTerms.report, language: 'en' },
  };
  const set = { requestId: randomUUID(), effectiveFrom: TODAY, terms };
  expect((await admin.send('POST', `/clients/${clientId}/terms`, set)).status).toBeLessThan(300);
  await here.sell(10);
  const comments = () => world.portal.control.posts().map(({ text }) => text);

  world.portal.control.setClock({ advanceMs: 12 * HOUR_MS });
  await work(9);
  expect(counts(noticesIn(here), 'порог 80 %')).toEqual([1]);
  expect(comments()).toEqual([]);
  await live(world, { ms: 12 * HOUR_MS, stepMs: 4 * HOUR_MS });
  expect(comments()).toEqual([]);
  await live(world, { ms: 2 * HOUR_MS, stepMs: HOUR_MS });
  expect(counts(comments(), '“10 часов”: 80% of the hours are used, 1:00 left.')).toEqual([1]);
  await live(world, { ms: 24 * HOUR_MS, stepMs: 8 * HOUR_MS });
  expect(comments()).toHaveLength(1);
}, 60_000);

it('a draft that waits is told, and is off the list when it is decided', async () => {
  const here = await begin();
  const { world, clientId } = here;
  await here.sell(1);
  await here.work(1);
  await live(world, { ms: 26 * HOUR_MS, stepMs: 13 * HOUR_MS });
  expect(counts(noticesIn(here), 'Черновик отчёта готов')).toEqual([1]);
  const admin = await openSession(world.portal, world.appUrl, 1);
  const { reports } = (await admin.get(`/clients/${clientId}/reports`)).body as {
    reports: { reportId: string }[];
  };
  const reportId = reports[0]?.reportId ?? '';
  expect(await alertsOf(here)).toContain(`report-draft:${reportId}`);
  const dismissed = { requestId: randomUUID(), reason: 'не нужен' };
  await admin.send('POST', `/clients/${clientId}/reports/${reportId}/dismiss`, dismissed);
  world.portal.control.setClock({ advanceMs: 60_000 });
  await tick(world.app);
  expect(await alertsOf(here)).not.toContain(`report-draft:${reportId}`);
}, 60_000);
