import { sql } from 'kysely';
import type { Db } from '../../../base/db/index.js';
import { chunk, distinctSorted } from '../rules/chunk.js';
import type { KeptTotal } from '../rules/compare-totals.js';
import type { KeptEntry } from '../rules/diff-entries.js';

const IDS = 500;

/** Subtasks we know: a move takes them along. */
export async function childrenOf(db: Db, portalId: string, taskIds: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  for (const ids of chunk(distinctSorted(taskIds), IDS)) {
    const rows = await db
      .selectFrom('tasks')
      .select('task_id')
      .where('portal_id', '=', portalId)
      .where('parent_id', 'in', ids)
      .where('state', '=', 'live')
      .execute();
    found.push(...rows.map((row) => row.task_id));
  }
  return found;
}

/** Live tasks of a group that may show whether the token's owner still sees it; the most lately seen first. */
export async function witnessesOf(
  db: Db,
  portalId: string,
  { groupId, except, limit }: { groupId: number; except: ReadonlySet<number>; limit: number },
): Promise<number[]> {
  const rows = await db
    .selectFrom('tasks')
    .select('task_id')
    .where('portal_id', '=', portalId)
    .where('group_id', '=', groupId)
    .where('state', '=', 'live')
    .orderBy('asked_at', 'desc')
    .orderBy('task_id', 'desc')
    .limit(limit + except.size)
    .execute();
  return rows
    .map((row) => row.task_id)
    .filter((taskId) => !except.has(taskId))
    .slice(0, limit);
}

/** What we keep per task of these groups, and of the tasks named besides. */
export async function keptTotals(
  db: Db,
  portalId: string,
  wanted: { groupIds: readonly number[]; taskIds: readonly number[] },
): Promise<Map<number, KeptTotal>> {
  const totals = new Map<number, KeptTotal>();
  for (const ids of chunk(distinctSorted(wanted.groupIds), IDS)) {
    for (const total of await selectTotals(db, portalId, 'group_id', ids)) totals.set(total.taskId, total);
  }
  const others = wanted.taskIds.filter((taskId) => !totals.has(taskId));
  for (const ids of chunk(distinctSorted(others), IDS)) {
    for (const total of await selectTotals(db, portalId, 'task_id', ids)) totals.set(total.taskId, total);
  }
  return totals;
}

async function selectTotals(
  db: Db,
  portalId: string,
  column: 'group_id' | 'task_id',
  ids: readonly number[],
): Promise<KeptTotal[]> {
  const rows = await db
    .selectFrom('tasks')
    .leftJoin('time_entries', (join) =>
      join
        .onRef('time_entries.portal_id', '=', 'tasks.portal_id')
        .onRef('time_entries.task_id', '=', 'tasks.task_id')
        .on('time_entries.state', '=', 'live'),
    )
    .select(['tasks.task_id', 'tasks.group_id', 'tasks.state', 'tasks.asked_at', 'tasks.delete_seen_at'])
    .select(sql<number>`cast(coalesce(sum(time_entries.seconds), 0) as bigint)`.as('seconds'))
    .where('tasks.portal_id', '=', portalId)
    .where(`tasks.${column}`, 'in', ids)
    .groupBy(['tasks.task_id', 'tasks.group_id', 'tasks.state', 'tasks.asked_at', 'tasks.delete_seen_at'])
    .execute();
  return rows.map((row) => ({
    taskId: row.task_id,
    groupId: row.group_id,
    state: row.state,
    seconds: row.seconds,
    askedAt: row.asked_at,
    deleteSeen: row.delete_seen_at !== null,
  }));
}

export async function countTasksIn(db: Db, portalId: string, groupIds: readonly number[]): Promise<number> {
  const row = await db
    .selectFrom('tasks')
    .select((eb) => eb.fn.countAll<number>().as('tasks'))
    .where('portal_id', '=', portalId)
    .where('state', '=', 'live')
    .where('group_id', 'in', groupIds)
    .executeTakeFirst();
  return Number(row?.tasks ?? 0);
}

