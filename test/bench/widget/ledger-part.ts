import type { Browser, Frame, Page } from 'playwright-core';
import type { GivenWorld } from '../../given/start-world.js';
import { median } from '../bench.js';
import { fillLedger } from './big-ledger.js';
import {
  burdenScrolls,
  type FrameRun,
  openFrame,
  type OpenedFrame,
  slowness,
  twoFrames,
  watchFrames,
} from './frames.js';

interface LedgerRun {
  scroll: FrameRun;
  sort: FrameRun;
}
export interface LedgerFigures {
  cpu: number;
  ours: LedgerRun[];
  /** The same table with every row in the page, once and at full speed: slowed, it takes minutes. */
  naive: LedgerRun[];
}
export interface LedgerPart {
  figures: LedgerFigures[];
  /** How many times slower the frame really was when it was to be four times slower. */
  slowness: number;
  /** The longest frame of a slow run whose every scroll costs so much more: a mistake that must be seen. */
  burdenedMs: number;
}

/** Work that a quick machine hides within a frame, and a slow one cannot. */
const burdenMs = 15;
const boxSelector = '.print-whole:has(> .ledger-table)';
const viewPx = 616;

/** Scrolls a long ledger by the wheel and sorts it, at full and at a quarter of the speed. */
export async function measureLedger(
  browser: Browser,
  world: GivenWorld,
  of: { clientId: number; rows: number; runs: number },
): Promise<LedgerPart> {
  await fillLedger(world, of.clientId, of.rows);
  const { code } = world.portal.control.app().registration;
  const opened = await openFrame(browser, world, {
    path: `/marketplace/view/${code}/?params[client]=${of.clientId}&params[view]=ledger`,
    selector: '.ledger-row',
  });
  const { page, frame } = opened;
  await frame.getByText('Это все строки').waitFor({ timeout: 120_000 });
  const slow = await slowness(opened, 4);
  console.log(`the harness               a frame to be 4 × slower is ${slow} × slower`);
  // Warms the code, as any visitor's first scroll does.
  await runLedger(opened, 1);
  const figures: LedgerFigures[] = [];
  for (const cpu of [1, 4]) {
    const one: LedgerFigures = { cpu, ours: [], naive: [] };
    if (cpu === 1) one.naive.push(await runNaive(opened, cpu));
    while (one.ours.length < of.runs) one.ours.push(await runLedger(opened, cpu));
    tellLedger(one);
    figures.push(one);
  }
  const unburden = await burdenScrolls(frame, boxSelector, burdenMs);
  const burdenedMs = (await runLedger(opened, 4)).scroll.longestMs;
  await unburden();
  console.log(`the harness               ${burdenMs} ms more a scroll, 4 × slower: ${burdenedMs} ms`);
  await page.close();
  return { figures, slowness: slow, burdenedMs };
}

/** One run of the peer, sorted once: with every row in the page that alone takes seconds. */
async function runNaive(opened: OpenedFrame, cpu: number): Promise<LedgerRun> {
  const rows = await showEveryRow(opened.frame);
  const run = await runLedger(opened, cpu, [3]);
  const left = await showSomeRows(opened.frame);
  if (left >= rows) throw new Error(`The peer shows ${rows} rows, ours ${left}: nothing is compared`);
  return run;
}

async function runLedger(opened: OpenedFrame, cpu: number, columns = [0, 3, 4, 0]): Promise<LedgerRun> {
  const { page, frame } = opened;
  await page.bringToFront();
  const heads = await restOver(page, frame);
  await twoFrames(frame);
  const scroll = await watchFrames(opened, cpu, async () => {
    for (const deltaY of [...Array<number>(30).fill(160), ...Array<number>(6).fill(1_500)]) {
      await page.mouse.wheel(0, deltaY);
      await twoFrames(frame);
    }
    await frame.evaluate((box) => document.querySelector(box)?.scrollTo(0, 1e9), boxSelector);
    await twoFrames(frame);
  });
  const sort = await watchFrames(opened, cpu, async () => {
    for (const column of columns) {
      const head = heads[Math.min(column, heads.length - 1)];
      if (head) await page.mouse.click(head.x, head.y);
      await twoFrames(frame);
      await twoFrames(frame);
    }
  });
  return { scroll, sort };
}

/** Brings the ledger into sight, its top first, and the pointer over it; says where the heads of the columns are. */
async function restOver(page: Page, frame: Frame): Promise<{ x: number; y: number }[]> {
  const box = frame.locator(boxSelector);
  await frame.evaluate((place) => document.querySelector(place)?.scrollTo(0, 0), boxSelector);
  await box.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await twoFrames(frame);
  const place = await box.boundingBox();
  if (!place) throw new Error('No ledger on this page');
  await page.mouse.move(place.x + place.width / 2, place.y + Math.min(place.height, viewPx) / 2);
  const heads: { x: number; y: number }[] = [];
  for (const button of await frame.locator('.ledger-table thead th button').all()) {
    const at = await button.boundingBox();
    if (at) heads.push({ x: at.x + at.width / 2, y: at.y + at.height / 2 });
  }
  return heads;
}

/** The naive peer: every row in the page, in the same box. Printing needs them all, so the table can do it. */
async function showEveryRow(frame: Frame): Promise<number> {
  return frame.evaluate(
    async ([place, height]) => {
      window.dispatchEvent(new Event('beforeprint'));
      await new Promise((done) => setTimeout(done, 0));
      const box = document.querySelector<HTMLElement>(place);
      if (box) box.style.height = `${height}px`;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return document.querySelectorAll('.ledger-row').length;
    },
    [boxSelector, viewPx] as const,
  );
}

async function showSomeRows(frame: Frame): Promise<number> {
  return frame.evaluate(async () => {
    window.dispatchEvent(new Event('afterprint'));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return document.querySelectorAll('.ledger-row').length;
  });
}

export function longestOf({ scroll, sort }: LedgerRun): number {
  return Math.max(scroll.longestMs, sort.longestMs);
}

function tellLedger({ cpu, ours, naive }: LedgerFigures): void {
  const told = (of: LedgerRun[], part: 'scroll' | 'sort') => {
    const ms = of.map((run) => run[part].longestMs);
    return `${median(ms)} ms (worst ${Math.max(...ms)}, thread ${median(of.map((run) => run[part].workMs))})`;
  };
  const line = (name: string, of: LedgerRun[]) =>
    console.log(
      `ledger, CPU 1/${cpu}, ${name.padEnd(12)} longest frame: scrolled ${told(of, 'scroll')}, sorted ${told(of, 'sort')}; ${of.length} runs`,
    );
  line('ours', ours);
  if (naive.length > 0) line('every row', naive);
}
