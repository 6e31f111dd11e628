import { parseArgs } from 'node:util';
import { giveClient } from '../browser/widget-stage.js';
import { startWorld } from '../given/start-world.js';
import { launchBrowser } from '../harness/browser.js';
import { type BenchResult, median, rounded } from './bench.js';
import {
  type BoardFigures,
  type BoardRun,
  measureBoard,
  type Variant,
  variants,
} from './widget/board-part.js';
import type { Sizes } from './widget/first-paint.js';
import { type LedgerPart, longestOf, measureLedger } from './widget/ledger-part.js';
import { builtWidget, measurePaints, type PaintPart, worstShift } from './widget/paint-part.js';

const limits = { js: 230_000, css: 60_000, sdk: 80_000 };
const longFrameMs = 50;
const mostShift = 0.02;
const mostNodes = 1_500;
const mostOfPeer = 1.5;
const runsWithoutLongFrame = 19 / 20;
/** A frame that is to be 4 × slower must be this much slower at least. */
const leastSlowness = 2.5;

const parts = ['paint', 'ledger', 'board'] as const;
interface Found {
  checks: Record<string, boolean>;
  figures: Record<string, unknown>;
}

/**
 * `npm run bench -- widget [--part paint|ledger|board] [--runs 20] [--rows 5000] [--cards 1000] [--paints 5]`: the real
 * widget in a real browser inside the portal's page, at full and at a quarter of the CPU's speed.
 *
 * - paint: what is loaded before the first useful paint, gzipped, against a build whose entry drags in a screen (which must
 *   be caught); how long that paint takes on a cold browser, against a bare page; how far what is drawn jumps.
 * - ledger: the longest frame while it is scrolled by the wheel and sorted, against the same table with every row in it.
 * - board: how long until it stands, its elements, the longest frame while it is scrolled and while a card is carried,
 *   against a minimal windowed Vue board and a React board with hello-pangea/dnd, in turns.
 *
 * Beside every frame stands what the page's thread worked: that counts nothing other programs took.
 */
export async function bench(options: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: options,
    options: {
      part: { type: 'string', multiple: true, default: [...parts] },
      runs: { type: 'string', default: '20' },
      rows: { type: 'string', default: '5000' },
      cards: { type: 'string', default: '1000' },
      paints: { type: 'string', default: '5' },
    },
  });
  const unknown = values.part.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`No part ${unknown}; there are: ${parts.join(', ')}`);
  const runs = Number(values.runs);
  const world = await startWorld({ portal: { seed: 'bench-widget' } });
  const browser = await launchBrowser();
  const found: Found = { checks: {}, figures: {} };
  const add = ({ checks, figures }: Found) => {
    Object.assign(found.checks, checks);
    Object.assign(found.figures, figures);
  };
  try {
    await world.install();
    const groupId = world.portal.control.directory()?.clients[0]?.groupIds[0] ?? 0;
    const clientId = await giveClient(world, { name: 'Тёплый Кедр', groupId, hours: 2_000 });
    if (values.part.includes('paint'))
      add(judgePaints(await measurePaints(world, { clientId, rounds: Number(values.paints) })));
    if (values.part.includes('ledger'))
      add(judgeLedger(await measureLedger(browser, world, { clientId, rows: Number(values.rows), runs })));
    if (values.part.includes('board')) {
      const cards = Number(values.cards);
      add(judgeBoard(await measureBoard(browser, world, { clientId, cards, runs, built: builtWidget })));
    }
  } finally {
    await browser.close();
    await world.stop();
  }
  const [ours, peer] = [Number(found.figures['ours'] ?? 0), Number(found.figures['peer'] ?? 0)];
  return {
    ...{ bench: 'widget', ours, peer, ratio: peer > 0 ? rounded(ours / peer, 3) : 0, floor: longFrameMs },
    ...found.figures,
    ok: Object.values(found.checks).every(Boolean),
    checks: found.checks,
  };
}

