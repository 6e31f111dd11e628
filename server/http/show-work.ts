import type { LongWork } from '../api/index.js';
import { systemClock } from '../base/clock.js';
import { type WorkRow, isUnderWay } from '../base/jobs/index.js';

/** Longer results are asked for by their own address. */
const SHORT_RESULT = 2_000;

/** A work as a person sees it. */
export function showWork(row: WorkRow): LongWork {
  return {
    work: row.work,
    state: stateOf(row),
    stage: row.stage,
    done: row.done,
    total: row.total,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    finishedAt: row.finished_at,
    failedReason: row.failed_reason,
    isStopping: row.cancel_asked_at !== null && row.finished_at === null,
    askedBy: row.asked_by,
    putAway: row.put_away_at !== null,
    result: resultOf(row),
  };
}

function stateOf(row: WorkRow): LongWork['state'] {
  if (row.finished_at !== null) {
    if (row.state === 'cancelled') return 'cancelled';
    return row.failed_reason === null ? 'done' : 'failed';
  }
  if (!isUnderWay(row, systemClock.now())) return 'interrupted';
  return row.state === 'asked' ? 'asked' : 'running';
}

function resultOf({ result }: WorkRow): Record<string, unknown> | null {
  if (result === null || result.length > SHORT_RESULT) return null;
  return JSON.parse(result) as Record<string, unknown> | null;
}
