import { systemClock } from './base/clock.js';
import type { Ground } from './base/ground.js';
import { type WorkHands, askWork, runWork } from './base/jobs/index.js';
import { readClient, readClients, readGroupsOfClient, readWatchedGroups } from './clients/index.js';
import { draftNext, lookAtItems } from './offers/index.js';
import { type InboxRow, ackRow } from './portal/inbox/index.js';
import { holdInstalled, probeCard } from './portal/installs/index.js';
import {
  type ApplyOptions,
  type MirrorChange,
  type Readings,
  applyReadings,
  fillGroup,
  firstMirror,
  noteDeleteSeen,
  readAnyTaskId,
  readGroups,
  readTasks,
} from './portal/mirror/index.js';
import type { PortalRest } from './portal/rest/index.js';
import { playRobot } from './robots/index.js';
import { planExhausted } from './reports/index.js';
import { postClient, settleChange } from './settle-change.js';

/** The name of the work that reads a portal for the first time. */
const FIRST_MIRROR = 'first-mirror';

export interface Stage {
  ground: Ground;
  rest: PortalRest;
}

/**
 * THE PLOT: when the portal says X, we do this, then that. Network first, outside any transaction; then one
 * transaction for the mirror's change, the ledger's posting and the acknowledgement.
 */
export async function playRow(stage: Stage, row: InboxRow): Promise<void> {
  switch (row.subject) {
    case 'task':
    case 'comment':
      return playTasks(stage, [row]);
    case 'deal':
    case 'invoice':
      return playCrm(stage, [row]);
    case 'group':
      return playGroup(stage, row);
    case 'client':
      return playClient(stage, row);
    case 'new-client':
      return playNewClient(stage, row);
    case 'robot':
      return playRobot(stage.ground, { rest: stage.rest, meet: (...one) => meetTask(stage, ...one) }, row);
    case 'portal':
      return row.subjectId === 'install' ? playInstalled(stage, row) : undefined;
    default:
      stage.ground.log.warn({ subject: row.subject }, 'a fact about something we do not know was left out');
  }
}

/** Tasks changed, were deleted or got a comment: fifty are read again in one batch. */
export async function playTasks(stage: Stage, rows: readonly InboxRow[]): Promise<void> {
  const { ground, rest } = stage;
  const portalId = rows[0]?.portalId;
  if (portalId === undefined) return;
  const taskIds = [...new Set(rows.map((row) => Number(row.subjectId)))];
  const deleted = rows
    .filter((row) => row.names.includes('ONTASKDELETE'))
    .map((row) => Number(row.subjectId));
  if (deleted.length > 0) {
    await ground.db.transaction().execute((tx) => noteDeleteSeen(tx, portalId, deleted, ground.clock.now()));
  }
  const readings = await readTasks(ground, rest, portalId, taskIds);
  await keep(stage, portalId, readings, rows);
}

/** Writes readings and everything that follows from them, with the acknowledgement, in one transaction. */
export async function keep(
  stage: Stage,
  portalId: string,
  readings: Readings,
  rows: readonly InboxRow[] = [],
): Promise<MirrorChange> {
  const { ground } = stage;
  const options = await textOptions(stage, portalId);
  return ground.db.transaction().execute(async (tx) => {
    await holdInstalled(tx, portalId);
    const change = await applyReadings(tx, ground, portalId, readings, options);
    await settleChange(tx, ground, portalId, change);
    for (const row of rows) await ackRow(tx, row);
    return change;
  });
}

/** Deals or invoices changed: those of linked companies are read again, and packages offered. */
export async function playCrm(stage: Stage, rows: readonly InboxRow[]): Promise<void> {
  const { ground, rest } = stage;
  const portalId = rows[0]?.portalId;
  if (portalId === undefined) return;
  const idsOf = (subject: string) =>
    rows.filter((row) => row.subject === subject).map((row) => Number(row.subjectId));
  const named = { 'crm-deal': idsOf('deal'), 'smart-invoice': idsOf('invoice') };
  const take = await lookAtItems(ground, rest, portalId, named);
  await ground.db.transaction().execute(async (tx) => {
    await holdInstalled(tx, portalId);
    await take(tx);
    for (const row of rows) await ackRow(tx, row);
  });
}

