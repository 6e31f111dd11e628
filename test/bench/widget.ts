import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { giveClient } from '../browser/widget-stage.js';
import { type GivenWorld, startWorld } from '../given/start-world.js';
import { launchBrowser } from '../harness/browser.js';
import { type BenchResult, median } from './bench.js';
import { fillLedger } from './widget/big-ledger.js';
import { barePage, buildHeavyWidget } from './widget/control.js';
import {
  compiledNames,
  firstPaint,
  type Paint,
  type PaintRequest,
  type Sizes,
  sdkFileOf,
  sizesOf,
} from './widget/first-paint.js';
import { cpuOfLedger, runLedger, showEveryRow, showSomeRows } from './widget/ledger-frames.js';

const built = join(import.meta.dirname, '..', '..', 'dist', 'widget');
const limits = { js: 230_000, css: 60_000, sdk: 80_000 };
const longFrameMs = 50;
const mostShift = 0.02;
const runsWithoutLongFrame = 19 / 20;

/**
 * `npm run bench -- widget [--rows 5000] [--runs 20] [--paints 5]`: the real widget in a real browser inside the portal's
 * page. What is loaded before the first useful paint, gzipped, against a build whose entry drags in a screen (the control,
 * which must be caught); how long that paint takes on a cold browser, against a bare page that only opens a session and
 * asks for the clients; how far what is drawn jumps; and the longest frame while a ledger is scrolled and sorted at full
 * and at a quarter of the speed, against the same table with every row in the page. All in turns.
 */
export async function bench(options: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: options,
    options: {
      rows: { type: 'string', default: '5000' },
      runs: { type: 'string', default: '20' },
      paints: { type: 'string', default: '5' },
    },
  });
  const world = await startWorld({ portal: { seed: 'bench-widget' } });
  const browser = await launchBrowser();
  try {
    await world.install();
    const groupId = world.portal.control.directory()?.clients[0]?.groupIds[0] ?? 0;
    const clientId = await giveClient(world, { name: 'Тёплый Кедр', groupId, hours: 2_000 });
    const paints = await measurePaints(browser, world, clientId, Number(values.paints));
    await fillLedger(world, clientId, Number(values.rows));
    const frames = await measureFrames(browser, world, clientId, Number(values.runs));
    return judge(paints, frames);
  } finally {
    await browser.close();
    await world.stop();
  }
}

interface Paints {
  clients: Paint[];
  client: Paint[];
  bare: Paint[];
  sizes: Sizes;
  control: Sizes;
}

async function measurePaints(
  browser: Browser,
  world: GivenWorld,
  clientId: number,
  rounds: number,
): Promise<Paints> {
  const { code } = world.portal.control.app().registration;
  const clients: PaintRequest = { path: `/marketplace/app/${code}/`, selector: 'main tbody tr' };
  const client = {
    path: `/marketplace/view/${code}/?params[client]=${clientId}`,
    selector: 'main section h1',
  };
  const bare = { ...clients, selector: 'main h1', html: barePage(sdkFileOf(built)) };
  const paints: Omit<Paints, 'sizes' | 'control'> = { clients: [], client: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    paints.clients.push(await firstPaint(browser, world, clients));
    paints.bare.push(await firstPaint(browser, world, bare));
    paints.client.push(await firstPaint(browser, world, client));
  }
  const heavy = await buildHeavyWidget();
  const caught = await firstPaint(browser, world, { ...clients, built: heavy });
  const control = sizesOf(caught.files, heavy);
  rmSync(heavy, { recursive: true, force: true });
  const sizes = sizesOf(paints.clients[0]?.files ?? [], built);
  tellPaints({ ...paints, sizes, control });
  return { ...paints, sizes, control };
}

function tellPaints({ clients, client, bare, sizes, control }: Paints): void {
  const ms = (of: Paint[]) => `${median(of.map(({ usefulMs }) => usefulMs))} ms`;
  const kb = ({ js, css, sdk }: Sizes) =>
    `JS ${Math.round(js / 100) / 10} KB, CSS ${Math.round(css / 100) / 10} KB, beside it the SDK ${Math.round(sdk / 100) / 10} KB (gzip)`;
  console.log(`before the first paint     ${kb(sizes)}`);
  console.log(`a screen dragged in        ${kb(control)} — ${isLight(control) ? 'NOT caught' : 'caught'}`);
  console.log(
    `first useful paint, cold   Clients ${ms(clients)}, Client ${ms(client)}, a bare page ${ms(bare)}`,
  );
  console.log(`layout shift               Clients ${worstShift(clients)}, Client ${worstShift(client)}`);
}

