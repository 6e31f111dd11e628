import type { DbOrTx } from '../../base/db/index.js';

export interface InboxCounts {
  due: number;
  leased: number;
  parked: number;
  /** Epoch ms at which something can be played next (a lease's end counts); null when nothing waits. */
  nextDueAt: number | null;
}

/** How much waits, of one portal or of all. */
export async function countInbox(db: DbOrTx, portalId?: string): Promise<InboxCounts> {
  const rows = await db
    .selectFrom('inbox')
    .select((eb) => [
      'state',
      eb.fn.countAll<number>().as('rows'),
      eb.fn.min('due_at').as('due'),
      eb.fn.min('lease_until').as('lease'),
    ])
    .$if(portalId !== undefined, (q) => q.where('portal_id', '=', portalId ?? ''))
    .groupBy('state')
    .execute();
  const of = (state: string) => rows.find((row) => row.state === state);
  const next = [of('due')?.due, of('leased')?.lease].filter((at) => at !== undefined).map(Number);
  return {
    due: Number(of('due')?.rows ?? 0),
    leased: Number(of('leased')?.rows ?? 0),
    parked: Number(of('parked')?.rows ?? 0),
    nextDueAt: next.length > 0 ? Math.min(...next) : null,
  };
}

export interface ParkedRow {
  inboxId: string;
  subject: string;
  subjectId: string;
  names: string[];
  attempts: number;
  reason: string | null;
}

const MOST_SHOWN = 200;

/** Rows that wait for a person, oldest first; at most 200. */
export async function listParked(db: DbOrTx, portalId: string): Promise<ParkedRow[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['inbox_id', 'subject', 'subject_id', 'names', 'attempts', 'reason'])
    .where('portal_id', '=', portalId)
    .where('state', '=', 'parked')
    .orderBy('first_at')
    .limit(MOST_SHOWN)
    .execute();
  return rows.map((row) => ({
    inboxId: row.inbox_id,
    subject: row.subject,
    subjectId: row.subject_id,
    names: JSON.parse(row.names) as string[],
    attempts: row.attempts,
    reason: row.reason,
  }));
}