function isLight({ js, css, sdk }: Sizes): boolean {
  return js > 0 && js <= limits.js && css <= limits.css && sdk <= limits.sdk;
}

function judgePaints({ figures, sizes, control }: PaintPart): Found {
  const all = figures.flatMap(({ clients, client }) => [...clients, ...client]);
  return {
    checks: {
      light: isLight(sizes),
      heavyCaught: !isLight(control),
      paintSlowed: figures.every(({ cpu, bare }) => cpu === 1 || medianOf(bare, 'slowness') >= leastSlowness),
      ownHostsOnly: all.every(({ foreignHosts }) => foreignHosts.length === 0),
      still: worstShift(all) <= mostShift,
    },
    figures: {
      bytes: sizes,
      controlBytes: control,
      shift: worstShift(all),
      firstPaint: figures.map(({ cpu, ...pages }) => ({
        cpu,
        ...Object.fromEntries(
          Object.entries(pages).map(([name, of]) => [
            name,
            {
              usefulMs: medianOf(of, 'usefulMs'),
              firstMs: medianOf(of, 'firstMs'),
              workMs: medianOf(of, 'workMs'),
            },
          ]),
        ),
      })),
    },
  };
}

function medianOf<Key extends string>(of: readonly Record<Key, number>[], key: Key): number {
  return median(of.map((one) => one[key]));
}

function framesOf(longest: readonly number[]) {
  const good = longest.filter((ms) => ms <= longFrameMs).length;
  return {
    median: median(longest),
    worst: Math.max(...longest),
    shareWithoutLong: rounded(good / longest.length),
  };
}

function judgeLedger({ figures, slowness, burdenedMs }: LedgerPart): Found {
  const frames = figures.map(({ cpu, ours, naive }) => ({
    cpu,
    ...framesOf(ours.map(longestOf)),
    ...(naive.length > 0 && { everyRow: framesOf(naive.map(longestOf)) }),
    workMs: {
      scroll: median(ours.map(({ scroll }) => scroll.workMs)),
      sort: median(ours.map(({ sort }) => sort.workMs)),
    },
  }));
  return {
    checks: {
      frameSlowed: slowness >= leastSlowness,
      burdenCaught: burdenedMs > longFrameMs,
      ledgerSmooth: frames.every((one) => one.shareWithoutLong >= runsWithoutLongFrame),
    },
    figures: { slowness, burdenedMs, ledger: frames },
  };
}

function judgeBoard(figures: BoardFigures[]): Found {
  const longest = ({ scroll, drag }: BoardRun) => Math.max(scroll.longestMs, drag.longestMs);
  const print = (runs: BoardRun[]) => ({
    readyMs: median(runs.map(({ ready }) => ready.longestMs)),
    readyWorkMs: median(runs.map(({ ready }) => ready.workMs)),
    nodes: Math.max(...runs.map(({ nodes }) => nodes)),
    ...framesOf(runs.map(longest)),
    workMs: {
      scroll: median(runs.map(({ scroll }) => scroll.workMs)),
      drag: median(runs.map(({ drag }) => drag.workMs)),
    },
  });
  const board = figures.map(({ cpu, runs }) => {
    const printed = Object.fromEntries(variants.map((name) => [name, print(runs[name])])) as Record<
      Variant,
      ReturnType<typeof print>
    >;
    return { cpu, ...printed };
  });
  const slow = board.find(({ cpu }) => cpu === 4);
  return {
    checks: {
      boardSmooth: board.every(({ ours }) => ours.shareWithoutLong >= runsWithoutLongFrame),
      boardSmall: board.every(({ ours }) => ours.nodes <= mostNodes),
      boardReady: board.every(({ ours, windowed }) => ours.readyMs <= mostOfPeer * windowed.readyMs),
    },
    figures: { ours: slow?.ours.readyMs ?? 0, peer: slow?.windowed.readyMs ?? 0, board },
  };
}
