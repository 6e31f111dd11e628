import { z } from 'zod';
import type { Ground } from '../../base/ground.js';
import { type PortalRest, RestError } from '../rest/index.js';
import { changePortal, readPortal } from './portal-store.js';

export type TaskCard = 'old' | 'new';

const tasksSchema = z.object({ tasks: z.array(z.object({ id: z.coerce.number().int().positive() })) });
const chatSchema = z.object({ item: z.object({ chat: z.object({ id: z.coerce.number().positive() }) }) });

/**
 * Which task card the portal shows, and so how comments are posted; remembered with the portal. `taskId` is any task
 * the owner can read: its chat is the surest sign. `again` asks anew, after a post was refused for its form.
 */
export async function probeCard(
  ground: Ground,
  rest: PortalRest,
  ask: { portalId: string; taskId?: number; again?: boolean },
): Promise<TaskCard> {
  const portal = await readPortal(ground.db, ask.portalId);
  if (portal?.card && ask.again !== true) return portal.card;
  const card = await askCard(rest, ask);
  await changePortal(ground.db, ask.portalId, { card });
  return card;
}

/** `method.get` does not know v3 names everywhere, so a task is asked for its chat; without tasks, v3 for its list. */
async function askCard(rest: PortalRest, ask: { portalId: string; taskId?: number }): Promise<TaskCard> {
  const { portalId } = ask;
  const taskId = ask.taskId ?? (await anyTask(rest, portalId));
  const params = taskId === null ? { select: ['id'] } : { id: taskId, select: ['id', 'chat.id'] };
  const method = taskId === null ? 'tasks.task.list' : 'tasks.task.get';
  const answer = await askV3(rest, { portalId, method, params });
  if (answer === null) return 'old';
  return taskId === null || chatSchema.safeParse(answer).success ? 'new' : 'old';
}

async function anyTask(rest: PortalRest, portalId: string): Promise<number | null> {
  const params = { select: ['ID'], order: { ID: 'desc' }, start: -1 };
  const answer = await rest.call({ portalId, method: 'tasks.task.list', params });
  const found = tasksSchema.safeParse(answer.result);
  return found.success ? (found.data.tasks[0]?.id ?? null) : null;
}

/** Portals without REST 3.0 refuse the call in one way or another: null. */
async function askV3(
  rest: PortalRest,
  ask: { portalId: string; method: string; params: Record<string, unknown> },
): Promise<unknown> {
  try {
    return (await rest.call({ ...ask, version: 'v3' })).result;
  } catch (error) {
    if (error instanceof RestError && error.outcome === 'refused') return null;
    throw error;
  }
}