interface Frames {
  cpu: number;
  ours: number[];
  naive: number[];
  /** The hardest step of each round by the page's own clock of work. */
  work: { ours: number[]; naive: number[] };
}

async function measureFrames(
  browser: Browser,
  world: GivenWorld,
  clientId: number,
  runs: number,
): Promise<Frames[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'ru-RU' });
  await page.addInitScript(compiledNames);
  const { code } = world.portal.control.app().registration;
  await page.goto(
    new URL(
      `/marketplace/view/${code}/?params[client]=${clientId}&params[view]=ledger&as=1`,
      world.portal.url,
    ).href,
  );
  const app = page.frameLocator('.app-frame iframe');
  await app.getByText('Это все строки').waitFor({ timeout: 120_000 });
  const frame = page.frames().find((one) => one.url().startsWith(world.appUrl));
  if (!frame) throw new Error('The app has no frame');
  const cdp = await page.context().newCDPSession(page);
  const all: Frames[] = [];
  const oursInARow = 5;
  for (const cpu of [1, 4]) {
    const one: Frames = { cpu, ours: [], naive: [], work: { ours: [], naive: [] } };
    await runLedger(frame, cdp, 1);
    while (one.ours.length < runs) {
      for (let turn = 0; turn < oursInARow && one.ours.length < runs; turn += 1)
        one.ours.push((await runLedger(frame, cdp, cpu)).longestMs);
      one.work.ours.push(await cpuOfLedger(frame, cdp));
      const rows = await showEveryRow(frame);
      one.work.naive.push(await cpuOfLedger(frame, cdp));
      one.naive.push((await runLedger(frame, cdp, cpu)).longestMs);
      const left = await showSomeRows(frame);
      if (left >= rows) throw new Error(`The peer shows ${rows} rows, ours ${left}: nothing is compared`);
    }
    tellFrames(one);
    all.push(one);
  }
  await page.close();
  return all;
}

function tellFrames({ cpu, ours, naive, work }: Frames): void {
  const told = (of: number[]) => `median ${median(of)} ms, worst ${Math.max(...of)} ms`;
  const good = `${ours.filter((ms) => ms <= longFrameMs).length} of ${ours.length} runs without one over ${longFrameMs} ms`;
  console.log(
    `longest frame, CPU 1/${cpu}     ${told(ours)}, ${good}; every row in the page: ${told(naive)}`,
  );
  console.log(
    `script and layout, CPU 1/${cpu}  ${told(work.ours)}; every row in the page: ${told(work.naive)}`,
  );
}

function judge(paints: Paints, frames: Frames[]): BenchResult {
  const share = ({ ours }: Frames) => ours.filter((ms) => ms <= longFrameMs).length / ours.length;
  const slow = frames.find(({ cpu }) => cpu === 4);
  const [ours, peer] = [median(slow?.ours ?? []), median(slow?.naive ?? [])];
  const shift = Math.max(worstShift(paints.clients), worstShift(paints.client));
  const foreign = [...paints.clients, ...paints.client].flatMap(({ foreignHosts }) => foreignHosts);
  const checks = {
    light: isLight(paints.sizes),
    controlCaught: !isLight(paints.control),
    ownHostsOnly: foreign.length === 0,
    still: shift <= mostShift,
    smooth: frames.every((one) => share(one) >= runsWithoutLongFrame),
  };
  const useful = (of: Paint[]) => median(of.map(({ usefulMs }) => usefulMs));
  return {
    ...{ bench: 'widget', ours, peer, ratio: Number((ours / peer).toFixed(3)), floor: longFrameMs },
    ok: Object.values(checks).every(Boolean),
    checks,
    bytes: paints.sizes,
    controlBytes: paints.control,
    firstPaintMs: {
      clients: useful(paints.clients),
      client: useful(paints.client),
      bare: useful(paints.bare),
    },
    shift,
    frames: frames.map((one) => ({
      cpu: one.cpu,
      ours: median(one.ours),
      worst: Math.max(...one.ours),
      naive: median(one.naive),
      shareWithoutLong: share(one),
      workMs: { ours: median(one.work.ours), naive: median(one.work.naive) },
    })),
  };
}

function worstShift(paints: Paint[]): number {
  return Math.max(...paints.map(({ cls }) => cls));
}

function isLight({ js, css, sdk }: Sizes): boolean {
  return js > 0 && js <= limits.js && css <= limits.css && sdk <= limits.sdk;
}
