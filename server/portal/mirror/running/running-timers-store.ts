import type { DbOrTx } from '../../../base/db/index.js';
import type { OwnTimer } from './ask-own-timer.js';

/** Older knowledge says nothing: the page was closed, or the timer stopped. */
const FRESH_MS = 5 * 60_000;
const MONTH_MS = 30 * 86_400_000;

export async function keepOwnTimer(
  db: DbOrTx,
  person: { portalId: string; userId: number },
  timer: OwnTimer,
  now: number,
): Promise<void> {
  const known = { task_id: timer.taskId, running_seconds: timer.runningSeconds, known_at: now };
  await db
    .insertInto('running_timers')
    .values({ portal_id: person.portalId, user_id: person.userId, ...known })
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id']).doUpdateSet(known))
    .execute();
}

export interface RunningWork {
  userId: number;
  name: string;
  taskId: number;
  taskTitle: string;
  /** Up to now, on from what was known. */
  seconds: number;
}

export interface Running {
  work: RunningWork[];
  /** Of the people who worked for these groups in the last month (and those who do now), how many timers are known. */
  knownPeople: number;
  people: number;
}

/** What runs now on tasks of these groups, as far as people have the app open. */
export async function readRunning(
  db: DbOrTx,
  portalId: string,
  groupIds: readonly number[],
  now: number,
): Promise<Running> {
  if (groupIds.length === 0) return { work: [], knownPeople: 0, people: 0 };
  const rows = await db
    .selectFrom('running_timers as timer')
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'timer.portal_id').onRef('task.task_id', '=', 'timer.task_id'),
    )
    .leftJoin('users as person', (join) =>
      join.onRef('person.portal_id', '=', 'timer.portal_id').onRef('person.user_id', '=', 'timer.user_id'),
    )
    .select(['timer.user_id', 'timer.task_id', 'timer.running_seconds', 'timer.known_at'])
    .select(['task.title', 'task.group_id', 'person.name'])
    .where('timer.portal_id', '=', portalId)
    .where('timer.known_at', '>=', now - FRESH_MS)
    .execute();
  const here = rows.filter((row) => row.group_id !== null && groupIds.includes(row.group_id));
  const people = new Set([
    ...(await readWorkers(db, portalId, groupIds, now - MONTH_MS)),
    ...here.map((row) => row.user_id),
  ]);
  return {
    work: here.map((row) => ({
      userId: row.user_id,
      name: row.name ?? `#${row.user_id}`,
      taskId: row.task_id ?? 0,
      taskTitle: row.title ?? '',
      seconds: row.running_seconds + Math.floor((now - row.known_at) / 1000),
    })),
    knownPeople: rows.filter((row) => people.has(row.user_id)).length,
    people: people.size,
  };
}

async function readWorkers(
  db: DbOrTx,
  portalId: string,
  groupIds: readonly number[],
  since: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom('time_entries')
    .select('user_id')
    .distinct()
    .where('portal_id', '=', portalId)
    .where('group_id', 'in', [...groupIds])
    .where('worked_at', '>=', since)
    .where('state', '=', 'live')
    .execute();
  return rows.map((row) => row.user_id);
}
