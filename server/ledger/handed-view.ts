import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import type { HandedSpan } from './rules/handed.js';

/** What hand-offs say about a client's hours. */
export interface Handed {
  /** By task: since when its time is at our expense. */
  spans: Map<number, HandedSpan[]>;
  /** By linked task in a group of development or free support: every hour there is at our expense. */
  linked: Map<number, HandedSpan>;
}

export async function readHanded(db: DbOrTx, client: ClientRecord): Promise<Handed> {
  const rows = await db
    .selectFrom('handoffs')
    .select(['handoff_id', 'task_id', 'linked_task_id', 'since_at', 'until_at', 'courtesy_reason'])
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .where('state', '!=', 'taken-back')
    .where('courtesy_reason', 'is not', null)
    .orderBy('handoff_id')
    .execute();
  const handed: Handed = { spans: new Map(), linked: new Map() };
  for (const row of rows) {
    const { handoff_id: handoffId, courtesy_reason: reason, task_id: taskId } = row;
    if (reason === null) continue;
    const span = { handoffId, reason, sinceAt: row.since_at, untilAt: row.until_at };
    handed.spans.set(taskId, [...(handed.spans.get(taskId) ?? []), span]);
    if (row.linked_task_id !== null)
      handed.linked.set(row.linked_task_id, { ...span, sinceAt: 0, untilAt: null });
  }
  return handed;
}

/** Entries of linked tasks, made while they stood in a group with a part of its own. */
export async function readLinkedEntries(db: DbOrTx, portalId: string, taskIds: readonly number[]) {
  if (taskIds.length === 0) return [];
  return db
    .selectFrom('time_entries as entry')
    .innerJoin('special_groups as special', (join) =>
      join
        .onRef('special.portal_id', '=', 'entry.portal_id')
        .onRef('special.group_id', '=', 'entry.group_id'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'entry.portal_id').onRef('task.task_id', '=', 'entry.task_id'),
    )
    .select(['task.tags', 'task.title', 'entry.entry_id', 'entry.task_id', 'entry.user_id', 'entry.seconds'])
    .select(['entry.worked_at', 'entry.noticed_at', 'entry.comment'])
    .where('entry.portal_id', '=', portalId)
    .where('entry.task_id', 'in', [...taskIds])
    .where('entry.state', '=', 'live')
    .where('entry.seconds', '>', 0)
    .execute();
}
