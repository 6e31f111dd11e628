import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { seededClient } from '../given/seeded-client.js';
import { startStage, type WidgetStage } from './widget-stage.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let stage: WidgetStage;
let clientId: number;
let contactId: number;
let taskId: number;
let reportId: string;

/** A client with packages, hours, a posted report and an overage: every kind of row is on the screens. */
beforeAll(async () => {
  stage = await startStage({ seed: 'axe' });
  await stage.world.install();
  const client = await seededClient(stage.world);
  ({ clientId } = client);
  await client.postReport();
  const { reports } = (await client.api.get(`/clients/${clientId}/reports`)).body as {
    reports: { reportId: string }[];
  };
  reportId = reports[0]?.reportId ?? '';
  await client.track('Новая работа', 2700, '');
  const [groupId] = stage.world.portal.control.directory()?.clients[0]?.groupIds ?? [];
  const { entries } = stage.world.portal.control.truth();
  taskId = entries.find((entry) => entry.groupId === groupId)?.taskId ?? 0;
  contactId = stage.world.portal.control.directory()?.clients[0]?.contactIds[0] ?? 0;
}, 120_000);
afterAll(() => stage.stop());

interface Seen {
  userId: number;
  widthPx: number;
  dark: boolean;
}

/** Screens of a client are named by their section; `CLIENT` stands for its number, `TASK` for a task with time, `REPORT` for a posted report. */
const staffPlaces = [
  '/clients',
  '/alerts',
  '/handoffs',
  '/health',
  '/board',
  '/sprint',
  '/capacity',
  '/clients/CLIENT/packages',
  '/clients/CLIENT/ledger',
  '/clients/CLIENT/reports',
  '/clients/CLIENT/reports/new',
  '/clients/CLIENT/reports/REPORT',
  '/clients/CLIENT/schedule',
  '/clients/CLIENT/terms',
  '/clients/CLIENT/alerts',
  '/settings/terms',
  '/settings/work-types',
  '/settings/calendar',
  '/settings/crm',
  '/settings/board',
  '/settings/groups',
  '/settings/roles',
  '/settings/log',
  '/settings/data',
  '/tasks/TASK',
];
const clientPlaces = [
  '/clients/CLIENT/packages',
  '/clients/CLIENT/sprint',
  '/clients/CLIENT/reports',
  '/clients/CLIENT/reports/REPORT',
  '/tasks/TASK',
];

describe('axe finds nothing serious', () => {
  // Contrast hangs on the theme, sizes on the width: each is looked at once with every screen.
  it.each([
    ['an administrator at a desk, light', 'staff', { widthPx: 1280, dark: false }],
    ['an administrator on a phone, dark', 'staff', { widthPx: 360, dark: true }],
    ['a client on a phone, light', 'client', { widthPx: 360, dark: false }],
    ['a client at a desk, dark', 'client', { widthPx: 1280, dark: true }],
  ] as const)(
    'on the screens of %s',
    async (_name, who, look) => {
      const seen = { ...look, userId: who === 'client' ? contactId : 1 };
      expect(await faultsOf(who === 'client' ? clientPlaces : staffPlaces, seen)).toEqual([]);
    },
    240_000,
  );
});

async function faultsOf(places: readonly string[], seen: Seen): Promise<string[]> {
  const { page, app } = await stage.open(stage.appPath, seen.userId, seen.widthPx);
  await app.locator('main h1, main h2').first().waitFor();
  const frame = page
    .frames()
    .find((one) => one !== page.mainFrame() && one.url().startsWith(stage.world.appUrl));
  if (!frame) throw new Error('The app has no frame');
  await frame.evaluate(axeSource);
  await frame.evaluate((isDark) => {
    document.documentElement.classList.toggle('dark', isDark);
    document.documentElement.classList.toggle('light', !isDark);
  }, seen.dark);
  const faults: string[] = [];
  for (const place of places) {
    const path = place
      .replace('CLIENT', String(clientId))
      .replace('TASK', String(taskId))
      .replace('REPORT', encodeURIComponent(reportId));
    await frame.evaluate((hash) => void (location.hash = hash), path);
    // The parts of a screen are files of their own: what is asked for shows as a skeleton a moment later.
    await frame.waitForTimeout(200);
    await settled(frame);
    faults.push(...(await audit(frame)).map((fault) => `${path}: ${fault}`));
  }
  await page.close();
  return faults;
}

/** No skeleton is left, and what slides in has come to rest. */
async function settled(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await frame.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  );
}

async function audit(frame: Frame): Promise<string[]> {
  const results = await frame.evaluate(
    (values) =>
      (window as unknown as { axe: { run(node: Document, options: object): Promise<AxeResults> } }).axe.run(
        document,
        { runOnly: { type: 'tag', values } },
      ),
    rules,
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
