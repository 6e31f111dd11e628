import { DateTime } from 'luxon';
import { reviewAlerts, watchAlerts, watchTokens } from './alerts/index.js';
import { dayOf } from './base/days.js';
import { deleteOldRuns, deleteOldWorks, runOnce } from './base/jobs/index.js';
import { sweepEnded } from './base/telemetry.js';
import { readClients, readWatchedGroups } from './clients/index.js';
import { pruneExports } from './portal-data/index.js';
import { keep, type Stage } from './events.js';
import { readNewestIssue } from './ledger/index.js';
import { acceptFacts } from './portal/inbox/index.js';
import {
  type PortalRow,
  confirmInstalled,
  confirmOwner,
  createInstalls,
  keepTokensAlive,
} from './portal/installs/index.js';
import {
  compareFully,
  confirmOffline,
  mergeReadings,
  readCursor,
  readGroups,
  readNewEntries,
  readOffline,
  readPeople,
  readSweep,
} from './portal/mirror/index.js';
import { sweepCrm } from './offers/index.js';
import { askAbsences, closeWeeks } from './planning/index.js';
import { prunePostFiles } from './portal/outbox/index.js';
import { RestError, pruneRestCalls, pruneRestUse } from './portal/rest/index.js';
import { answerSilence, fireDueReports } from './reports/index.js';
import { postClient } from './settle-change.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface TimedJob {
  job: string;
  /** Names the firing: one bucket runs once, across processes and restarts. Null = not now. */
  bucket: (now: number, portal: PortalRow) => string | null;
  leaseMs: number;
  /** Pause before a failed firing is tried again: a portal that refuses is not asked every second. */
  retryAfterMs: number;
  run: (stage: Stage, portal: PortalRow) => Promise<void>;
}

/** THE TIMETABLE: every recurring job of a portal, when, and in whose time zone. */
export function timetable(pollEveryMs: number): TimedJob[] {
  return [
    {
      job: 'tail-poll',
      bucket: every(pollEveryMs),
      leaseMs: MINUTE,
      retryAfterMs: pollEveryMs,
      run: pollTail,
    },
    {
      job: 'offline-queue',
      bucket: every(5 * MINUTE),
      leaseMs: MINUTE,
      retryAfterMs: 5 * MINUTE,
      run: emptyOfflineQueue,
    },
    { job: 'crm', bucket: every(15 * MINUTE), leaseMs: 5 * MINUTE, retryAfterMs: 5 * MINUTE, run: crm },
    { job: 'sweep', bucket: every(15 * MINUTE), leaseMs: 5 * MINUTE, retryAfterMs: 5 * MINUTE, run: sweep },
    { job: 'due-reports', bucket: every(MINUTE), leaseMs: MINUTE, retryAfterMs: MINUTE, run: dueReports },
    {
      job: 'silence',
      bucket: every(5 * MINUTE),
      leaseMs: 5 * MINUTE,
      retryAfterMs: 5 * MINUTE,
      run: answerSilent,
    },
    { job: 'alerts', bucket: every(MINUTE), leaseMs: MINUTE, retryAfterMs: MINUTE, run: watch },
    { job: 'tokens', bucket: every(15 * MINUTE), leaseMs: 5 * MINUTE, retryAfterMs: 5 * MINUTE, run: tokens },
    { job: 'alerts-review', bucket: hourly, leaseMs: 10 * MINUTE, retryAfterMs: 10 * MINUTE, run: review },
    { job: 'new-day', bucket: hourly, leaseMs: 10 * MINUTE, retryAfterMs: 10 * MINUTE, run: postNewDay },
    { job: 'week-end', bucket: hourly, leaseMs: 10 * MINUTE, retryAfterMs: 10 * MINUTE, run: weekEnd },
    { job: 'absences', bucket: every(6 * HOUR), leaseMs: 10 * MINUTE, retryAfterMs: HOUR, run: absences },
    { job: 'archives', bucket: hourly, leaseMs: 10 * MINUTE, retryAfterMs: HOUR, run: putAwayOldWork },
    { job: 'night', bucket: nightly(2), leaseMs: HOUR, retryAfterMs: 20 * MINUTE, run: compareOpenPeriods },
    { job: 'people', bucket: nightly(3), leaseMs: HOUR, retryAfterMs: 20 * MINUTE, run: readEverybody },
    { job: 'upkeep', bucket: nightly(4), leaseMs: HOUR, retryAfterMs: 20 * MINUTE, run: upkeep },
  ];
}

