import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Frame, Page } from 'playwright-core';
import {
  closeAll,
  goToPlace,
  type Looker,
  namesIn,
  pressAll,
  screenTour,
  type Stop,
} from '../given/screen-tour.js';
import { launchBrowser } from '../harness/browser.js';
import { findSubjects, type Subjects } from './subjects.js';

/**
 * Pictures of every screen and dialog of a demo that runs, to be looked at one by one:
 * `npx tsx test/demo/pictures.ts --portal URL --to FOLDER --as manager,performer=5,client --client 2 --report 1`.
 * Who and which tasks are looked at is found where it is not given; `--task 40` asks for that one alone.
 */
const { values } = parseArgs({
  options: {
    portal: { type: 'string', default: 'http://127.0.0.1:8090' },
    to: { type: 'string', default: '/tmp/pictures' },
    as: { type: 'string', default: 'manager' },
    client: { type: 'string', default: '1' },
    task: { type: 'string', default: '' },
    report: { type: 'string', default: '1' },
    language: { type: 'string', default: 'ru' },
    widths: { type: 'string', default: '1280' },
    dark: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const nameOf = namesIn(values.language === 'en' ? 'en' : 'ru');

async function main(): Promise<void> {
  mkdirSync(values.to, { recursive: true });
  const found = await findSubjects(values.portal);
  const browser = await launchBrowser();
  for (const one of values.as.split(',')) {
    const [name = 'manager', id] = one.split('=');
    const who = name as Looker;
    const userId = id === undefined ? found.users[who] : Number(id);
    for (const width of values.widths.split(','))
      await visit(browser, { who, userId, widthPx: Number(width), stops: stopsOf(who, found) });
  }
  await browser.close();
}

/** The tab of a task is looked at once for every kind of task. */
function stopsOf(who: Looker, { tasks }: Subjects): Stop[] {
  const shown = values.task === '' ? tasks : { task: Number(values.task) };
  return screenTour[who].flatMap((stop) =>
    stop.place.includes('TASK')
      ? Object.entries(shown).map(([name, taskId]) => ({
          ...{ ...stop, name: stop.name.replace('task', name) },
          place: stop.place.replace('TASK', String(taskId)),
        }))
      : [stop],
  );
}

interface Visit {
  who: Looker;
  userId: number;
  widthPx: number;
  stops: readonly Stop[];
}

async function visit(browser: Browser, { who, userId, widthPx, stops }: Visit): Promise<void> {
  const page = await browser.newPage({ viewport: { width: widthPx, height: 900 } });
  await page.addInitScript(screenOf(widthPx));
  page.on('pageerror', (error) => process.stdout.write(`script error: ${error.message}\n`));
  await page.goto(`${values.portal}/marketplace/app/supporthours.hours/?as=${userId}`);
  await page.frameLocator('.app-frame iframe').locator('main h1, main h2').first().waitFor();
  const frame = page.frames().find((one) => one !== page.mainFrame() && one.url().includes('/app'));
  if (!frame) throw new Error('The app has no frame');
  await wear(frame, values.dark);
  for (const stop of stops) {
    if (values.only !== '' && !new RegExp(values.only).test(stop.name)) continue;
    const place = stop.place.replace('CLIENT', values.client).replace('REPORT', values.report);
    const name = (part: string) =>
      [who, stop.name, part, values.language, String(widthPx), values.dark ? 'dark' : '']
        .filter(Boolean)
        .join('-');
    await goToPlace(frame, place);
    await shoot(page, frame, name(''));
    for (const [dialog, presses] of Object.entries(stop.dialogs ?? {})) {
      if (await pressAll(frame, presses, nameOf)) await shoot(page, frame, name(`_${dialog}`));
      else process.stdout.write(`not there: ${name(dialog)}\n`);
      await closeAll(frame);
    }
  }
  await page.close();
}

/** A browser without a head has a screen of 600 px; the board is as high as the screen lets it. */
const screenOf = (widthPx: number): string => {
  const heightPx = Math.max(800, Math.round((widthPx * 9) / 16));
  return `Object.defineProperty(Screen.prototype, 'availHeight', { get: () => ${heightPx} })`;
};

/** By the switch of the app, which remembers: charts are drawn anew with it. */
async function wear(frame: Frame, dark: boolean): Promise<void> {
  const isDark = await frame.evaluate(() => document.documentElement.classList.contains('dark'));
  const name = nameOf(dark ? 'app.themeDark' : 'app.themeLight');
  if (isDark !== dark) await frame.getByRole('button', { name }).click();
}

/** The whole page; wider than the window, or scrolled inside at a desk, is told: both are faults. */
async function shoot(page: Page, frame: Frame, name: string): Promise<void> {
  await page.waitForTimeout(250);
  const faults = await frame.evaluate(() => {
    const root = document.documentElement;
    const small = [...document.querySelectorAll('button, a[href], input, select, [role="button"]')].filter(
      (one) => {
        const { width, height } = one.getBoundingClientRect();
        const isInText = one.tagName === 'A' && getComputedStyle(one).display === 'inline';
        // What lies around a small one and is pressed for it.
        const around = getComputedStyle(one, '::after');
        const isWide = Math.max(width, Number.parseFloat(around.width) || 0) >= 24;
        const isHigh = Math.max(height, Number.parseFloat(around.height) || 0) >= 24;
        return width > 1 && !isInText && !(isWide && isHigh);
      },
    );
    return [
      ...(root.scrollWidth > root.clientWidth ? [`wider by ${root.scrollWidth - root.clientWidth}`] : []),
      ...(root.scrollHeight > root.clientHeight + 1
        ? [`higher by ${root.scrollHeight - root.clientHeight}`]
        : []),
      ...small.map(
        (one) =>
          `small: ${one.tagName} ${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40)}`,
      ),
    ];
  });
  for (const fault of new Set(faults)) process.stdout.write(`${name}: ${fault}\n`);
  // A window as high as the page: a picture of more than the window may come out blank.
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, Math.min(whole, 6_000)) });
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(values.to, `${name}.png`) });
  await page.setViewportSize({ width, height });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
