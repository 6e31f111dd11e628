import { z } from 'zod';
import type { Ground } from '../../base/ground.js';
import { type PortalRest, RestError } from '../rest/index.js';
import { changePortal, readPortal } from './portal-store.js';

export type TaskCard = 'old' | 'new';

const existsSchema = z.object({ isExisting: z.boolean() });
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

async function askCard(rest: PortalRest, ask: { portalId: string; taskId?: number }): Promise<TaskCard> {
  if (ask.taskId !== undefined) return (await hasChat(rest, ask.portalId, ask.taskId)) ? 'new' : 'old';
  const params = { name: 'tasks.task.chat.message.send' };
  const answer = await rest.call({ portalId: ask.portalId, method: 'method.get', params });
  const known = existsSchema.safeParse(answer.result);
  return known.success && known.data.isExisting ? 'new' : 'old';
}

/** The v3 task with its chat; portals without REST 3.0 refuse the call in one way or another. */
async function hasChat(rest: PortalRest, portalId: string, taskId: number): Promise<boolean> {
  try {
    const params = { id: taskId, select: ['id', 'chat.id'] };
    const answer = await rest.call({ portalId, method: 'tasks.task.get', version: 'v3', params });
    return chatSchema.safeParse(answer.result).success;
  } catch (error) {
    if (error instanceof RestError && error.outcome === 'refused') return false;
    if (error instanceof RestError && error.httpStatus === 404) return false;
    throw error;
  }
}
