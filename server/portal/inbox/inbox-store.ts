import {
  type ExpressionBuilder,
  type OnConflictDatabase,
  type OnConflictTables,
  type Selectable,
  sql,
} from 'kysely';
import {
  type Db,
  type DbOrTx,
  isPostgres,
  type Tables,
  type Tx,
  unionOfTextArrays,
} from '../../base/db/index.js';
import type { InboxRow } from './inbox-fact.js';

export type StoredRow = Selectable<Tables['inbox']>;
/** A row before it is stored as due. */
export type NewRow = Omit<StoredRow, 'state' | 'lease_until' | 'lease_holder' | 'reason'>;

/** Above this PostgreSQL's and SQLite's limits of bound values come near. */
const ROWS_A_STATEMENT = 500;

/**
 * Stores rows as due; a row of the same subject that is still due takes them in.
 * A row with failed tries behind it keeps its pause: a stream of events must not undo it.
 * `incoming` tells which side is the newer one: new facts, or a row that comes back after a failed try.
 */
export async function upsertDue(
  tx: DbOrTx,
  rows: readonly NewRow[],
  incoming: 'newer' | 'older',
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const values = rows
      .slice(from, from + ROWS_A_STATEMENT)
      .map((row) => ({ ...row, state: 'due' as const, lease_until: 0, lease_holder: null, reason: null }));
    await tx
      .insertInto('inbox')
      .values(values)
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'subject', 'subject_id'])
          .where('state', '=', sql.lit('due' as const))
          .doUpdateSet((eb) => ({
            names: eb
              .case()
              .when('inbox.names', '=', eb.ref('excluded.names'))
              .then(eb.ref('inbox.names'))
              .else(unionOfTextArrays(tx, 'inbox.names', 'excluded.names'))
              .end(),
            times: eb('inbox.times', '+', eb.ref('excluded.times')),
            ...(incoming === 'newer' ? takeNewer(eb) : takeOlder(eb)),
          })),
      )
      .execute();
  }
}

type MergeBuilder = ExpressionBuilder<OnConflictDatabase<Tables, 'inbox'>, OnConflictTables<'inbox'>>;

function takeNewer(eb: MergeBuilder) {
  const dueSooner = eb.and([
    eb('inbox.attempts', '=', 0),
    eb('excluded.due_at', '<', eb.ref('inbox.due_at')),
  ]);
  return {
    payload: eb.ref('excluded.payload'),
    due_at: eb.case().when(dueSooner).then(eb.ref('excluded.due_at')).else(eb.ref('inbox.due_at')).end(),
  };
}

/** The due row's facts are newer and its payload stays; the failed try's pause and count hold for both. */
function takeOlder(eb: MergeBuilder) {
  const later = eb('excluded.due_at', '>', eb.ref('inbox.due_at'));
  const tried = eb('excluded.attempts', '>', eb.ref('inbox.attempts'));
  return {
    first_at: eb.ref('excluded.first_at'),
    attempts: eb.case().when(tried).then(eb.ref('excluded.attempts')).else(eb.ref('inbox.attempts')).end(),
    due_at: eb.case().when(later).then(eb.ref('excluded.due_at')).else(eb.ref('inbox.due_at')).end(),
  };
}

export interface LeaseRequest {
  now: number;
  leaseUntil: number;
  holder: string;
  limit: number;
  portalId?: string | undefined;
  subjects?: readonly string[] | undefined;
  notSubjects?: readonly string[] | undefined;
}

/** Whether a portal has a row that might be leased now: one look, where leasing subject by subject writes five times. */
export async function hasDue(db: Db, portalId: string, now: number): Promise<boolean> {
  const found = await db
    .selectFrom('inbox as candidate')
    .select('candidate.inbox_id')
    .where('candidate.portal_id', '=', portalId)
    .where(isDue(now))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Leases due rows, and rows whose lease ran out, oldest first; never a second row of a subject in work. */
export async function leaseRows(db: Db, request: LeaseRequest): Promise<StoredRow[]> {
  const leased = await db
    .updateTable('inbox')
    .set((eb) => ({
      state: 'leased' as const,
      lease_until: request.leaseUntil,
      lease_holder: request.holder,
      attempts: eb('attempts', '+', 1),
    }))
    .where((eb) => eb(eb.refTuple('portal_id', 'inbox_id'), 'in', dueIds(db, request)))
    .returningAll()
    .execute();
  return leased.sort((a, b) => a.due_at - b.due_at || (a.inbox_id < b.inbox_id ? -1 : 1));
}

function dueIds(db: Db, { now, limit, portalId, subjects, notSubjects }: LeaseRequest) {
  return db
    .selectFrom('inbox as candidate')
    .select(['candidate.portal_id', 'candidate.inbox_id'])
    .where(isDue(now))
    .where(({ eb, not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('inbox as busy')
            .select(eb.lit(1).as('one'))
            .where('busy.state', '=', 'leased')
            .where('busy.lease_until', '>', now)
            .whereRef('busy.portal_id', '=', 'candidate.portal_id')
            .whereRef('busy.subject', '=', 'candidate.subject')
            .whereRef('busy.subject_id', '=', 'candidate.subject_id'),
        ),
      ),
    )
    .$if(portalId !== undefined, (q) => q.where('candidate.portal_id', '=', portalId ?? ''))
    .$if(subjects !== undefined, (q) => q.where('candidate.subject', 'in', subjects ?? []))
    .$if((notSubjects?.length ?? 0) > 0, (q) => q.where('candidate.subject', 'not in', notSubjects ?? []))
    .orderBy('candidate.due_at')
    .orderBy('candidate.inbox_id')
    .limit(limit)
    .$if(isPostgres(db), (q) => q.forUpdate().skipLocked())
    .$asTuple('portal_id', 'inbox_id');
}

function isDue(now: number) {
  return ({ eb, or, and }: ExpressionBuilder<Tables & { candidate: Tables['inbox'] }, 'candidate'>) =>
    or([
      and([eb('candidate.state', '=', 'due'), eb('candidate.due_at', '<=', now)]),
      and([eb('candidate.state', '=', 'leased'), eb('candidate.lease_until', '<=', now)]),
    ]);
}

/** Keeps leases alive while their rows are being played. */
export async function extendLease(db: Db, holder: string, leaseUntil: number): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ lease_until: leaseUntil })
    .where('state', '=', 'leased')
    .where('lease_holder', '=', holder)
    .execute();
}

/** Removes a played row; false when this lease does not hold it any more. */
export async function deleteLeased(tx: DbOrTx, row: InboxRow): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('inbox')
    .where('portal_id', '=', row.portalId)
    .where('inbox_id', '=', row.inboxId)
    .where('state', '=', 'leased')
    .where('lease_holder', '=', row.leaseHolder)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Puts a leased row aside with the reason a person reads. Nothing happens when the lease was lost. */
export async function parkLeased(tx: DbOrTx, row: InboxRow, reason: string): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ state: 'parked', reason, lease_holder: null, lease_until: 0 })
    .where('portal_id', '=', row.portalId)
    .where('inbox_id', '=', row.inboxId)
    .where('state', '=', 'leased')
    .where('lease_holder', '=', row.leaseHolder)
    .execute();
}

/** Takes parked rows out, to be stored as due again. */
export async function takeParked(tx: Tx, portalId: string, inboxId: string | null): Promise<StoredRow[]> {
  return tx
    .deleteFrom('inbox')
    .where('portal_id', '=', portalId)
    .where('state', '=', 'parked')
    .$if(inboxId !== null, (q) => q.where('inbox_id', '=', inboxId ?? ''))
    .returningAll()
    .execute();
}
