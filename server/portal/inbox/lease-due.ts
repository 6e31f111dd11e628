import { newId } from '../../base/ids.js';
import type { InboxGround, InboxRow } from './inbox-fact.js';
import { extendLease, leaseRows, parkLeased, type StoredRow } from './inbox-store.js';
import { MAX_TRIES } from './rules/retry.js';

/** Which due rows to take, and for how long. */
export interface LeaseChoice {
  portalId?: string;
  /** Only these subjects. */
  subjects?: readonly string[];
  /** Every subject but these. */
  notSubjects?: readonly string[];
  /** Most rows at once; 50 by default. */
  batch?: number;
  /** How long a crashed process keeps its rows; renewed while playing. 30 s by default. */
  leaseMs?: number;
}

const DEFAULT_BATCH = 50;
const DEFAULT_LEASE_MS = 30_000;

/** Leases a batch under one holder. Rows that every process died on are parked instead of being given out again. */
export async function leaseDue(ground: InboxGround, choice: LeaseChoice): Promise<InboxRow[]> {
  const now = ground.clock.now();
  const stored = await leaseRows(ground.db, {
    now,
    leaseUntil: now + leaseMsOf(choice),
    holder: newId(),
    limit: choice.batch ?? DEFAULT_BATCH,
    portalId: choice.portalId,
    subjects: choice.subjects,
    notSubjects: choice.notSubjects,
  });
  const rows = stored.map(toInboxRow);
  const exhausted = rows.filter((row) => row.attempts > MAX_TRIES);
  for (const row of exhausted)
    await parkLeased(ground.db, row, 'LEASE_EXPIRED: every try ended without an outcome');
  return rows.filter((row) => row.attempts <= MAX_TRIES);
}

/** Runs `work` while the lease of `rows` is renewed beside it. */
export async function keepLeased<T>(
  ground: InboxGround,
  rows: readonly InboxRow[],
  choice: LeaseChoice,
  work: () => Promise<T>,
): Promise<T> {
  const holder = rows[0]?.leaseHolder ?? '';
  const leaseMs = leaseMsOf(choice);
  const timer = setInterval(
    () => {
      // A renewal that fails costs only the lease: the rows are then played again, by whoever takes them.
      extendLease(ground.db, holder, ground.clock.now() + leaseMs).catch((error: unknown) => {
        ground.log.warn({ err: error }, 'an inbox lease could not be renewed');
      });
    },
    Math.ceil(leaseMs / 3),
  );
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function leaseMsOf(choice: LeaseChoice): number {
  return choice.leaseMs ?? DEFAULT_LEASE_MS;
}

function toInboxRow(row: StoredRow): InboxRow {
  return {
    portalId: row.portal_id,
    inboxId: row.inbox_id,
    subject: row.subject,
    subjectId: row.subject_id,
    names: JSON.parse(row.names) as string[],
    payload: JSON.parse(row.payload) as Record<string, string | number>,
    times: row.times,
    attempts: row.attempts,
    firstAt: row.first_at,
    leaseHolder: row.lease_holder ?? '',
  };
}