/** A robot may run before the event of a new task has come. */
async function meetTask(stage: Stage, portalId: string, taskId: number): Promise<void> {
  await keep(stage, portalId, await readTasks(stage.ground, stage.rest, portalId, [taskId]));
}

async function playGroup(stage: Stage, row: InboxRow): Promise<void> {
  const readings = await readGroups(stage.ground, stage.rest, row.portalId, [Number(row.subjectId)]);
  await keep(stage, row.portalId, readings, [row]);
}

/** Facts of a client changed by what a person did: a sale may be used up at once, without a line to post. */
async function playClient(stage: Stage, row: InboxRow): Promise<void> {
  const { ground } = stage;
  await ground.db.transaction().execute(async (tx) => {
    const client = await readClient(tx, row.portalId, Number(row.subjectId));
    if (client) {
      await postClient(tx, ground, row.portalId, client.client_id);
      if (client.archived_at === null) {
        await planExhausted(tx, ground, row.portalId, client.client_id);
        await draftNext(tx, ground, row.portalId, client.client_id);
      }
    }
    await ackRow(tx, row);
  });
}

/** A group got an owner: of it only ids and seconds were kept, so its texts are read back to the start of accounting. */
async function playNewClient(stage: Stage, row: InboxRow): Promise<void> {
  const { ground, rest } = stage;
  const { portalId } = row;
  const client = await readClient(ground.db, portalId, Number(row.subjectId));
  if (!client) return;
  const groups = await readGroupsOfClient(ground.db, portalId, client.client_id);
  const groupIds = groups.map((group) => group.groupId);
  const readings = await fillGroup(ground, rest, portalId, groupIds, client.accounting_starts_on);
  await keep(stage, portalId, readings);
  await playClient(stage, row);
}

/**
 * Installed: everything is mirrored once, with a progress bar a person can watch. The inbox gives the row to one process
 * alone. Stopped by a person, it goes on from where it stood when they start it again.
 */
async function playInstalled(stage: Stage, row: InboxRow): Promise<void> {
  const { ground } = stage;
  const work = { portalId: row.portalId, work: FIRST_MIRROR };
  const asked = { stage: 'people', askedBy: null };
  const how = { asked, machineNow: systemClock.now(), takeOver: true };
  await ground.db.transaction().execute((tx) => askWork(tx, ground.clock, work, how));
  const end = await runWork(ground, work, (hands) => mirrorEverything(stage, row.portalId, hands));
  if (end === 'done' || end === 'cancelled') await ackRow(ground.db, row);
}

async function mirrorEverything(stage: Stage, portalId: string, { step }: WorkHands): Promise<unknown> {
  const { ground, rest } = stage;
  const options = await textOptions(stage, portalId);
  const mirrored = await firstMirror(ground, rest, portalId, {
    ...options,
    onProgress: ({ stage: name, done, total }) => step({ stage: name, done, total }),
  });
  await probeCard(ground, rest, { portalId, ...(await anyTask(ground, portalId)) });
  const clients = await readClients(ground.db, portalId);
  for (const [done, { client_id: clientId }] of clients.entries()) {
    await step({ stage: 'posting', done, total: clients.length });
    await ground.db.transaction().execute((tx) => postClient(tx, ground, portalId, clientId));
  }
  return mirrored;
}

/** A task whose card shows which kind of card the portal has. */
async function anyTask(ground: Ground, portalId: string): Promise<{ taskId?: number }> {
  const taskId = await readAnyTaskId(ground.db, portalId);
  return taskId === null ? {} : { taskId };
}

async function textOptions(stage: Stage, portalId: string): Promise<ApplyOptions> {
  const watched = new Set(await readWatchedGroups(stage.ground.db, portalId));
  return { keepTextsOf: (groupId) => watched.has(groupId) };
}
