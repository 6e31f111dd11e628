import type { Ground } from '../ground.js';
import { newId } from '../ids.js';
import { systemClock } from '../clock.js';
import { jobEnded } from '../telemetry.js';
import { AppError } from '../errors.js';
import { type Work, type WorkRow, changeHeld, claimWork } from './long-work-store.js';

/** How long a work whose process died looks as if it went on; renewed while working. */
const LEASE_MS = 60_000;

export interface WorkStep {
  stage?: string;
  done?: number;
  total?: number | null;
}

/** What a long work is given. */
export interface WorkHands {
  /** What was asked for, as it was stored. */
  wanted: unknown;
  /** Tells how far it is. Throws where the work is to stop: between two steps nothing is half done. */
  step: (step: WorkStep) => Promise<void>;
}

export type WorkEnd = 'done' | 'cancelled' | 'left' | 'not-ours';

/** Somebody cancelled it, or it is not this process's any more. */
class WorkStopped extends Error {
  readonly why: 'cancelled' | 'left';

  constructor(why: 'cancelled' | 'left') {
    super(`The work was ${why}`);
    this.name = 'WorkStopped';
    this.why = why;
  }
}

type WorkGround = Pick<Ground, 'db' | 'clock' | 'log'>;

/**
 * Runs a work that was asked for, unless another process has it. What it returns is kept as its result. A failure is
 * stored with its code and thrown; a work that is left (the process stops) can be started again.
 * @param mayGoOn false when the process is about to end
 */
export async function runWork(
  ground: WorkGround,
  work: Work,
  run: (hands: WorkHands) => Promise<unknown>,
  mayGoOn: () => boolean = () => true,
): Promise<WorkEnd> {
  const holder = newId();
  const claimed = await claimWork(ground.db, ground.clock, work, { holder, leaseUntil: leaseFromNow() });
  if (!claimed) return 'not-ours';
  const held = { work, holder };
  const renewing = setInterval(() => renew(ground, held), LEASE_MS / 3);
  renewing.unref();
  try {
    const result = await run(handsFor(ground, held, claimed, mayGoOn));
    await end(ground, held, { state: 'done', result: JSON.stringify(result ?? null) });
    jobEnded(kindOf(work), 'done');
    return 'done';
  } catch (error) {
    return await endBadly(ground, held, error);
  } finally {
    clearInterval(renewing);
  }
}

interface Held {
  work: Work;
  holder: string;
}

function handsFor(
  ground: WorkGround,
  { work, holder }: Held,
  claimed: WorkRow,
  mayGoOn: () => boolean,
): WorkHands {
  return {
    wanted: claimed.wanted === null ? null : (JSON.parse(claimed.wanted) as unknown),
    step: async (step) => {
      if (!mayGoOn()) throw new WorkStopped('left');
      const row = await changeHeld(ground.db, work, holder, { ...step, updated_at: ground.clock.now() });
      if (row === null) throw new WorkStopped('left');
      if (row.cancel_asked_at !== null) throw new WorkStopped('cancelled');
    },
  };
}

async function endBadly(ground: WorkGround, held: Held, error: unknown): Promise<WorkEnd> {
  if (!(error instanceof WorkStopped)) {
    await end(ground, held, { state: 'failed', failed_reason: reasonOf(error).slice(0, 500) });
    jobEnded(kindOf(held.work), 'failed');
    throw error;
  }
  if (error.why === 'cancelled') await end(ground, held, { state: 'cancelled' });
  else await changeHeld(ground.db, held.work, held.holder, { lease_until: 0 });
  return error.why;
}

async function end(ground: WorkGround, { work, holder }: Held, values: Partial<WorkRow>): Promise<void> {
  const now = ground.clock.now();
  await changeHeld(ground.db, work, holder, { ...values, updated_at: now, finished_at: now, lease_until: 0 });
}

/** A code has words on the screen; what nobody foresaw is told as it is. */
function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.message : String(error);
}

function renew(ground: WorkGround, { work, holder }: Held): void {
  changeHeld(ground.db, work, holder, { lease_until: leaseFromNow() }).catch((error: unknown) => {
    ground.log.warn({ err: error, work: work.work }, 'the lease of a long work could not be renewed');
  });
}

function leaseFromNow(): number {
  return systemClock.now() + LEASE_MS;
}

/** The name for figures: what follows a colon names one of many. */
export function kindOf({ work }: Pick<Work, 'work'>): string {
  return work.split(':')[0] ?? work;
}
