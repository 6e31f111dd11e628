import type { Visitor } from '../access/index.js';
import type { Ground } from '../base/ground.js';
import { readPortal } from '../portal/installs/index.js';
import { type PortalRest, RestError } from '../portal/rest/index.js';

/**
 * Sets a task's planned time with the token the person's page just gave. False where the portal does not let them, or
 * did not answer: then the app does it in its own name, and looks first.
 */
export async function planAsVisitor(
  ground: Pick<Ground, 'db' | 'log'>,
  rest: PortalRest,
  visitor: Visitor,
  plan: { taskId: number; seconds: number; accessToken: string },
): Promise<boolean> {
  const { portalId, userId } = visitor;
  const portal = await readPortal(ground.db, portalId);
  if (!portal) return false;
  const asker = { portalId, clientEndpoint: portal.client_endpoint, accessToken: plan.accessToken };
  try {
    const { me } = await rest.asVisitor({ ...asker, commands: { me: { method: 'profile' } } });
    if (Number((me?.result as { ID?: unknown } | null)?.ID) !== userId) return false;
    const params = { taskId: plan.taskId, fields: { TIME_ESTIMATE: plan.seconds } };
    const commands = { plan: { method: 'tasks.task.update', params } };
    return (await rest.asVisitor({ ...asker, commands }))['plan']?.ok === true;
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    ground.log.info({ portalId, taskId: plan.taskId, code: error.restCode }, 'planned by the app instead');
    return false;
  }
}
