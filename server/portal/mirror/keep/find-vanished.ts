import type { Vanished } from '../mirror-change.js';
import type { TaskReading } from '../readings.js';
import { groupBy } from '../rules/chunk.js';
import { type DisappearanceRow, loadDisappearances, settleDisappearance } from './disappearances-store.js';
import { type EntryRow, loadEntriesOfTasks } from './entries-store.js';
import type { Sheet } from './sheet.js';
import { setTaskState, type TaskRow } from './tasks-store.js';

/**
 * Compares what we hold as live with what was read, and reports the difference without removing it:
 * entries that a successful reading of their task lacks, and the hours of tasks that could not be read.
 */
export async function findVanished(sheet: Sheet, readings: readonly TaskReading[]): Promise<void> {
  const judged = readings.filter((reading) => reading.facts === null || reading.entries !== null);
  const taskIds = judged.map((reading) => reading.taskId);
  const held = groupBy(await loadEntriesOfTasks(sheet.tx, sheet.portalId, taskIds), (row) => row.task_id);
  const known = groupBy(await loadDisappearances(sheet.tx, sheet.portalId, taskIds), (row) => row.task_id);
  for (const reading of judged) {
    const rows = (held.get(reading.taskId) ?? []).filter(
      (row) => row.state === 'live' && row.asked_at < reading.askedAt,
    );
    const disappearances = known.get(reading.taskId) ?? [];
    if (reading.facts === null) await judgeAbsentTask(sheet, { reading, rows, disappearances });
    else reportAbsentEntries(sheet, { reading, rows, disappearances });
  }
}

interface Case {
  reading: TaskReading;
  /** Live entries last seen before the reading was asked. */
  rows: EntryRow[];
  disappearances: DisappearanceRow[];
}

function reportAbsentEntries(sheet: Sheet, { reading, rows, disappearances }: Case): void {
  const listed = new Set((reading.entries ?? []).map((entry) => entry.entryId));
  const settled = entriesOf(disappearances.filter((row) => isDecided(row) || row.state === 'waiting'));
  const absent = rows.filter((row) => !listed.has(row.entry_id) && !settled.has(row.entry_id));
  report(sheet, reading.taskId, { rows: absent, why: 'entries-absent' });
}

/**
 * Deleted: a delete event was seen and the owner's rights in the group were confirmed in the same sweep.
 * Everything else that cannot be read is out of sight, and stays so until somebody decides.
 */
async function judgeAbsentTask(sheet: Sheet, { reading, rows, disappearances }: Case): Promise<void> {
  const task = sheet.tasks.get(reading.taskId);
  if (task === undefined || task.state === 'deleted' || task.asked_at > reading.askedAt) return;
  const isDeleted = task.delete_seen_at !== null && reading.rightsConfirmed;
  const why = isDeleted ? 'task-deleted' : 'task-out-of-sight';
  const settled = entriesOf(
    disappearances.filter(
      (row) => isDecided(row) || (row.state === 'waiting' && (row.why === 'task-deleted' || !isDeleted)),
    ),
  );
  const absent = rows.filter((row) => !settled.has(row.entry_id));
  const nothingToDecide = rows.length === 0;
  await note(sheet, task, { state: isDeleted && nothingToDecide ? 'deleted' : 'out-of-sight', reading });
  report(sheet, reading.taskId, { rows: absent, why });
}

async function note(
  sheet: Sheet,
  task: TaskRow,
  { state, reading }: { state: TaskRow['state']; reading: TaskReading },
): Promise<void> {
  await setTaskState(sheet.tx, sheet.portalId, { taskId: task.task_id, state, askedAt: reading.askedAt });
  if (task.state !== state) sheet.book.taskIds.add(task.task_id);
}

function report(
  sheet: Sheet,
  taskId: number,
  { rows, why }: { rows: readonly EntryRow[]; why: Vanished['why'] },
): void {
  for (const [groupId, entries] of groupBy(rows, (row) => row.group_id)) {
    sheet.book.vanished.push({
      taskId,
      groupId,
      entryIds: entries.map((row) => row.entry_id),
      seconds: entries.reduce((sum, row) => sum + row.seconds, 0),
      why,
    });
  }
}

/** A person said that these hours stay. */
function isDecided(row: DisappearanceRow): boolean {
  return row.state === 'rejected' && row.action_id !== null;
}

function entriesOf(rows: readonly DisappearanceRow[]): Set<number> {
  return new Set(rows.flatMap((row) => row.entryIds));
}

/** What waits for a decision and shows up again needs none: it is closed as rejected, by nobody. */
export async function closeReappeared(sheet: Sheet, readings: readonly TaskReading[]): Promise<void> {
  const seen = new Map(readings.filter((reading) => reading.facts !== null).map((r) => [r.taskId, r]));
  for (const row of await loadDisappearances(sheet.tx, sheet.portalId, seen.keys())) {
    const reading = seen.get(row.task_id);
    if (row.state !== 'waiting' || reading === undefined || reading.askedAt < row.noticed_at) continue;
    const listed = new Set((reading.entries ?? []).map((entry) => entry.entryId));
    const isBack = row.why !== 'entries-absent' || row.entryIds.some((entryId) => listed.has(entryId));
    if (isBack) await settleDisappearance(sheet.tx, row, { state: 'rejected', actionId: null });
  }
}
