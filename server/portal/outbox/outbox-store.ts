import type { Selectable } from 'kysely';
import { isPostgres, type Db, type DbOrTx, type Tx } from '../../base/db/index.js';
import type { OutboxTable } from '../../base/db/tables/outbox.js';

export type OutboxRow = Selectable<OutboxTable>;

/** What of a row changes as it goes its way. */
export type PostChange = Partial<
  Pick<
    OutboxRow,
    | 'state'
    | 'attempts'
    | 'due_at'
    | 'lease_until'
    | 'lease_holder'
    | 'send_started_at'
    | 'author_id'
    | 'card'
    | 'place'
    | 'attached'
    | 'after_key'
    | 'unclear'
    | 'first_send_at'
    | 'round'
    | 'decided_action_id'
    | 'result'
    | 'reason'
    | 'sent_at'
  >
>;

/** The two clocks a row is due by: the app's, and the machine's for leases (see the table). */
export interface Moments {
  now: number;
  wallNow: number;
}

export async function insertPost(tx: Tx, row: OutboxRow): Promise<void> {
  await tx
    .insertInto('outbox')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal_id', 'key']).doNothing())
    .execute();
}

/** Rows to work on now, oldest first: due, held by nobody alive, and not before the post they come after. */
export async function listDue(db: Db, portalId: string, at: Moments, limit: number): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll('outbox')
    .leftJoin('outbox as before', (join) =>
      join.onRef('before.portal_id', '=', 'outbox.portal_id').onRef('before.key', '=', 'outbox.after_key'),
    )
    .where('outbox.portal_id', '=', portalId)
    .where('outbox.state', 'in', ['ready', 'sending', 'settling'])
    .where('outbox.due_at', '<=', at.now)
    .where('outbox.lease_until', '<=', at.wallNow)
    .where((where) => where.or([where('outbox.after_key', 'is', null), where('before.state', '=', 'sent')]))
    .orderBy('outbox.created_at')
    .orderBy('outbox.outbox_id')
    .limit(limit)
    .execute();
}

/** The row under a lock, or null where it is not as `seen` any more. */
export async function lockUnchanged(tx: Tx, seen: OutboxRow): Promise<OutboxRow | null> {
  const row = await lockPost(tx, seen.portal_id, seen.outbox_id);
  const same =
    row?.state === seen.state &&
    row.lease_holder === seen.lease_holder &&
    row.lease_until === seen.lease_until;
  return same ? row : null;
}

export async function lockPost(tx: Tx, portalId: string, outboxId: string): Promise<OutboxRow | null> {
  const row = await tx
    .selectFrom('outbox')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('outbox_id', '=', outboxId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
  return row ?? null;
}

export async function readPostByKey(db: DbOrTx, portalId: string, key: string): Promise<OutboxRow | null> {
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}

export async function changePost(tx: Tx, row: OutboxRow, change: PostChange): Promise<OutboxRow> {
  await tx
    .updateTable('outbox')
    .set(change)
    .where('portal_id', '=', row.portal_id)
    .where('outbox_id', '=', row.outbox_id)
    .execute();
  return { ...row, ...change };
}

/** Unsent posts that wait for the post with this key, and its files. */
export async function listWaitingFor(tx: Tx, portalId: string, key: string): Promise<OutboxRow[]> {
  return tx
    .selectFrom('outbox')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where((where) => where.or([where('after_key', '=', key), where('of_key', '=', key)]))
    .where('state', 'in', ['ready', 'uncertain', 'failed'])
    .execute();
}

/** Every post of every portal that is not sent, or was sent at or after `sentSince`. */
export async function listUnsettled(tx: Tx, sentSince: number): Promise<OutboxRow[]> {
  return tx
    .selectFrom('outbox')
    .selectAll()
    .where((where) =>
      where.or([
        where('state', 'in', ['ready', 'sending', 'settling']),
        where.and([where('state', '=', 'sent'), where('sent_at', '>=', sentSince)]),
      ]),
    )
    .execute();
}

/**
 * Whose name the next post would bear: who authorised posting, else who owns the app's token; null while no token works.
 * The same choice as the REST client makes.
 */
export async function readPostingUser(db: DbOrTx, portalId: string): Promise<number | null> {
  const rows = await db
    .selectFrom('portal_tokens')
    .select(['purpose', 'user_id'])
    .where('portal_id', '=', portalId)
    .where('broken_reason', 'is', null)
    .execute();
  const row =
    rows.find(({ purpose }) => purpose === 'posting') ?? rows.find(({ purpose }) => purpose === 'owner');
  return row?.user_id ?? null;
}

/** The latest moment the outbox knows of: about when a backup was made. */
export async function latestMoment(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('outbox')
    .select((select) => [
      select.fn.max('created_at').as('created'),
      select.fn.max('sent_at').as('sent'),
      select.fn.max('send_started_at').as('started'),
    ])
    .executeTakeFirst();
  return Math.max(0, Number(row?.created ?? 0), Number(row?.sent ?? 0), Number(row?.started ?? 0));
}
