import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Config } from '../config/index.js';
import { alertsRoutes } from './alerts/index.js';
import { systemClock } from './base/clock.js';
import { connect, migrate } from './base/db/index.js';
import { boardRoutes } from './board/index.js';
import type { Ground } from './base/ground.js';
import { createLog } from './base/log.js';
import { postEnded } from './base/telemetry.js';
import { dataRoutes, eraseExpired } from './portal-data/index.js';
import { keep, playCrm, playRow, playTasks, type Stage } from './events.js';
import {
  actionLogRoutes,
  type Changes,
  changesRoutes,
  clientEditRoutes,
  clientRoutes,
  createHttpServer,
  longWorkRoutes,
  peopleRoutes,
  postingRoutes,
  runningRoutes,
  stopHttpServer,
  watchChanges,
} from './http/index.js';
import { calendarRoutes, workRulesRoutes } from './clients/index.js';
import { estimatesRoutes, handoffsRoutes, noteLinkedTask } from './handoffs/index.js';
import { ledgerRoutes, packageRoutes, termsRoutes, workRoutes } from './ledger/index.js';
import { crmRoutes, offersRoutes } from './offers/index.js';
import { adviceRoutes, capacityRoutes, intakeRoutes, sprintRoutes } from './planning/index.js';
import { robotsRoutes } from './robots/index.js';
import { createGroupCommit, drainInbox, drainInboxBySubject, isInboxDue } from './portal/inbox/index.js';
import { type PortalRow, createInstalls, listInstalledPortals } from './portal/installs/index.js';
import type { Readings } from './portal/mirror/index.js';
import { drainOutbox } from './portal/outbox/index.js';
import { createPortalRest, portalClock } from './portal/rest/index.js';
import {
  acceptanceRoutes,
  notePosting,
  noteSent,
  postToReportTask,
  reportFilesRoutes,
  reportsRoutes,
  sampleRoutes,
  schedulesRoutes,
} from './reports/index.js';
import { createLongWorks } from './long-works.js';
import { compareOpenPeriods, crm, emptyOfflineQueue, runDueJobs, sweep, timetable } from './schedule.js';

const STOP_GRACE_MS = 5_000;
/** Work in hand may take minutes (a first mirror); everything it has stored goes on from there after the next start. */
const STOP_WORK_MS = 15_000;
/** So many rounds of facts at most before the timetable and the posts have their turn: a stream never ends. */
const PASSES_A_ROUND = 20;
/** Facts of tasks, deals and invoices are read together, up to one batch; the other subjects go one by one. */
const TOGETHER = [
  ['task', playTasks],
  ['comment', playTasks],
  ['deal', playCrm],
  ['invoice', playCrm],
] as const;

export interface App {
  ground: Ground;
  stage: Stage;
  /** Opens the doors; resolves with the port. */
  listen: () => Promise<number>;
  /** One round of work for every portal: facts, timetable, posts. Rounds never overlap. */
  work: () => Promise<void>;
  /** Works until nothing is left to do; `sweep` also compares with the portal first. */
  settle: (options?: { sweep?: boolean; night?: boolean }) => Promise<void>;
  stop: () => Promise<void>;
}

/** The wiring, by hand. Migrates the database; nothing listens or works yet. */
export async function createApp(config: Config): Promise<App> {
  const log = createLog(config.logLevel);
  const db = connect(config.databaseUrl);
  const applied = await migrate(db);
  if (applied.length > 0) log.info({ applied }, 'the database was brought up to date');
  const followed =
    config.clockUrl !== null && config.clock === 'portal' ? portalClock(config.clockUrl) : null;
  await followed?.refresh();
  const ground: Ground = { db, clock: followed ?? systemClock, log, config };
  const installs = createInstalls(ground);
  const rest = createPortalRest(ground, installs);
  const groupCommit = createGroupCommit(ground);
  const stage: Stage = { ground, rest };
  const changes = watchChanges(ground);
  const routers = routersOf(stage, changes);
  const widgetDir = join(import.meta.dirname, '..', 'dist', 'widget');
  const server = createHttpServer(ground, { routers, installs, rest, groupCommit, widgetDir });
  const rounds = createRounds(stage);
  return {
    ground,
    stage,
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.port, config.host, () => resolve((server.address() as AddressInfo).port));
      }),
    work: rounds.work,
    settle: async (options) => {
      await followed?.refresh();
      await rounds.settle(options);
    },
    stop: async () => {
      changes.stop();
      await stopHttpServer(server, STOP_GRACE_MS);
      await rounds.stop();
      await rest.flush();
      followed?.stop();
      await db.destroy();
    },
  };
}

