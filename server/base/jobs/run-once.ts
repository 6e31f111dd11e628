import type { Ground } from '../ground.js';
import { newId } from '../ids.js';
import { jobEnded } from '../telemetry.js';
import { changeRun, claimRun, type JobRun } from './job-runs-store.js';

export interface Job {
  portalId: string;
  job: string;
  /** The firing, as text: `2026-11-24T03` for an hourly job. One bucket runs to its end once, across processes. */
  bucket: string;
  /** How long a crashed process blocks the bucket; renewed while working. */
  leaseMs: number;
  /** Pause after a failed run before the same bucket may be tried again. Default: none. */
  retryAfterMs?: number;
}

/**
 * Runs `work` unless this bucket is finished or in work elsewhere. Returns whether it ran.
 * A failed run frees its bucket after `retryAfterMs` and throws what `work` threw.
 */
export async function runOnce(
  ground: Pick<Ground, 'db' | 'clock' | 'log'>,
  job: Job,
  work: () => Promise<void>,
): Promise<boolean> {
  const run: JobRun = { portalId: job.portalId, job: job.job, bucket: job.bucket, holder: newId() };
  const now = ground.clock.now();
  if (!(await claimRun(ground.db, run, now, now + job.leaseMs))) return false;
  const timer = setInterval(() => renew(ground, run, job.leaseMs), Math.ceil(job.leaseMs / 3));
  timer.unref();
  try {
    await work();
    await changeRun(ground.db, run, { finished_at: ground.clock.now() });
    jobEnded(kindOf(job), 'done');
  } catch (error) {
    jobEnded(kindOf(job), 'failed');
    const lease_until = job.retryAfterMs === undefined ? 0 : ground.clock.now() + job.retryAfterMs;
    await changeRun(ground.db, run, { lease_until });
    throw error;
  } finally {
    clearInterval(timer);
  }
  return true;
}

/** The name for figures: what follows a colon names one thing of many. */
function kindOf({ job }: Job): string {
  return job.split(':')[0] ?? job;
}

function renew(ground: Pick<Ground, 'db' | 'clock' | 'log'>, run: JobRun, leaseMs: number): void {
  changeRun(ground.db, run, { lease_until: ground.clock.now() + leaseMs }).catch((error: unknown) => {
    ground.log.warn({ err: error, job: run.job }, 'a job lease could not be renewed');
  });
}
