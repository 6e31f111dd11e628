import {
  applyReadings,
  believeVanished,
  compareFully,
  decideDisappearance,
  decideMove,
  holdVanished,
  mirrorHealth,
  readNewEntries,
  type Readings,
  readSweep,
  type Vanished,
} from '../../server/portal/mirror/index.js';
import type { ConnectedPortal } from './mirror-portal.js';

export const keepAll = { keepTextsOf: (): boolean => true };

/** The plot, as short as can be: what is certain is believed, the rest waits for a manager. */
export async function settle(app: ConnectedPortal, readings: Readings | null): Promise<Vanished[]> {
  if (readings === null) return [];
  const { ground, portalId } = app;
  return ground.db.transaction().execute(async (tx) => {
    const change = await applyReadings(tx, ground, portalId, readings, keepAll);
    const certain = change.vanished.filter((gone) => gone.why !== 'task-out-of-sight');
    const doubtful = change.vanished.filter((gone) => gone.why === 'task-out-of-sight');
    await believeVanished(tx, ground, portalId, certain);
    await holdVanished(tx, ground, portalId, doubtful, null);
    return change.vanished;
  });
}

/** A manager confirms every question the mirror has. */
export async function decideAll(app: ConnectedPortal): Promise<void> {
  const { ground, portalId } = app;
  const { moves, disappearances } = await mirrorHealth(ground.db, portalId);
  await ground.db.transaction().execute(async (tx) => {
    for (const { moveId } of moves) {
      const decision = { portalId, moveId, confirm: true, withEarlier: false, actionId: `m-${moveId}` };
      await decideMove(tx, ground, 1, decision);
    }
    for (const { disappearanceId } of disappearances) {
      const decision = { portalId, disappearanceId, confirm: true, actionId: `d-${disappearanceId}` };
      await decideDisappearance(tx, ground, 1, decision);
    }
  });
}

export async function sweep(app: ConnectedPortal): Promise<void> {
  const { ground, rest, portalId, portal } = app;
  tick(app);
  await settle(app, await readNewEntries(ground, rest, portalId));
  tick(app);
  const groupIds = portal.control.groups().map((group) => group.id);
  await settle(app, await readSweep(ground, rest, portalId, groupIds));
  await decideAll(app);
}

export async function night(app: ConnectedPortal): Promise<void> {
  const { ground, rest, portalId, portal } = app;
  tick(app);
  const groupIds = portal.control.groups().map((group) => group.id);
  await settle(app, await compareFully(ground, rest, portalId, { groupIds, sinceDay: '2025-01-01' }));
}

export function tick(app: ConnectedPortal, ms = 2_000): void {
  app.portal.control.setClock({ advanceMs: ms });
}

export interface Hour {
  id: number;
  taskId: number;
  userId: number;
  seconds: number;
  comment: string;
  workedAt: number;
  group: number;
}

export async function mirrored(app: ConnectedPortal): Promise<Hour[]> {
  const rows = await app.ground.db
    .selectFrom('time_entries')
    .selectAll()
    .where('state', '=', 'live')
    .orderBy('entry_id')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.entry_id, taskId: row.task_id, userId: row.user_id, seconds: row.seconds },
    ...{ comment: row.comment, workedAt: row.worked_at, group: row.group_id },
  }));
}

export function truth(app: ConnectedPortal): Hour[] {
  return app.portal.control
    .truth()
    .entries.map(({ id, taskId, userId, seconds, comment, workedAt, groupIdWhenMade }) => ({
      ...{ id, taskId, userId, seconds, comment, workedAt, group: groupIdWhenMade },
    }))
    .sort((one, other) => one.id - other.id);
}

/** Hours older than the first mirror count for the group their task stood in then: their group is not compared. */
export async function withoutGuesses(app: ConnectedPortal, hours: Hour[]): Promise<Hour[]> {
  const rows = await app.ground.db
    .selectFrom('time_entries')
    .select('entry_id')
    .where('group_is_guess', '=', 1)
    .execute();
  const guesses = new Set(rows.map((row) => row.entry_id));
  return hours.map((hour) => (guesses.has(hour.id) ? { ...hour, group: 0 } : hour));
}
