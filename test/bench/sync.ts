import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect, migrate } from '../../server/base/db/index.js';
import { connectPortal } from '../given/mirror-portal.js';
import { firstMirror } from '../../server/portal/mirror/index.js';
import { startPortal, type Portal } from '../portal/index.js';
import { bulkSeed, type BulkIds } from '../portal/seed/bulk-seed.js';
import { median, rounded, type BenchResult } from './bench.js';
import { fetchLists } from './sync-peer.js';

interface Sizes {
  entries: number;
  tasks: number;
  users: number;
  groups: number;
}

interface Settings extends Sizes {
  peerEntries: number;
  peerTasks: number;
  rounds: number;
  seed: string;
  latencyMs: number;
}

interface Run {
  rows: number;
  wallMs: number;
  calls: number;
  byMethod: Record<string, number>;
  refused503: number;
  refused429: number;
  longestBatchSeconds: number;
  operatingSeconds: number;
}

const LONGEST_BATCH_SECONDS = 45;
const OTHER_CALLS = 8;
const FASTER = 10;
/** The peer's portal: big enough to meet the rate limit as it would with any real portal, small enough to wait for. */
const PEER = { entries: 10_000, tasks: 1_000 };

/**
 * The first mirror of a portal through our limiter, beside the SDK's own fetchList over 10 000 entries and 1 000 tasks
 * (`--peer-entries`, `--peer-tasks`), each in a portal of its own, in turns; figures are per row. The portal keeps its rate limit, charges operating time per inner call and answers
 * after a latency. We also write everything to a database; the peer only counts.
 */
export async function bench(options: string[]): Promise<BenchResult> {
  const settings = readOptions(options);
  const smaller = { ...settings, entries: settings.peerEntries, tasks: settings.peerTasks };
  const ours: Run[] = [];
  const peer: Run[] = [];
  for (let round = 1; round <= settings.rounds; round += 1) {
    ours.push(await runOurs(settings, round));
    tell('ours', settings, ours[ours.length - 1]);
    peer.push(await runPeer(smaller, round));
    tell('SDK fetchList', smaller, peer[peer.length - 1]);
  }
  ours.push(await runOurs(settings, settings.rounds + 1));
  tell('ours', settings, ours[ours.length - 1]);
  return judge(settings, ours, peer);
}

function readOptions(options: string[]): Settings {
  const { values } = parseArgs({
    args: options,
    options: {
      entries: { type: 'string', default: '20000' },
      tasks: { type: 'string', default: '2000' },
      users: { type: 'string', default: '50' },
      groups: { type: 'string', default: '40' },
      'peer-entries': { type: 'string', default: String(PEER.entries) },
      'peer-tasks': { type: 'string', default: String(PEER.tasks) },
      rounds: { type: 'string', default: '1' },
      seed: { type: 'string', default: 'bench' },
      'latency-ms': { type: 'string', default: '150' },
    },
  });
  return {
    entries: Number(values.entries),
    tasks: Number(values.tasks),
    users: Number(values.users),
    groups: Number(values.groups),
    peerEntries: Number(values['peer-entries']),
    peerTasks: Number(values['peer-tasks']),
    rounds: Number(values.rounds),
    seed: values.seed,
    latencyMs: Number(values['latency-ms']),
  };
}

async function givenPortal(settings: Settings, round: number): Promise<{ portal: Portal; seeded: BulkIds }> {
  const seed = `${settings.seed}-${String(round)}`;
  const portal = await startPortal({
    ...{ seed, empty: true },
    limits: { operatingCharge: { fromSeconds: 0.05, toSeconds: 0.3 } },
  });
  const { entries, tasks, users, groups } = settings;
  const seeded = bulkSeed(portal, { entries, tasks, users, groups, seed });
  return { portal, seeded };
}