/** Runs whatever of the timetable is due for a portal. A job that fails is logged and tried again after its pause. */
export async function runDueJobs(
  stage: Stage,
  portal: PortalRow,
  jobs: readonly TimedJob[],
  mayGoOn: () => boolean = () => true,
): Promise<void> {
  const { ground } = stage;
  for (const { job, bucket, leaseMs, retryAfterMs, run } of jobs) {
    const name = bucket(ground.clock.now(), portal);
    if (name === null || !mayGoOn()) continue;
    try {
      const portalId = portal.portal_id;
      await runOnce(ground, { portalId, job, bucket: name, leaseMs, retryAfterMs }, () => run(stage, portal));
    } catch (error) {
      ground.log.warn({ err: error, job, portalId: portal.portal_id }, 'a job failed');
    }
  }
}

function every(ms: number): TimedJob['bucket'] {
  return (now) => String(Math.floor(now / ms));
}

function hourly(now: number): string {
  return String(Math.floor(now / HOUR));
}

/** Once a night, from that hour of the portal's own time on: a night that was missed is made up in the morning. */
function nightly(hour: number): TimedJob['bucket'] {
  return (now, portal) => {
    const local = DateTime.fromMillis(now, { zone: portal.time_zone });
    return local.hour < hour ? null : (local.toISODate() ?? null);
  };
}

/** New entries, portal-wide: the platform tells of no tracked time. */
export async function pollTail(stage: Stage, portal: PortalRow): Promise<void> {
  const readings = await readNewEntries(stage.ground, stage.rest, portal.portal_id);
  if (readings) await keep(stage, portal.portal_id, readings);
}

/** The lossless queue makes up for events that never came. Cleared only when its facts are durable. */
export async function emptyOfflineQueue({ ground, rest }: Stage, portal: PortalRow): Promise<void> {
  for (let packages = 0; packages < 20; packages += 1) {
    const { processId, facts } = await readOfflineIfAny(ground, rest, portal.portal_id);
    if (processId === null) return;
    if (facts.length > 0) {
      await ground.db.transaction().execute((tx) => acceptFacts(tx, ground.clock, facts));
    }
    await confirmOffline(rest, portal.portal_id, processId);
    if (facts.length < 50) return;
  }
}

/** Portals whose plan has no offline queue refuse the call: then the sweep alone makes up for lost events. */
async function readOfflineIfAny(
  ground: Stage['ground'],
  rest: Stage['rest'],
  portalId: string,
): ReturnType<typeof readOffline> {
  try {
    return await readOffline(ground, rest, portalId);
  } catch (error) {
    if (error instanceof RestError && error.outcome === 'refused') return { processId: null, facts: [] };
    throw error;
  }
}

/** Plan against fact, when the week's last working day is over. */
async function weekEnd({ ground }: Stage, portal: PortalRow): Promise<void> {
  await closeWeeks(ground, portal.portal_id);
}

/** Who is away: the portal's calendar tells it to whoever asks. */
async function absences({ ground, rest }: Stage, portal: PortalRow): Promise<void> {
  await askAbsences(ground, rest, { portalId: portal.portal_id, urgency: 'background' });
}

/** Won deals and paid invoices of linked companies that no event told of. */
export async function crm({ ground, rest }: Stage, portal: PortalRow): Promise<void> {
  await sweepCrm(ground, rest, portal.portal_id);
}

/** Totals per task against our sums: finds edits, deletions, moves. */
export async function sweep(stage: Stage, portal: PortalRow): Promise<void> {
  const { ground, rest } = stage;
  if ((await readCursor(ground.db, portal.portal_id, 'first-mirror')) === null) return;
  const groupIds = await readWatchedGroups(ground.db, portal.portal_id);
  await keep(stage, portal.portal_id, await readSweep(ground, rest, portal.portal_id, groupIds));
  sweepEnded(ground.clock.now());
}

