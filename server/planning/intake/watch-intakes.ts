import type { Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import { lockPortal } from '../../portal/installs/index.js';
import type { MirrorChange } from '../../portal/mirror/index.js';
import { asksMore, signOf } from '../rules/intake-signs.js';
import { type OpenTask, readOpenTasks, readTasksByIds } from '../tasks-view.js';
import { changeIntake, type IntakeRow, readStandingIntakes } from './intake-store.js';
import { readIntakeWays } from './intake-ways.js';
import { putForward } from './propose-intake.js';

/** A task that is older than this when we first see it was urgent before us: nobody is asked about it. */
const NEW_MS = 86_400_000;
const CLOSED = 5;

/**
 * Tasks that changed in the portal: a tag or the priority asks a manager to take them in, once each time it is set. What
 * waits and is not asked for any more is withdrawn. Nothing is ever taken in by itself.
 */
export async function watchIntakes(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  portalId: string,
  { taskIds, restated }: Pick<MirrorChange, 'taskIds' | 'restated'>,
): Promise<void> {
  const ids = [...new Set([...taskIds, ...restated.map(({ taskId }) => taskId)])];
  if (ids.length === 0) return;
  const tasks = new Map((await readTasksByIds(tx, portalId, ids)).map((task) => [task.task_id, task]));
  const ways = await readIntakeWays(tx, portalId);
  await withdraw(tx, ground, { portalId, ids, tasks, signOf: (task) => signOf(task, ways) });
  const asking = restated.flatMap(({ taskId, before }) => {
    const task = tasks.get(taskId);
    const sign = task && task.status !== CLOSED ? signOf(task, ways) : null;
    if (!task || !sign || (before === null && !isNew(task, ground.clock.now()))) return [];
    const asked = before === null ? null : signOf(before, ways);
    return asksMore(sign.kind, asked?.kind) ? [{ task, sign }] : [];
  });
  if (asking.length === 0) return;
  await lockPortal(tx, portalId);
  for (const { task, sign } of asking) {
    const { task_id: taskId, client_id: clientId, title } = task;
    const by = { userId: 0, name: '' };
    await putForward(tx, ground, portalId, { task: { taskId, clientId, title }, ...sign, note: '', by });
  }
}

interface Watched {
  portalId: string;
  ids: readonly number[];
  tasks: ReadonlyMap<number, OpenTask>;
  signOf: (task: OpenTask) => ReturnType<typeof signOf>;
}

async function withdraw(tx: Tx, ground: Pick<Ground, 'clock'>, watched: Watched): Promise<void> {
  const now = ground.clock.now();
  const waiting = (await readStandingIntakes(tx, watched.portalId, watched.ids)).filter(
    ({ state }) => state === 'proposed',
  );
  if (waiting.length === 0) return;
  const open = new Set((await readOpenTasks(tx, watched.portalId)).map((task) => task.task_id));
  for (const intake of waiting) {
    const task = watched.tasks.get(intake.task_id);
    if (open.has(intake.task_id) && task && isStillAsked(intake, watched.signOf(task))) continue;
    await changeIntake(tx, intake, { state: 'withdrawn', ended_by: 0, ended_at: now, updated_at: now });
  }
}

/** What a person asked for in the app does not hang on tags. */
function isStillAsked(intake: IntakeRow, sign: ReturnType<typeof signOf>): boolean {
  return intake.source === 'hand' || sign !== null;
}

function isNew({ created_at: createdAt }: OpenTask, now: number): boolean {
  return createdAt !== null && createdAt >= now - NEW_MS;
}
