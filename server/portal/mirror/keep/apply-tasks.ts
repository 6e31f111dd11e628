import type { GroupChange, TaskFacts, TaskReading } from '../readings.js';
import { insertMove, type MoveRow } from './moves-store.js';
import { keepsTexts, type Sheet } from './sheet.js';
import { type TaskRow, upsertTasks } from './tasks-store.js';

type TaskSeen = TaskReading & { facts: TaskFacts };

/** Writes the tasks that were seen, and the moves they made. Absent ones are judged by find-vanished. */
export async function applyTasks(sheet: Sheet, readings: readonly TaskReading[]): Promise<void> {
  const rows = new Map<number, TaskRow>();
  for (const reading of readings) {
    if (!wasSeen(reading) || !isNewer(sheet, reading)) continue;
    sheet.groupNow.set(reading.taskId, reading.facts.groupId);
    for (const move of reading.moves ?? []) await noteMove(sheet, reading.taskId, move);
    if ((rows.get(reading.taskId)?.asked_at ?? 0) > reading.askedAt) continue;
    const row = toRow(sheet, reading);
    rows.set(reading.taskId, row);
    if (isNews(sheet.tasks.get(reading.taskId), row)) {
      row.changed_at = sheet.now;
      sheet.book.taskIds.add(reading.taskId);
    }
    if (isOtherWork(sheet.tasks.get(reading.taskId), row)) noteHours(sheet, row);
    noteSigns(sheet, row);
  }
  const ordered = [...rows.values()].sort((a, b) => a.task_id - b.task_id);
  await upsertTasks(sheet.tx, ordered);
}

function wasSeen(reading: TaskReading): reading is TaskSeen {
  return reading.facts !== null;
}

/** A changed group is believed only together with the history that dates the move. */
function isNewer(sheet: Sheet, reading: TaskSeen): boolean {
  const kept = sheet.tasks.get(reading.taskId);
  if (kept === undefined) return true;
  if (kept.asked_at > reading.askedAt) return false;
  return kept.group_id === reading.facts.groupId || reading.moves !== null;
}

async function noteMove(sheet: Sheet, taskId: number, change: GroupChange): Promise<void> {
  const { fromGroupId, toGroupId, sinceAt } = change;
  const row: MoveRow = {
    portal_id: sheet.portalId,
    task_id: taskId,
    move_id: `${String(taskId)}-${String(sinceAt)}-${String(fromGroupId)}-${String(toGroupId)}`,
    from_group_id: fromGroupId,
    to_group_id: toGroupId,
    since_at: sinceAt,
    noticed_at: sheet.now,
    state: 'waiting',
    with_earlier: 0,
    action_id: null,
  };
  if (!(await insertMove(sheet.tx, row))) return;
  sheet.moves.set(taskId, [...(sheet.moves.get(taskId) ?? []), row]);
  sheet.book.moves.add(row.move_id);
}

function toRow(sheet: Sheet, reading: TaskSeen): TaskRow {
  const { facts } = reading;
  const kept = sheet.tasks.get(reading.taskId);
  const texts = keepsTexts(sheet, reading.taskId);
  const deleteSeenAt = kept?.delete_seen_at ?? null;
  return {
    portal_id: sheet.portalId,
    task_id: facts.taskId,
    group_id: facts.groupId,
    title: texts ? facts.title : (kept?.title ?? ''),
    status: facts.status,
    priority: facts.priority,
    responsible_id: facts.responsibleId,
    created_by: facts.createdBy,
    parent_id: facts.parentId,
    deadline_at: facts.deadlineAt,
    created_at: facts.createdAt,
    closed_at: facts.closedAt,
    estimate_seconds: facts.estimateSeconds,
    spent_seconds: facts.spentSeconds,
    tags: texts ? JSON.stringify(facts.tags) : (kept?.tags ?? '[]'),
    chat_id: facts.chatId,
    state: 'live',
    // Seen after its delete event: it was brought back from the bin.
    delete_seen_at: deleteSeenAt !== null && deleteSeenAt < reading.askedAt ? null : deleteSeenAt,
    asked_at: reading.askedAt,
    changed_at: kept?.changed_at ?? sheet.now,
  };
}

/** Title and tags say what kind of work the task's hours are. */
function isOtherWork(kept: TaskRow | undefined, row: TaskRow): boolean {
  return kept !== undefined && (kept.title !== row.title || kept.tags !== row.tags);
}

/** Tags and priority may ask for something; of a task whose texts were not kept we knew no tags. */
function noteSigns(sheet: Sheet, row: TaskRow): void {
  const kept = sheet.tasks.get(row.task_id);
  if (kept?.tags === row.tags && kept.priority === row.priority) return;
  const before = kept && kept.title !== '' ? { tags: kept.tags, priority: kept.priority } : null;
  sheet.book.restated.set(row.task_id, before);
}

/** Its hours count where it stands, or where it stood when they were made. */
function noteHours(sheet: Sheet, row: TaskRow): void {
  const moves = sheet.moves.get(row.task_id) ?? [];
  for (const groupId of [row.group_id, ...moves.flatMap((move) => [move.from_group_id, move.to_group_id])]) {
    sheet.book.groupIds.add(groupId);
  }
}

function isNews(kept: TaskRow | undefined, row: TaskRow): boolean {
  if (kept === undefined) return true;
  const { asked_at: _then, chat_id: _chat, changed_at: _was, ...before } = kept;
  const { asked_at: _now, chat_id: _card, changed_at: _is, ...after } = row;
  return Object.entries(after).some(([column, value]) => before[column as keyof typeof before] !== value);
}
