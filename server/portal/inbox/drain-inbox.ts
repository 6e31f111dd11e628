import { inboxRowEnded } from '../../base/telemetry.js';
import type { InboxGround, InboxRow } from './inbox-fact.js';
import { deleteLeased, hasDue } from './inbox-store.js';
import { keepLeased, leaseDue, type LeaseChoice } from './lease-due.js';
import { mayBeOneRowsFault } from './rules/retry.js';
import { failRow } from './settle-row.js';

export interface DrainRequest extends LeaseChoice {
  /** Does the work in transactions of its own and calls `ackRow(tx, row)` in the one that changes facts. */
  play: (row: InboxRow) => Promise<void>;
}

/** Whether draining a portal's inbox now could find anything. */
export function isInboxDue(ground: InboxGround, portalId: string): Promise<boolean> {
  return hasDue(ground.db, portalId, ground.clock.now());
}

/** Plays one batch of due rows, one after another. Returns how many were leased: 0 = nothing is due. */
export async function drainInbox(ground: InboxGround, request: DrainRequest): Promise<number> {
  const rows = await leaseDue(ground, request);
  if (rows.length === 0) return 0;
  await keepLeased(ground, rows, request, async () => {
    for (const row of rows) await playOne(ground, row, request.play);
  });
  return rows.length;
}

/** Plays due rows of one subject together, so that fifty tasks cost one batch call. Returns how many were leased. */
export async function drainInboxBySubject(
  ground: InboxGround,
  choice: { portalId: string; subject: string; batch?: number; leaseMs?: number },
  playMany: (rows: readonly InboxRow[]) => Promise<void>,
): Promise<number> {
  const rows = await leaseDue(ground, { ...choice, subjects: [choice.subject] });
  if (rows.length === 0) return 0;
  await keepLeased(ground, rows, choice, () => playTogether(ground, rows, playMany));
  return rows.length;
}

async function playTogether(
  ground: InboxGround,
  rows: readonly InboxRow[],
  playMany: (rows: readonly InboxRow[]) => Promise<void>,
): Promise<void> {
  try {
    await playMany(rows);
  } catch (error) {
    await afterFailureTogether(ground, rows, error, playMany);
    return;
  }
  await ackLeftOvers(ground, rows);
}

/** One bad row must not park its neighbours: where it may be one row's fault, each is played alone. */
async function afterFailureTogether(
  ground: InboxGround,
  rows: readonly InboxRow[],
  error: unknown,
  playMany: (rows: readonly InboxRow[]) => Promise<void>,
): Promise<void> {
  if (rows.length === 1 || !mayBeOneRowsFault(error)) {
    for (const row of rows) await noteFailure(ground, row, error);
    return;
  }
  for (const row of rows) await playOne(ground, row, (one) => playMany([one]));
}

async function playOne(
  ground: InboxGround,
  row: InboxRow,
  play: (row: InboxRow) => Promise<void>,
): Promise<void> {
  try {
    await play(row);
  } catch (error) {
    await noteFailure(ground, row, error);
    return;
  }
  await ackLeftOvers(ground, [row]);
}

/** A play that returned without acknowledging had nothing to change: the row is done all the same. */
async function ackLeftOvers(ground: InboxGround, rows: readonly InboxRow[]): Promise<void> {
  for (const row of rows) {
    await deleteLeased(ground.db, row);
    inboxRowEnded('played');
  }
}

async function noteFailure(ground: InboxGround, row: InboxRow, error: unknown): Promise<void> {
  const outcome = await failRow(ground, row, error);
  inboxRowEnded(outcome === 'park' ? 'parked' : 'retried');
  const where = {
    portalId: row.portalId,
    subject: row.subject,
    subjectId: row.subjectId,
    attempts: row.attempts,
  };
  ground.log.warn(
    { ...where, err: error },
    outcome === 'park' ? 'an inbox row was parked' : 'an inbox row waits for another try',
  );
}
