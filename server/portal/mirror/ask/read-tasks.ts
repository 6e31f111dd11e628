import type { Ground } from '../../../base/ground.js';
import type { PortalRest, Urgency } from '../../rest/index.js';
import { loadTasks, type TaskRow } from '../keep/tasks-store.js';
import { noReadings, type GroupChange, type Readings, type TaskReading } from '../readings.js';
import { movesOfUnknownTask, newMoves } from '../rules/choose-moves.js';
import { distinctSorted } from '../rules/chunk.js';
import { type Asker, askTogether } from './ask-together.js';
import { childrenOf } from './known-view.js';
import { askEntriesOfTask, askGroupHistory, askTask } from './lists.js';
import { parseEntries } from './parse-entry.js';
import { parseGroupChanges, parseTask } from './parse-task.js';
import { vouchForRights } from './vouch-for-rights.js';

/**
 * Reads tasks whole: the task, all its time entries, and where its group is news to us, its history of groups.
 * Subtasks of a moved task are read too, because a move takes them along. `[]` is asked about twice and still is
 * not a deletion: what may be concluded from it is said by `rightsConfirmed`.
 */
export async function readTasks(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  taskIds: readonly number[],
  urgency: Urgency = 'background',
): Promise<Readings> {
  const asker: Asker = { rest, portalId, urgency };
  const read = new Map<number, TaskReading>();
  let wanted = distinctSorted(taskIds);
  while (wanted.length > 0) {
    const known = await loadTasks(ground.db, portalId, wanted);
    const readings = await lookAt(asker, wanted);
    await explainMoves(asker, readings, known);
    await explainAbsence(ground, asker, readings, known);
    for (const reading of readings) read.set(reading.taskId, reading);
    const moved = readings.filter((reading) => groupIsNews(reading, known.get(reading.taskId)));
    const children = await childrenOf(
      ground.db,
      portalId,
      moved.map((reading) => reading.taskId),
    );
    wanted = distinctSorted(children).filter((taskId) => !read.has(taskId));
  }
  return { ...noReadings(), tasks: [...read.values()] };
}

function groupIsNews(reading: TaskReading, known: TaskRow | undefined): boolean {
  return reading.facts !== null && known !== undefined && reading.facts.groupId !== known.group_id;
}

async function lookAt(asker: Asker, taskIds: readonly number[]): Promise<TaskReading[]> {
  const told = await askTogether(
    asker,
    taskIds.flatMap((taskId) => [askTask(taskId), askEntriesOfTask(taskId)]),
  );
  return taskIds.flatMap((taskId, index): TaskReading[] => {
    const task = told[index * 2];
    const entries = told[index * 2 + 1];
    if (!task?.answer || entries === undefined) return [];
    const facts = parseTask(task.answer.result);
    const list = facts === null || entries.answer === null ? null : parseEntries(entries.answer.result);
    const askedAt = Math.min(task.askedAt, entries.askedAt);
    return [{ taskId, askedAt, facts, rightsConfirmed: false, moves: null, entries: list }];
  });
}

/** History is read only where it can tell something new: of tasks that changed their group or are met first. */
async function explainMoves(
  asker: Asker,
  readings: readonly TaskReading[],
  known: ReadonlyMap<number, TaskRow>,
): Promise<void> {
  const puzzling = readings.filter((reading) => {
    if (reading.facts === null) return false;
    const before = known.get(reading.taskId);
    return before === undefined
      ? (reading.entries ?? []).length > 0
      : before.group_id !== reading.facts.groupId;
  });
  const told = await askTogether(
    asker,
    puzzling.map((reading) => askGroupHistory(reading.taskId)),
  );
  puzzling.forEach((reading, index) => {
    const answer = told[index]?.answer ?? null;
    const history = answer === null ? [] : parseGroupChanges(answer.result);
    reading.moves = movesOf(reading, known.get(reading.taskId), history);
  });
}

function movesOf(
  reading: TaskReading,
  before: TaskRow | undefined,
  history: readonly GroupChange[],
): GroupChange[] {
  if (reading.facts === null) return [];
  const { groupId } = reading.facts;
  if (before === undefined) {
    const madeAts = (reading.entries ?? []).map((entry) => entry.madeAt);
    return movesOfUnknownTask(history, madeAts, groupId);
  }
  const known = { groupId: before.group_id, askedAt: before.asked_at };
  return newMoves(history, known, { groupId, noticedAt: reading.askedAt });
}

/** A second look at what was answered by `[]`; what is still absent gets its proof of rights, if there is one. */
async function explainAbsence(
  ground: Ground,
  asker: Asker,
  readings: TaskReading[],
  known: ReadonlyMap<number, TaskRow>,
): Promise<void> {
  const absent = readings.filter((reading) => reading.facts === null && known.has(reading.taskId));
  if (absent.length === 0) return;
  const again = await lookAt(
    asker,
    absent.map((reading) => reading.taskId),
  );
  for (const second of again) {
    if (second.facts !== null)
      Object.assign(absent.find((reading) => reading.taskId === second.taskId) ?? {}, second);
  }
  const gone = absent.filter((reading) => reading.facts === null);
  const visible = readings.flatMap((reading) => (reading.facts === null ? [] : [reading.facts.groupId]));
  const rows = gone.flatMap((reading) => known.get(reading.taskId) ?? []);
  const vouched = await vouchForRights(ground, asker, rows, new Set(visible));
  for (const reading of gone) {
    const row = known.get(reading.taskId);
    reading.rightsConfirmed = row !== undefined && vouched.has(row.group_id);
  }
}
