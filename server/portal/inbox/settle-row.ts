import type { DbOrTx } from '../../base/db/index.js';
import { AppError } from '../../base/errors.js';
import type { InboxGround, InboxRow } from './inbox-fact.js';
import { deleteLeased, type NewRow, parkLeased, upsertDue } from './inbox-store.js';
import { decideRetry } from './rules/retry.js';

/**
 * Marks a row as played, in the same transaction as what playing it changed.
 * Throws `LEASE_LOST` when another process holds it now: the caller's transaction must not commit.
 */
export async function ackRow(tx: DbOrTx, row: InboxRow): Promise<void> {
  if (await deleteLeased(tx, row)) return;
  throw new AppError('LEASE_LOST', `Inbox row ${row.inboxId} is not held by this lease any more`, {
    retry: 'later',
  });
}

/** After a failed play: due again after a pause, or parked with its reason. Nothing when the lease was lost. */
export async function failRow(ground: InboxGround, row: InboxRow, error: unknown): Promise<'retry' | 'park'> {
  const decision = decideRetry(row.attempts, error);
  if (decision.do === 'park') {
    await parkLeased(ground.db, row, decision.reason);
    return 'park';
  }
  await giveBack(ground, row, ground.clock.now() + decision.afterMs);
  return 'retry';
}

/** A fact of the same subject may have become due meanwhile: then both become one row. */
async function giveBack(ground: InboxGround, row: InboxRow, dueAt: number): Promise<void> {
  await ground.db.transaction().execute(async (tx) => {
    if (!(await deleteLeased(tx, row))) return;
    await upsertDue(tx, [toDueRow(row, dueAt)], 'older');
  });
}

function toDueRow(row: InboxRow, dueAt: number): NewRow {
  return {
    portal_id: row.portalId,
    inbox_id: row.inboxId,
    subject: row.subject,
    subject_id: row.subjectId,
    names: JSON.stringify(row.names),
    payload: JSON.stringify(row.payload),
    times: row.times,
    attempts: row.attempts,
    first_at: row.firstAt,
    due_at: dueAt,
  };
}
