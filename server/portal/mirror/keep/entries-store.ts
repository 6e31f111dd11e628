import type { Insertable, Selectable } from 'kysely';
import { isPostgres, type DbOrTx, type Tx } from '../../../base/db/index.js';
import type { TimeEntriesTable } from '../../../base/db/tables/mirror.js';
import { chunk, distinctSorted } from '../rules/chunk.js';

export type EntryRow = Selectable<TimeEntriesTable>;

const ROWS = 500;

export async function loadEntries(
  tx: Tx,
  portalId: string,
  entryIds: Iterable<number>,
): Promise<Map<number, EntryRow>> {
  const found = new Map<number, EntryRow>();
  for (const ids of chunk(distinctSorted(entryIds), ROWS)) {
    const rows = await tx
      .selectFrom('time_entries')
      .selectAll()
      .where('portal_id', '=', portalId)
      .where('entry_id', 'in', ids)
      .orderBy('entry_id')
      .$if(isPostgres(tx), (query) => query.forUpdate())
      .execute();
    for (const row of rows) found.set(row.entry_id, row);
  }
  return found;
}

export async function loadEntriesOfTasks(
  db: DbOrTx,
  portalId: string,
  taskIds: Iterable<number>,
): Promise<EntryRow[]> {
  const found: EntryRow[] = [];
  for (const ids of chunk(distinctSorted(taskIds), ROWS)) {
    const rows = await db
      .selectFrom('time_entries')
      .selectAll()
      .where('portal_id', '=', portalId)
      .where('task_id', 'in', ids)
      .orderBy('entry_id')
      .execute();
    found.push(...rows);
  }
  return found;
}

/** Writes what was told, unless a newer answer is there. `group_id` and `made_at` stay as they were first seen. */
export async function upsertEntries(tx: Tx, rows: readonly Insertable<TimeEntriesTable>[]): Promise<void> {
  for (const part of chunk(rows, ROWS)) {
    await tx
      .insertInto('time_entries')
      .values(part)
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'entry_id'])
          .doUpdateSet((eb) => ({
            user_id: eb.ref('excluded.user_id'),
            seconds: eb.ref('excluded.seconds'),
            comment: eb.ref('excluded.comment'),
            worked_at: eb.ref('excluded.worked_at'),
            source: eb.ref('excluded.source'),
            state: eb.ref('excluded.state'),
            noticed_at: eb.ref('excluded.noticed_at'),
            asked_at: eb.ref('excluded.asked_at'),
          }))
          .whereRef('time_entries.asked_at', '<=', 'excluded.asked_at'),
      )
      .execute();
  }
}

/** Seen unchanged: only the time of the last look moves on. */
export async function touchEntries(
  tx: Tx,
  portalId: string,
  seen: { entryIds: Iterable<number>; askedAt: number },
): Promise<void> {
  for (const ids of chunk(distinctSorted(seen.entryIds), ROWS)) {
    if (isPostgres(tx)) await lockEntries(tx, portalId, ids);
    await tx
      .updateTable('time_entries')
      .set({ asked_at: seen.askedAt })
      .where('portal_id', '=', portalId)
      .where('entry_id', 'in', ids)
      .where('asked_at', '<', seen.askedAt)
      .execute();
  }
}

/** Always in ascending order, so that two writers queue up instead of blocking each other. */
async function lockEntries(tx: Tx, portalId: string, entryIds: readonly number[]): Promise<void> {
  await tx
    .selectFrom('time_entries')
    .select('entry_id')
    .where('portal_id', '=', portalId)
    .where('entry_id', 'in', entryIds)
    .orderBy('entry_id')
    .forUpdate()
    .execute();
}

export async function markEntriesDeleted(
  tx: Tx,
  portalId: string,
  gone: { entryIds: Iterable<number>; at: number },
): Promise<{ entryId: number; groupId: number; taskId: number }[]> {
  const marked: { entryId: number; groupId: number; taskId: number }[] = [];
  for (const ids of chunk(distinctSorted(gone.entryIds), ROWS)) {
    const rows = await tx
      .updateTable('time_entries')
      .set({ state: 'deleted', noticed_at: gone.at, asked_at: gone.at })
      .where('portal_id', '=', portalId)
      .where('entry_id', 'in', ids)
      .where('state', '=', 'live')
      .returning(['entry_id', 'group_id', 'task_id'])
      .execute();
    marked.push(
      ...rows.map((row) => ({ entryId: row.entry_id, groupId: row.group_id, taskId: row.task_id })),
    );
  }
  return marked;
}

export async function setEntryGroup(
  tx: Tx,
  portalId: string,
  moved: { entryIds: Iterable<number>; groupId: number; noticedAt: number | null },
): Promise<void> {
  for (const ids of chunk(distinctSorted(moved.entryIds), ROWS)) {
    await tx
      .updateTable('time_entries')
      .set({
        group_id: moved.groupId,
        group_is_guess: 0,
        ...(moved.noticedAt === null ? {} : { noticed_at: moved.noticedAt }),
      })
      .where('portal_id', '=', portalId)
      .where('entry_id', 'in', ids)
      .execute();
  }
}
