import { sql } from 'kysely';
import type { DbOrTx } from '../../base/db/index.js';
import { readCursor } from './keep/cursors-store.js';

export interface MirrorHealth {
  lastTailPollAt: number | null;
  lastSweepAt: number | null;
  moves: {
    moveId: string;
    taskId: number;
    title: string;
    fromGroup: string;
    toGroup: string;
    sinceAt: number;
    /** Hours that would follow if earlier work moves too. */
    earlierSeconds: number;
  }[];
  disappearances: {
    disappearanceId: string;
    taskId: number;
    title: string;
    entries: number;
    seconds: number;
    why: string;
  }[];
}

/** What of the mirror waits for a person, and how fresh it is; a part of `portalHealthSchema`. */
export async function mirrorHealth(db: DbOrTx, portalId: string): Promise<MirrorHealth> {
  return {
    lastTailPollAt: await readCursor(db, portalId, 'tail-poll'),
    lastSweepAt: await readCursor(db, portalId, 'sweep'),
    moves: await waitingMoves(db, portalId),
    disappearances: await waitingDisappearances(db, portalId),
  };
}

async function waitingMoves(db: DbOrTx, portalId: string): Promise<MirrorHealth['moves']> {
  const rows = await db
    .selectFrom('task_moves as move')
    .innerJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'move.portal_id').onRef('task.task_id', '=', 'move.task_id'),
    )
    .leftJoin('workgroups as old', (join) =>
      join.onRef('old.portal_id', '=', 'move.portal_id').onRef('old.group_id', '=', 'move.from_group_id'),
    )
    .leftJoin('workgroups as new', (join) =>
      join.onRef('new.portal_id', '=', 'move.portal_id').onRef('new.group_id', '=', 'move.to_group_id'),
    )
    .select(['move.move_id', 'move.task_id', 'move.since_at', 'move.from_group_id', 'move.to_group_id'])
    .select(['task.title', 'old.name as from_name', 'new.name as to_name'])
    .select((eb) =>
      eb
        .selectFrom('time_entries as entry')
        .select(sql<number>`cast(coalesce(sum(entry.seconds), 0) as bigint)`.as('seconds'))
        .whereRef('entry.portal_id', '=', 'move.portal_id')
        .whereRef('entry.task_id', '=', 'move.task_id')
        .whereRef('entry.made_at', '<', 'move.since_at')
        .whereRef('entry.group_id', '!=', 'move.to_group_id')
        .where('entry.state', '=', 'live')
        .as('earlier_seconds'),
    )
    .where('move.portal_id', '=', portalId)
    .where('move.state', '=', 'waiting')
    .orderBy('move.since_at')
    .execute();
  return rows.map((row) => ({
    moveId: row.move_id,
    taskId: row.task_id,
    title: row.title,
    fromGroup: row.from_name ?? groupLabel(row.from_group_id),
    toGroup: row.to_name ?? groupLabel(row.to_group_id),
    sinceAt: row.since_at,
    earlierSeconds: row.earlier_seconds ?? 0,
  }));
}

/** A group we have no name of; '' = outside any group. */
function groupLabel(groupId: number): string {
  return groupId === 0 ? '' : `#${String(groupId)}`;
}

async function waitingDisappearances(db: DbOrTx, portalId: string): Promise<MirrorHealth['disappearances']> {
  const rows = await db
    .selectFrom('disappearances as gone')
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'gone.portal_id').onRef('task.task_id', '=', 'gone.task_id'),
    )
    .select([
      'gone.disappearance_id',
      'gone.task_id',
      'gone.entry_ids',
      'gone.seconds',
      'gone.why',
      'task.title',
    ])
    .where('gone.portal_id', '=', portalId)
    .where('gone.state', '=', 'waiting')
    .orderBy('gone.noticed_at')
    .execute();
  return rows.map((row) => ({
    disappearanceId: row.disappearance_id,
    taskId: row.task_id,
    title: row.title ?? '',
    entries: (JSON.parse(row.entry_ids) as unknown[]).length,
    seconds: row.seconds,
    why: row.why,
  }));
}

/** The newest live task, as an example of how the portal shows tasks; null in an empty portal. */
export async function readAnyTaskId(db: DbOrTx, portalId: string): Promise<number | null> {
  const row = await db
    .selectFrom('tasks')
    .select('task_id')
    .where('portal_id', '=', portalId)
    .where('state', '=', 'live')
    .orderBy('task_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.task_id ?? null;
}

/** False for a task that is deleted or out of sight; a task the mirror has not met yet counts as there. */
export async function isTaskThere(db: DbOrTx, portalId: string, taskId: number): Promise<boolean> {
  const row = await db
    .selectFrom('tasks')
    .select('state')
    .where('portal_id', '=', portalId)
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  return row === undefined || row.state === 'live';
}
