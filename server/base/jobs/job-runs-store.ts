import type { Db } from '../db/index.js';

export interface JobRun {
  portalId: string;
  job: string;
  bucket: string;
  holder: string;
}

/** True when the run is ours: nobody has finished it, and nobody holds a lease on it now. */
export async function claimRun(db: Db, run: JobRun, now: number, leaseUntil: number): Promise<boolean> {
  const claimed = await db
    .insertInto('job_runs')
    .values({
      portal_id: run.portalId,
      job: run.job,
      bucket: run.bucket,
      holder: run.holder,
      lease_until: leaseUntil,
      finished_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['portal_id', 'job', 'bucket'])
        .doUpdateSet({ holder: run.holder, lease_until: leaseUntil })
        .where('job_runs.finished_at', 'is', null)
        .where('job_runs.lease_until', '<=', now),
    )
    .returning('holder')
    .executeTakeFirst();
  return claimed?.holder === run.holder;
}

/** Changes a run that this holder still has; nothing otherwise. */
export async function changeRun(
  db: Db,
  run: JobRun,
  change: { lease_until?: number; finished_at?: number },
): Promise<void> {
  await db
    .updateTable('job_runs')
    .set(change)
    .where('portal_id', '=', run.portalId)
    .where('job', '=', run.job)
    .where('bucket', '=', run.bucket)
    .where('holder', '=', run.holder)
    .execute();
}

/** Forgets runs that ended before `before`, well or badly; their time buckets never come again. */
export async function deleteOldRuns(db: Db, before: number): Promise<void> {
  await db
    .deleteFrom('job_runs')
    .where((eb) =>
      eb.or([
        eb('finished_at', '<', before),
        eb.and([eb('finished_at', 'is', null), eb('lease_until', '<', before)]),
      ]),
    )
    .execute();
}
