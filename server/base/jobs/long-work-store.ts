import type { Selectable } from 'kysely';
import type { Clock } from '../clock.js';
import type { DbOrTx, Tx } from '../db/index.js';
import type { ProgressTable } from '../db/tables/inbox.js';

/** Which long work of which portal: `first-mirror`, `resync`, `export`. What follows a colon names one of many. */
export interface Work {
  portalId: string;
  work: string;
}

export type WorkRow = Selectable<ProgressTable>;

export interface WorkAsked {
  stage: string;
  /** Null = the app itself. */
  askedBy: number | null;
  wanted?: unknown;
}

/**
 * Asks for a work, in place of an earlier one of its kind that has ended or whose process died. False while one is under
 * way: nothing was changed.
 * @param how.machineNow leases follow the machine's clock
 * @param how.takeOver the caller knows that nobody else works on it
 */
export async function askWork(
  tx: Tx,
  clock: Clock,
  work: Work,
  { asked, machineNow, takeOver }: { asked: WorkAsked; machineNow: number; takeOver?: boolean },
): Promise<boolean> {
  const row = await readWork(tx, work);
  if (row && takeOver !== true && isUnderWay(row, machineNow)) return false;
  const now = clock.now();
  const fresh: Omit<WorkRow, 'portal_id' | 'work'> = {
    stage: asked.stage,
    done: 0,
    total: null,
    started_at: now,
    updated_at: now,
    finished_at: null,
    failed_reason: null,
    state: 'asked',
    asked_by: asked.askedBy,
    wanted: asked.wanted === undefined ? null : JSON.stringify(asked.wanted),
    holder: null,
    lease_until: null,
    cancel_asked_at: null,
    result: null,
    put_away_at: null,
  };
  await tx
    .insertInto('progress')
    .values({ portal_id: work.portalId, work: work.work, ...fresh })
    .onConflict((conflict) => conflict.columns(['portal_id', 'work']).doUpdateSet(fresh))
    .execute();
  return true;
}

export function isUnderWay(row: WorkRow, machineNow: number): boolean {
  if (row.finished_at !== null) return false;
  return row.state !== 'running' || (row.lease_until ?? 0) > machineNow;
}

export async function readWork(db: DbOrTx, { portalId, work }: Work): Promise<WorkRow | null> {
  const row = await db
    .selectFrom('progress')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('work', '=', work)
    .executeTakeFirst();
  return row ?? null;
}

/** Every work of a portal, the latest first. */
export async function readWorks(db: DbOrTx, portalId: string): Promise<WorkRow[]> {
  return db
    .selectFrom('progress')
    .selectAll()
    .where('portal_id', '=', portalId)
    .orderBy('started_at', 'desc')
    .orderBy('work')
    .execute();
}

/** What nobody has begun yet, of every portal. */
export async function readAskedWorks(db: DbOrTx): Promise<Work[]> {
  const rows = await db
    .selectFrom('progress')
    .select(['portal_id', 'work'])
    .where('state', '=', 'asked')
    .where('finished_at', 'is', null)
    .orderBy('started_at')
    .execute();
  return rows.map((row) => ({ portalId: row.portal_id, work: row.work }));
}

/** Null when somebody else was quicker, or nobody asks any more. */
export async function claimWork(
  db: DbOrTx,
  clock: Clock,
  work: Work,
  hold: { holder: string; leaseUntil: number },
): Promise<WorkRow | null> {
  const now = clock.now();
  const row = await db
    .updateTable('progress')
    .set({
      ...{ state: 'running', holder: hold.holder, lease_until: hold.leaseUntil },
      ...{ started_at: now, updated_at: now },
    })
    .where('portal_id', '=', work.portalId)
    .where('work', '=', work.work)
    .where('state', '=', 'asked')
    .where('finished_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Changes a work that this holder still has; null when it has it no more. */
export async function changeHeld(
  db: DbOrTx,
  { portalId, work }: Work,
  holder: string,
  values: Partial<Omit<WorkRow, 'portal_id' | 'work' | 'holder'>>,
): Promise<WorkRow | null> {
  const row = await db
    .updateTable('progress')
    .set(values)
    .where('portal_id', '=', portalId)
    .where('work', '=', work)
    .where('holder', '=', holder)
    .where('finished_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Stops a work between two steps; one that nobody works on ends at once. False when there was nothing to stop. */
export async function cancelWork(tx: Tx, clock: Clock, work: Work, machineNow: number): Promise<boolean> {
  const row = await readWork(tx, work);
  if (!row || row.finished_at !== null) return false;
  const now = clock.now();
  const isHeld = row.state === 'running' && (row.lease_until ?? 0) > machineNow;
  const ended = isHeld ? {} : { state: 'cancelled' as const, finished_at: now, holder: null };
  await changeWork(tx, work, { cancel_asked_at: now, ...ended });
  return true;
}

export async function changeWork(
  db: DbOrTx,
  { portalId, work }: Work,
  values: Partial<Omit<WorkRow, 'portal_id' | 'work'>>,
): Promise<void> {
  await db
    .updateTable('progress')
    .set(values)
    .where('portal_id', '=', portalId)
    .where('work', '=', work)
    .execute();
}

/** Forgets works that ended before `before`; the first reading of a portal is remembered. */
export async function deleteOldWorks(db: DbOrTx, portalId: string, before: number): Promise<void> {
  await db
    .deleteFrom('progress')
    .where('portal_id', '=', portalId)
    .where('work', '!=', 'first-mirror')
    .where('finished_at', '<', before)
    .execute();
}
