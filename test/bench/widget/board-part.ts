import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import type { GivenWorld } from '../../given/start-world.js';
import { median } from '../bench.js';
import { fillBoard } from './big-board.js';
import { sdkFileOf } from './first-paint.js';
import { type FrameRun, openFrame, type OpenedFrame, twoFrames, watchFrames, workedMs } from './frames.js';
import { buildPeers, peerNames, peerPage } from './peers/build-peers.js';

export const variants = ['ours', ...peerNames] as const;
export type Variant = (typeof variants)[number];

/** One visit to a board: opened, scrolled, a card carried about, closed. */
export interface BoardRun {
  /** From the click until the cards are drawn; and what the page's thread worked for it. */
  ready: FrameRun;
  scroll: FrameRun;
  drag: FrameRun;
  /** The most elements the page had. */
  nodes: number;
}
export interface BoardFigures {
  cpu: number;
  runs: Record<Variant, BoardRun[]>;
}

/** How each is opened and left, and where it scrolls. */
const hands: Record<Variant, { open: string; close: string; box: string }> = {
  ours: { open: 'nav a[href="#/board"]', close: 'nav a[href="#/clients"]', box: '.board-scroller' },
  windowed: { open: '#open', close: '#close', box: '#board' },
  'hello-pangea': { open: '#open', close: '#close', box: '#board' },
};
/** Of so many runs of ours one is followed by the peers'. */
const oursInARow = 4;

/** A board of `cards` tasks: ours and two peers in turns, at full and at a quarter of the speed. */
export async function measureBoard(
  browser: Browser,
  world: GivenWorld,
  of: { clientId: number; cards: number; runs: number; built: string },
): Promise<BoardFigures[]> {
  await fillBoard(world, of.clientId, of.cards);
  const peers = await buildPeers();
  const opened = {} as Record<Variant, OpenedFrame>;
  try {
    for (const variant of variants) {
      opened[variant] = await openVariant(browser, world, { variant, peers, built: of.built });
      // The first visit loads files and warms the code, of each alike.
      await visit(opened[variant], variant, 1);
    }
    const all: BoardFigures[] = [];
    for (const cpu of [1, 4]) {
      const one: BoardFigures = { cpu, runs: { ours: [], windowed: [], 'hello-pangea': [] } };
      while (one.runs.ours.length < of.runs) {
        for (let turn = 0; turn < oursInARow && one.runs.ours.length < of.runs; turn += 1)
          one.runs.ours.push(await visit(opened.ours, 'ours', cpu));
        for (const peer of peerNames) one.runs[peer].push(await visit(opened[peer], peer, cpu));
      }
      tellBoard(one);
      all.push(one);
    }
    return all;
  } finally {
    rmSync(peers, { recursive: true, force: true });
    for (const { page } of Object.values(opened)) await page.close();
  }
}

function openVariant(
  browser: Browser,
  world: GivenWorld,
  { variant, peers, built }: { variant: Variant; peers: string; built: string },
): Promise<OpenedFrame> {
  const path = `/marketplace/app/${world.portal.control.app().registration.code}/`;
  if (variant === 'ours') return openFrame(browser, world, { path, selector: 'main tbody tr' });
  const prepare = async (page: Page) => {
    await page.route(`${world.appUrl}/app**`, (route) =>
      // The header gives the peer's frame a process of its own, as ours has.
      route.fulfill({
        headers: { 'content-type': 'text/html', 'origin-agent-cluster': '?1' },
        body: peerPage(variant, sdkFileOf(built)),
      }),
    );
    await page.route(`${world.appUrl}/assets/peer-*.js`, (route) =>
      route.fulfill({ contentType: 'text/javascript', path: join(peers, `${variant}.js`) }),
    );
  };
  return openFrame(browser, world, { path, selector: 'body[data-ready]', prepare });
}

async function visit(opened: OpenedFrame, variant: Variant, cpu: number): Promise<BoardRun> {
  const { page, frame } = opened;
  const { box, close } = hands[variant];
  await page.bringToFront();
  const ready = await openBoard(opened, variant, cpu);
  const counts = [await countNodes(frame)];
  const place = await placeOf(page, frame, box);
  const scroll = await watchFrames(opened, cpu, async () => {
    for (const deltaY of [...Array<number>(24).fill(160), ...Array<number>(8).fill(900)]) {
      await page.mouse.wheel(0, deltaY);
      await twoFrames(frame);
    }
  });
  counts.push(await countNodes(frame));
  await frame.evaluate((selector) => document.querySelector(selector)?.scrollTo(0, 0), box);
  await twoFrames(frame);
  const drag = await watchFrames(opened, cpu, () => carry(page, frame, place));
  counts.push(await countNodes(frame));
  await frame.evaluate((selector) => document.querySelector<HTMLElement>(selector)?.click(), close);
  await frame.waitForFunction((selector) => document.querySelector(selector) === null, box);
  return { ready, scroll, drag, nodes: Math.max(...counts) };
}

async function openBoard({ frame, cdp }: OpenedFrame, variant: Variant, cpu: number): Promise<FrameRun> {
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  const before = await workedMs(cdp);
  const readyMs = await frame.evaluate(async (link) => {
    const begun = performance.now();
    document.querySelector<HTMLElement>(link)?.click();
    while (document.querySelector('[data-card]') === null)
      await new Promise((done) => requestAnimationFrame(done));
    await new Promise((done) => requestAnimationFrame(done));
    return performance.now() - begun;
  }, hands[variant].open);
  const workMs = (await workedMs(cdp)) - before;
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return { longestMs: Math.round(readyMs), workMs: Math.round(workMs) };
}

interface Place {
  card: { x: number; y: number };
  width: number;
}

/** Where the mouse finds the first card; the pointer rests over the board. */
async function placeOf(page: Page, frame: Frame, box: string): Promise<Place> {
  await frame.locator(box).scrollIntoViewIfNeeded();
  const card = await frame.locator('[data-card]').first().boundingBox();
  const board = await frame.locator(box).boundingBox();
  if (!card || !board) throw new Error('The board is not in sight');
  const place = { card: { x: card.x + card.width / 2, y: card.y + 30 }, width: board.width };
  await page.mouse.move(place.card.x, place.card.y);
  return place;
}

/** Carries the first card over the other columns and back to where it was: nothing is moved in the end. */
async function carry(page: Page, frame: Frame, { card, width }: Place): Promise<void> {
  await page.mouse.move(card.x, card.y);
  await page.mouse.down();
  const steps = 12;
  for (const way of [1, -1])
    for (let step = 1; step <= steps; step += 1) {
      const far = way === 1 ? step : steps - step;
      await page.mouse.move(card.x + (far * width * 0.6) / steps, card.y + (far * 200) / steps);
      await twoFrames(frame);
    }
  await page.mouse.up();
  await twoFrames(frame);
}

function countNodes(frame: Frame): Promise<number> {
  return frame.evaluate(() => document.querySelectorAll('*').length);
}

function tellBoard({ cpu, runs }: BoardFigures): void {
  for (const variant of variants) {
    const of = runs[variant];
    const told = (part: 'ready' | 'scroll' | 'drag') => {
      const ms = of.map((run) => run[part].longestMs);
      return `${median(ms)} ms (worst ${Math.max(...ms)}, thread ${median(of.map((run) => run[part].workMs))})`;
    };
    console.log(
      `board, CPU 1/${cpu}, ${variant.padEnd(12)} ready ${told('ready')}; longest frame: scrolled ${told('scroll')}, carried ${told('drag')}; ${Math.max(...of.map(({ nodes }) => nodes))} elements; ${of.length} runs`,
    );
  }
}
