import type { DbOrTx } from '../db/index.js';

/** When each recurring job of a portal ended well the last time. Jobs of single clients count as one. */
export async function lastRuns(db: DbOrTx, portalId: string): Promise<{ job: string; finishedAt: number }[]> {
  const rows = await db
    .selectFrom('job_runs')
    .select(({ fn }) => ['job', fn.max('finished_at').as('finished_at')])
    .where('portal_id', '=', portalId)
    .where('finished_at', 'is not', null)
    .where('job', 'not like', '%:%')
    .groupBy('job')
    .orderBy('job')
    .execute();
  return rows.map((row) => ({ job: row.job, finishedAt: Number(row.finished_at) }));
}
