import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { giveOccasions } from '../given/dialog-occasions.js';
import {
  closeAll,
  goToPlace,
  type Looker,
  namesIn,
  opened,
  pressAll,
  screenTour,
  settle,
} from '../given/screen-tour.js';
import { seededClient } from '../given/seeded-client.js';
import { startStage, type WidgetStage } from './widget-stage.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everything: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
};
/** What may be another at another width and in another theme; all else was looked at. */
const look: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'target-size', 'scrollable-region-focusable'] },
};
const nameOf = namesIn('ru');
const desk = 1280;
const phone = 360;

let stage: WidgetStage;
let clientId: number;
let contactId: number;
let taskId: number;
let reportId: string;

/** A client with all that the screens show and the dialogs need: packages, hours, a posted report, offers, late work. */
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
  await giveOccasions(stage.world, client);
  const [groupId] = stage.world.portal.control.directory()?.clients[0]?.groupIds ?? [];
  const { entries } = stage.world.portal.control.truth();
  taskId = entries.find((entry) => entry.groupId === groupId)?.taskId ?? 0;
  contactId = stage.world.portal.control.directory()?.clients[0]?.contactIds[0] ?? 0;
}, 120_000);
afterAll(() => stage.stop());

interface Walk {
  faults: string[];
  /** Dialogs of the tour that this world has no occasion for. */
  missing: string[];
}
interface Look {
  widthPx: number;
  dark: boolean;
}

describe('axe finds nothing serious on any screen, nor in what opens on it', () => {
  it('for a manager: at a desk in the light, on a phone in the dark', async () => {
    const walked = await walk('manager', 1, [
      { widthPx: desk, dark: false },
      { widthPx: phone, dark: true },
    ]);
    expect(walked).toEqual({ faults: [], missing: [] });
  }, 600_000);

  it('for a client: on a phone in the light, at a desk in the dark', async () => {
    const walked = await walk('client', contactId, [
      { widthPx: phone, dark: false },
      { widthPx: desk, dark: true },
    ]);
    expect(walked).toEqual({ faults: [], missing: [] });
  }, 300_000);
});

/** One page for both looks: all of it in the first, with each dialog in both themes; in the second what may differ. */
async function walk(who: Looker, userId: number, [first, second]: [Look, Look]): Promise<Walk> {
  const { page, app } = await stage.open(stage.appPath, userId, first.widthPx);
  await app.locator('main h1, main h2').first().waitFor();
  const frame = page
    .frames()
    .find((one) => one !== page.mainFrame() && one.url().startsWith(stage.world.appUrl));
  if (!frame) throw new Error('The app has no frame');
  await frame.evaluate(axeSource);
  const seen: Walk = { faults: [], missing: [] };
  const see = async (what: string, options: RunOptions, part?: string): Promise<void> => {
    seen.faults.push(...(await audit(frame, options, part)).map((fault) => `${what}: ${fault}`));
  };
  await show(page, frame, first);
  for (const stop of screenTour[who]) {
    await goToPlace(frame, placeOf(stop.place));
    await see(stop.name, everything);
    for (const [dialog, presses] of Object.entries(stop.dialogs ?? {})) {
      const what = `${stop.name}/${dialog}`;
      if (await pressAll(frame, presses, nameOf)) {
        await see(what, everything, opened);
        await show(page, frame, { ...first, dark: !first.dark });
        await see(`${what}, other theme`, look, opened);
        await show(page, frame, first);
      } else seen.missing.push(what);
      await closeAll(frame);
    }
  }
  await show(page, frame, second);
  for (const stop of screenTour[who]) {
    await goToPlace(frame, placeOf(stop.place));
    await see(`${stop.name}, ${second.widthPx} px`, look);
  }
  await page.close();
  return seen;
}

function placeOf(place: string): string {
  return place
    .replace('CLIENT', String(clientId))
    .replace('TASK', String(taskId))
    .replace('REPORT', encodeURIComponent(reportId));
}

async function show(page: Page, frame: Frame, { widthPx, dark }: Look): Promise<void> {
  if (page.viewportSize()?.width !== widthPx) await page.setViewportSize({ width: widthPx, height: 900 });
  await frame.evaluate((isDark) => {
    document.documentElement.classList.toggle('dark', isDark);
    document.documentElement.classList.toggle('light', !isDark);
  }, dark);
  await settle(frame);
}

/** Of the whole page, or of what is open over it: the page was looked at before. */
async function audit(frame: Frame, options: RunOptions, part?: string): Promise<string[]> {
  const results = await frame.evaluate(
    ([how, selector]) => {
      const { axe } = window as unknown as {
        axe: { run(node: unknown, options: object): Promise<AxeResults> };
      };
      const parts = selector === undefined ? [] : [...document.querySelectorAll(selector)];
      return axe.run(parts.length === 0 ? document : { include: parts.slice(-1) }, {
        ...how,
        resultTypes: ['violations'],
        preload: false,
        iframes: false,
      });
    },
    [options, part] as const,
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
