import type { Clock } from '../clock.js';
import type { DbOrTx } from '../db/index.js';

/** Which long work of which portal: `first-mirror`, `nightly`, … */
export interface Work {
  portalId: string;
  work: string;
}

/** Begins (or begins anew) a work's progress bar. `total` null = not known yet. */
export async function startProgress(
  db: DbOrTx,
  clock: Clock,
  { portalId, work }: Work,
  start: { stage: string; total?: number | null },
): Promise<void> {
  const now = clock.now();
  const fresh = {
    stage: start.stage,
    done: 0,
    total: start.total ?? null,
    started_at: now,
    updated_at: now,
    finished_at: null,
    failed_reason: null,
  };
  await db
    .insertInto('progress')
    .values({ portal_id: portalId, work, ...fresh })
    .onConflict((conflict) => conflict.columns(['portal_id', 'work']).doUpdateSet(fresh))
    .execute();
}

/** Moves the bar: what is named changes, the rest stays. */
export async function stepProgress(
  db: DbOrTx,
  clock: Clock,
  work: Work,
  step: { done?: number; total?: number; stage?: string },
): Promise<void> {
  await change(db, work, { ...step, updated_at: clock.now() });
}

export async function finishProgress(db: DbOrTx, clock: Clock, work: Work): Promise<void> {
  const now = clock.now();
  await change(db, work, { updated_at: now, finished_at: now, failed_reason: null });
}

/** Ends it with the reason a person reads. */
export async function failProgress(db: DbOrTx, clock: Clock, work: Work, reason: string): Promise<void> {
  const now = clock.now();
  await change(db, work, { updated_at: now, finished_at: now, failed_reason: reason.slice(0, 500) });
}

export interface Progress {
  work: string;
  stage: string;
  done: number;
  total: number | null;
  startedAt: number;
  updatedAt: number;
  finishedAt: number | null;
  failedReason: string | null;
}

/** Every work of a portal, the latest first. */
export async function listProgress(db: DbOrTx, portalId: string): Promise<Progress[]> {
  const rows = await db
    .selectFrom('progress')
    .selectAll()
    .where('portal_id', '=', portalId)
    .orderBy('started_at', 'desc')
    .execute();
  return rows.map((row) => ({
    work: row.work,
    stage: row.stage,
    done: row.done,
    total: row.total,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    finishedAt: row.finished_at,
    failedReason: row.failed_reason,
  }));
}

async function change(
  db: DbOrTx,
  { portalId, work }: Work,
  values: {
    done?: number;
    total?: number;
    stage?: string;
    updated_at: number;
    finished_at?: number;
    failed_reason?: string | null;
  },
): Promise<void> {
  await db
    .updateTable('progress')
    .set(values)
    .where('portal_id', '=', portalId)
    .where('work', '=', work)
    .execute();
}