/** Every slice's doors, behind which sessions are asked for. */
function routersOf(stage: Stage, changes: Changes): ReturnType<typeof ledgerRoutes>[] {
  const { ground, rest } = stage;
  const takeIn = (portalId: string, readings: Readings) => keep(stage, portalId, readings);
  return [
    changesRoutes(ground, changes),
    runningRoutes(ground, rest),
    longWorkRoutes(ground),
    dataRoutes(ground),
    clientEditRoutes(ground),
    clientRoutes(ground),
    calendarRoutes(ground, rest),
    ledgerRoutes(ground),
    packageRoutes(ground),
    termsRoutes(ground),
    workRoutes(ground),
    workRulesRoutes(ground),
    offersRoutes(ground, rest),
    crmRoutes(ground, rest),
    handoffsRoutes(ground, rest),
    estimatesRoutes(ground, rest),
    reportsRoutes(ground),
    reportFilesRoutes(ground),
    sampleRoutes(),
    schedulesRoutes(ground),
    acceptanceRoutes(ground),
    alertsRoutes(ground),
    boardRoutes(ground, { rest, takeIn }),
    capacityRoutes(ground, rest),
    sprintRoutes(ground, { tellClient: postToReportTask }),
    intakeRoutes(ground, { rest, takeIn, tellClient: postToReportTask }),
    adviceRoutes(ground),
    robotsRoutes(ground, rest),
    peopleRoutes(ground),
    actionLogRoutes(ground),
    postingRoutes(ground, rest),
  ];
}

interface Rounds {
  work: () => Promise<void>;
  settle: App['settle'];
  stop: () => Promise<void>;
}

/** Portals work side by side, each in one line of its own: a first mirror of one holds up no other. */
function createRounds(stage: Stage): Rounds {
  const { ground } = stage;
  const busy = new Map<string, Promise<void>>();
  let stopped = false;
  const jobs = timetable(ground.config.pollEveryMs);
  const longWorks = createLongWorks(stage, () => !stopped);

  function start(portal: PortalRow): Promise<void> {
    const running = busy.get(portal.portal_id);
    if (running) return running;
    const round = workOn(stage, portal, { jobs, mayGoOn: () => !stopped })
      .catch((error: unknown) =>
        ground.log.error({ err: error, portalId: portal.portal_id }, 'a round failed'),
      )
      .finally(() => busy.delete(portal.portal_id));
    busy.set(portal.portal_id, round);
    return round;
  }

  let erasedHour = 0;
  async function eraseEveryHour(): Promise<void> {
    const hour = Math.floor(ground.clock.now() / 3_600_000);
    if (hour === erasedHour) return;
    erasedHour = hour;
    await eraseExpired(ground);
  }

  async function work(): Promise<void> {
    if (stopped) return;
    await longWorks.start();
    await eraseEveryHour();
    for (const portal of await listInstalledPortals(ground.db)) void start(portal);
  }

  async function settle(options: { sweep?: boolean; night?: boolean } = {}): Promise<void> {
    for (const portal of await listInstalledPortals(ground.db)) {
      await busy.get(portal.portal_id);
      await drain(stage, portal);
      if (options.sweep) {
        await emptyOfflineQueue(stage, portal);
        await sweep(stage, portal);
        await crm(stage, portal);
      }
      if (options.night) await compareOpenPeriods(stage, portal);
      await drain(stage, portal);
    }
    await longWorks.start();
    await longWorks.idle();
  }

  return {
    work,
    settle,
    stop: async () => {
      stopped = true;
      const late = new Promise<'late'>((resolve) => setTimeout(resolve, STOP_WORK_MS, 'late').unref());
      const ended = await Promise.race([Promise.all([...busy.values(), longWorks.idle()]), late]);
      if (ended === 'late') ground.log.warn({ portals: busy.size }, 'work was left where it stood');
    },
  };
}

interface Round {
  jobs: ReturnType<typeof timetable>;
  mayGoOn: () => boolean;
}

async function workOn(stage: Stage, portal: PortalRow, { jobs, mayGoOn }: Round): Promise<void> {
  const limits = { passes: PASSES_A_ROUND, mayGoOn };
  await drain(stage, portal, limits);
  await runDueJobs(stage, portal, jobs, mayGoOn);
  await drain(stage, portal, limits);
}

/** Facts until none is due, then posts until none is due; no further than the limits say. */
async function drain(
  stage: Stage,
  portal: PortalRow,
  limits: { passes: number; mayGoOn: () => boolean } = { passes: Infinity, mayGoOn: () => true },
): Promise<void> {
  const { ground, rest } = stage;
  const portalId = portal.portal_id;
  for (let pass = 0, leased = 1; leased > 0 && pass < limits.passes && limits.mayGoOn(); pass += 1) {
    if (!(await isInboxDue(ground, portalId))) break;
    leased = 0;
    for (const [subject, play] of TOGETHER) {
      leased += await drainInboxBySubject(ground, { portalId, subject, batch: 25 }, (rows) =>
        play(stage, rows),
      );
    }
    leased += await drainInbox(ground, { portalId, play: (row) => playRow(stage, row) });
  }
  if (!limits.mayGoOn()) return;
  const hooks = {
    onSent: noteSentIn(ground),
    onUncertain: notePostingIn(ground, 'uncertain'),
    onFailed: notePostingIn(ground, 'failed'),
  };
  await drainOutbox(ground, rest, portalId, hooks);
}

function noteSentIn(ground: Ground): Parameters<typeof drainOutbox>[3]['onSent'] {
  return async (tx, row, result) => {
    postEnded(row.kind, 'sent');
    await noteLinkedTask(tx, ground, row, result);
    return noteSent(tx, ground, row, result);
  };
}

function notePostingIn(
  ground: Ground,
  outcome: 'uncertain' | 'failed',
): Parameters<typeof drainOutbox>[3]['onUncertain'] {
  return (tx, row) => {
    postEnded(row.kind, outcome);
    return notePosting(tx, ground, row);
  };
}