/** Authors and performers whom we cannot name yet. */
export async function unknownUsers(db: Db, portalId: string, userIds: Iterable<number>): Promise<number[]> {
  const unknown = new Set([...userIds].filter((userId) => userId > 0));
  for (const ids of chunk([...unknown], IDS)) {
    const rows = await db
      .selectFrom('users')
      .select('user_id')
      .where('portal_id', '=', portalId)
      .where('user_id', 'in', ids)
      .execute();
    for (const row of rows) unknown.delete(row.user_id);
  }
  return distinctSorted(unknown);
}

/** Entries that anybody's hours name although no user row does. */
export async function authorsWithoutName(db: Db, portalId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('time_entries')
    .leftJoin('users', (join) =>
      join
        .onRef('users.portal_id', '=', 'time_entries.portal_id')
        .onRef('users.user_id', '=', 'time_entries.user_id'),
    )
    .select('time_entries.user_id')
    .distinct()
    .where('time_entries.portal_id', '=', portalId)
    .where('users.user_id', 'is', null)
    .execute();
  return rows.map((row) => row.user_id);
}

export async function keptEntries(
  db: Db,
  portalId: string,
  entryIds: readonly number[],
): Promise<Map<number, KeptEntry & { groupId: number; isErased: boolean }>> {
  const found = new Map<number, KeptEntry & { groupId: number; isErased: boolean }>();
  for (const ids of chunk(entryIds, IDS)) {
    const rows = await db
      .selectFrom('time_entries')
      .select([
        'entry_id',
        'user_id',
        'seconds',
        'comment',
        'worked_at',
        'source',
        'state',
        'asked_at',
        'group_id',
        'comment_erased_at',
      ])
      .where('portal_id', '=', portalId)
      .where('entry_id', 'in', ids)
      .execute();
    for (const row of rows) {
      found.set(row.entry_id, {
        entryId: row.entry_id,
        userId: row.user_id,
        seconds: row.seconds,
        comment: row.comment,
        workedAt: row.worked_at,
        source: row.source,
        state: row.state,
        askedAt: row.asked_at,
        groupId: row.group_id,
        isErased: row.comment_erased_at !== null,
      });
    }
  }
  return found;
}

/** Live entries worked from an instant on, last seen before the comparison began. */
export async function liveEntriesSince(
  db: Db,
  portalId: string,
  { workedFrom, seenBefore }: { workedFrom: number; seenBefore: number },
): Promise<{ entryId: number; taskId: number }[]> {
  const rows = await db
    .selectFrom('time_entries')
    .innerJoin('tasks', (join) =>
      join
        .onRef('tasks.portal_id', '=', 'time_entries.portal_id')
        .onRef('tasks.task_id', '=', 'time_entries.task_id'),
    )
    .select(['time_entries.entry_id', 'time_entries.task_id'])
    .where('time_entries.portal_id', '=', portalId)
    .where('time_entries.state', '=', 'live')
    .where('tasks.state', '=', 'live')
    .where('time_entries.worked_at', '>=', workedFrom)
    .where('time_entries.asked_at', '<', seenBefore)
    .execute();
  return rows.map((row) => ({ entryId: row.entry_id, taskId: row.task_id }));
}

/** Tasks of these groups with live hours worked from an instant on. */
export async function tasksWithHoursSince(
  db: Db,
  portalId: string,
  { groupIds, workedFrom }: { groupIds: readonly number[]; workedFrom: number },
): Promise<number[]> {
  const found: number[] = [];
  for (const ids of chunk(distinctSorted(groupIds), IDS)) {
    const rows = await db
      .selectFrom('time_entries')
      .select('task_id')
      .distinct()
      .where('portal_id', '=', portalId)
      .where('group_id', 'in', ids)
      .where('worked_at', '>=', workedFrom)
      .where('state', '=', 'live')
      .execute();
    found.push(...rows.map((row) => row.task_id));
  }
  return found;
}