async function runOurs(settings: Settings, round: number): Promise<Run> {
  const { portal, seeded } = await givenPortal(settings, round);
  const folder = mkdtempSync(join(tmpdir(), 'support-hours-bench-'));
  const db = connect(join(folder, 'mirror.sqlite'));
  try {
    await migrate(db);
    const env = { REST_PER_SECOND: '2', REST_BURST: '50' };
    const { ground, rest, portalId } = await connectPortal(db, portal, { env });
    const run = await measured(portal, settings, async () => {
      const done = await firstMirror(ground, rest, portalId, { keepTextsOf: () => true });
      return done.entries + done.tasks;
    });
    const rows = await db.selectFrom('time_entries').select('seconds').execute();
    const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
    if (rows.length !== settings.entries || seconds !== seeded.totalSeconds) {
      throw new Error(`The mirror has ${String(rows.length)} entries of ${String(seconds)} seconds`);
    }
    return run;
  } finally {
    await db.destroy();
    await portal.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runPeer(settings: Settings, round: number): Promise<Run> {
  const { portal } = await givenPortal(settings, round);
  try {
    return await measured(portal, settings, () => fetchLists(portal));
  } finally {
    await portal.stop();
  }
}

async function measured(portal: Portal, settings: Settings, work: () => Promise<number>): Promise<Run> {
  portal.control.resetStats();
  portal.control.resetLimits();
  portal.control.setLatency({ ms: settings.latencyMs });
  const startedAt = performance.now();
  const rows = await work();
  const wallMs = performance.now() - startedAt;
  const stats = portal.control.stats();
  const methods = Object.entries(stats.methods);
  return {
    ...{ rows, wallMs, calls: stats.restRequests },
    byMethod: Object.fromEntries(methods.map(([name, method]) => [name, method.inner + method.http])),
    refused503: stats.statuses['503'] ?? 0,
    refused429: methods.reduce((sum, [, method]) => sum + (method.errors['OPERATION_TIME_LIMIT'] ?? 0), 0),
    longestBatchSeconds: stats.heaviestBatchSeconds,
    operatingSeconds: methods.reduce((sum, [, method]) => sum + method.operatingSeconds, 0),
  };
}

function tell(who: string, sizes: Sizes, run: Run | undefined): void {
  if (run === undefined) return;
  const perThousand = rounded((run.wallMs / run.rows) * 1000, 0);
  console.log(
    `${who}: ${String(sizes.entries)} entries, ${String(sizes.tasks)} tasks in ${String(run.calls)} REST calls, ` +
      `${rounded(run.wallMs / 1000, 1).toString()} s (${String(perThousand)} ms per 1 000 rows), ` +
      `503 × ${String(run.refused503)}, 429 × ${String(run.refused429)}, ` +
      `longest batch ${String(rounded(run.longestBatchSeconds, 1))} s of ${String(rounded(run.operatingSeconds, 0))} s operating`,
  );
}

function judge(settings: Settings, ours: readonly Run[], peer: readonly Run[]): BenchResult {
  const perThousand = (runs: readonly Run[]): number =>
    median(runs.map((run) => (run.wallMs / run.rows) * 1000));
  const batches = (rows: number): number => Math.ceil(Math.ceil(rows / 50) / 50) + 1;
  const floor = batches(settings.entries) + batches(settings.tasks);
  const mostCalls = Math.floor(1.15 * floor + OTHER_CALLS);
  const calls = Math.max(...ours.map((run) => run.calls));
  const longestBatchSeconds = Math.max(...ours.map((run) => run.longestBatchSeconds));
  const refused = ours.reduce((sum, run) => sum + run.refused503 + run.refused429, 0);
  const ratio = perThousand(peer) / perThousand(ours);
  const isWithin = calls <= mostCalls && refused === 0 && longestBatchSeconds <= LONGEST_BATCH_SECONDS;
  console.log(`REST calls: ${String(calls)}; floor ${String(floor)}, at most ${String(mostCalls)} wanted`);
  console.log(`calls by method, those in batches too: ${JSON.stringify(ours[0]?.byMethod)}`);
  console.log(
    `per row ${rounded(ratio, 1).toString()} times as fast as the SDK's fetchList; ${String(FASTER)} wanted`,
  );
  return {
    ...{ bench: 'sync', ours: rounded(perThousand(ours)), peer: rounded(perThousand(peer)) },
    ...{ unit: 'ms per 1000 rows', ratio: rounded(ratio), floor, ok: isWithin && ratio >= FASTER },
    ...{ calls, mostCalls, wallMs: rounded(median(ours.map((run) => run.wallMs)), 0) },
    ...{ refused503: ours.reduce((sum, run) => sum + run.refused503, 0) },
    ...{ refused429: ours.reduce((sum, run) => sum + run.refused429, 0) },
    longestBatchSeconds: rounded(longestBatchSeconds),
    peerCalls: Math.max(...peer.map((run) => run.calls)),
  };
}
