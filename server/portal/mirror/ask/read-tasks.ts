import type { Ground } from '../../../base/ground.js';
import type { PortalRest, Urgency } from '../../rest/index.js';
import { readCursorTime } from '../keep/cursors-store.js';
import { loadMoves, toKeptMove } from '../keep/moves-store.js';
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
 * Reads tasks whole: the task, all its time entries, its history of groups (three commands, sixteen tasks a batch).
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
    const looks = await lookAt(asker, wanted);
    await explainMoves(ground, asker, { looks, known });
    const readings = looks.map((look) => look.reading);
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

interface Look {
  reading: TaskReading;
  history: GroupChange[];
}

async function lookAt(asker: Asker, taskIds: readonly number[]): Promise<Look[]> {
  const told = await askTogether(
    asker,
    taskIds.flatMap((taskId) => [askTask(taskId), askEntriesOfTask(taskId), askGroupHistory(taskId)]),
  );
  return taskIds.flatMap((taskId, index): Look[] => {
    const [task, entries, history] = told.slice(index * 3, index * 3 + 3);
    if (!task?.answer || entries === undefined) return [];
    const facts = parseTask(task.answer.result);
    const list = facts === null || entries.answer === null ? null : parseEntries(entries.answer.result);
    const askedAt = Math.min(task.askedAt, entries.askedAt);
    const reading = { taskId, askedAt, facts, rightsConfirmed: false, moves: null, entries: list };
    return [{ reading, history: history?.answer ? parseGroupChanges(history.answer.result) : [] }];
  });
}

/** Turns histories into moves that are news: they decide whose hour it was when it was made. */
async function explainMoves(
  ground: Ground,
  asker: Asker,
  { looks, known }: { looks: readonly Look[]; known: ReadonlyMap<number, TaskRow> },
): Promise<void> {
  const mirroredAt = await readCursorTime(ground.db, asker.portalId, 'first-mirror');
  const kept = await loadMoves(ground.db, asker.portalId, known.keys());
  for (const { reading, history } of looks) {
    if (reading.facts === null) continue;
    const { groupId } = reading.facts;
    const before = known.get(reading.taskId);
    const firstHourAt = Math.min(...(reading.entries ?? []).map((entry) => entry.madeAt));
    if (before === undefined) {
      reading.moves = movesOfUnknownTask(history, firstHourAt, groupId);
      continue;
    }
    const ours = {
      ...{ groupId: before.group_id, askedAt: before.asked_at },
      ...{
        since: Math.max(mirroredAt ?? 0, firstHourAt),
        kept: (kept.get(reading.taskId) ?? []).map(toKeptMove),
      },
    };
    reading.moves = newMoves(history, ours, { groupId, noticedAt: reading.askedAt });
  }
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
  for (const { reading: second } of again) {
    if (second.facts === null) continue;
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