async function watch({ ground }: Stage, portal: PortalRow): Promise<void> {
  await watchAlerts(ground, portal.portal_id);
}

/** Does whoever lets us post in their name still work here? */
async function tokens({ ground, rest }: Stage, portal: PortalRow): Promise<void> {
  await watchTokens(ground, rest, portal.portal_id);
}

async function review({ ground }: Stage, portal: PortalRow): Promise<void> {
  await reviewAlerts(ground, portal.portal_id);
}

/** Reminders of reports that nobody answered, and acceptance by silence: at 10:00 of each client's working days. */
async function answerSilent({ ground }: Stage, portal: PortalRow): Promise<void> {
  await answerSilence(ground, portal.portal_id);
}

async function dueReports({ ground }: Stage, portal: PortalRow): Promise<void> {
  await fireDueReports(ground, portal.portal_id);
}

/**
 * A new local day may expire packages and release held work: posting again says so, or posts nothing. Once per client
 * and day of its own; a client that fails holds up no other.
 */
async function postNewDay({ ground }: Stage, portal: PortalRow): Promise<void> {
  const portalId = portal.portal_id;
  for (const { client_id: clientId, time_zone: zone } of await readClients(ground.db, portalId)) {
    const bucket = dayOf(ground.clock.now(), zone);
    const run = { portalId, job: `new-day:${clientId}`, bucket, leaseMs: 10 * MINUTE, retryAfterMs: HOUR };
    const post = () => ground.db.transaction().execute((tx) => postClient(tx, ground, portalId, clientId));
    await runOnce(ground, run, post).catch((error: unknown) => {
      ground.log.warn({ err: error, portalId, clientId }, 'a client’s new day could not be posted');
    });
  }
}

/** Every open period is compared entry by entry: finds swaps within a task and edited comments. */
export async function compareOpenPeriods(stage: Stage, portal: PortalRow): Promise<void> {
  const { ground, rest } = stage;
  const { portal_id: portalId } = portal;
  if ((await readCursor(ground.db, portalId, 'first-mirror')) === null) return;
  const groupIds = await readWatchedGroups(ground.db, portalId);
  const clients = await readClients(ground.db, portalId);
  if (groupIds.length === 0 || clients.length === 0) return;
  const days: string[] = [];
  for (const client of clients) {
    const { standing } = await readNewestIssue(ground.db, portalId, client.client_id);
    const issuedAt = standing === null ? null : DateTime.fromMillis(standing.issued_at, { zone: 'utc' });
    days.push(issuedAt?.minus({ days: 62 }).toISODate() ?? client.accounting_starts_on);
  }
  const sinceDay = days.sort()[0] ?? '0001-01-01';
  await keep(stage, portalId, await compareFully(ground, rest, portalId, { groupIds, sinceDay }));
}

async function readEverybody(stage: Stage, portal: PortalRow): Promise<void> {
  const { ground, rest } = stage;
  await confirmInstalled(ground, rest, portal.portal_id);
  await confirmOwner(ground, rest, portal.portal_id);
  const people = await readPeople(ground, rest, portal.portal_id);
  const groups = await readGroups(ground, rest, portal.portal_id);
  await keep(stage, portal.portal_id, mergeReadings(people, groups));
}

/** Archives are kept for a day, what came of long work for two. */
async function putAwayOldWork({ ground }: Stage, { portal_id: portalId }: PortalRow): Promise<void> {
  await pruneExports(ground, portalId);
  await deleteOldWorks(ground.db, portalId, ground.clock.now() - 2 * 24 * HOUR);
}

async function upkeep({ ground }: Stage, portal: PortalRow): Promise<void> {
  await keepTokensAlive(ground, createInstalls(ground), portal.portal_id);
  await pruneRestCalls(ground.db, ground.clock.now());
  await pruneRestUse(ground.db, ground.clock.now());
  await prunePostFiles(ground.db, portal.portal_id, ground.clock.now());
  await deleteOldRuns(ground.db, ground.clock.now() - 3 * 24 * HOUR);
}
