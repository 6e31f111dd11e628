import type { Visitor } from '../../access/index.js';
import type { Ground } from '../../base/ground.js';
import { acceptFact } from '../../portal/inbox/index.js';
import { readPortal } from '../../portal/installs/index.js';
import { readTasks, type Readings } from '../../portal/mirror/index.js';
import { postStates, withdrawPosts } from '../../portal/outbox/index.js';
import { type PortalRest, RestError } from '../../portal/rest/index.js';
import { changeIntake, type IntakeRow, plannedTimeKey } from './intake-store.js';

/** What an intake needs of the app: the portal's API, and the one way by which readings become what we keep. */
export interface IntakeDoors {
  rest: PortalRest;
  takeIn: (portalId: string, readings: Readings) => Promise<unknown>;
}

/** Fields of `tasks.task.update`. */
export type PortalFields = Partial<Record<'PRIORITY' | 'TIME_ESTIMATE', number>>;

export interface Setting {
  intake: IntakeRow;
  fields: PortalFields;
  accessToken: string;
  /** The action that queued the planned time; null = it queued none. */
  actionId: string | null;
}

/**
 * Sets what an intake changes on its task in Bitrix24 with the token the person's page just gave, reads the task anew, and
 * notes what came of it. The intake holds either way: a refused priority is shown, never repeated behind their back; the
 * planned time then goes by the outbox, where it was queued.
 */
export async function setInPortal(
  ground: Ground,
  doors: IntakeDoors,
  visitor: Visitor,
  { intake, fields, accessToken, actionId }: Setting,
): Promise<void> {
  const { portalId } = visitor;
  const { task_id: taskId } = intake;
  const isSet = await update(ground, doors.rest, visitor, { accessToken, taskId, fields });
  await ground.db.transaction().execute(async (tx) => {
    const updated_at = ground.clock.now();
    if (fields.PRIORITY !== undefined)
      await changeIntake(tx, intake, { priority: isSet ? 'set' : 'refused', updated_at });
    const key = plannedTimeKey(intake.intake_id);
    if (!isSet || actionId === null) return;
    // Where it is under way already it sets the same time once more.
    if ((await postStates(tx, portalId, [key])).get(key) !== 'ready') return;
    await withdrawPosts(tx, { portalId, keys: [key], actionId });
  });
  if (isSet) await lookAgain(ground, doors, portalId, taskId);
}

async function update(
  ground: Ground,
  rest: PortalRest,
  { portalId, userId }: Visitor,
  of: { taskId: number; fields: PortalFields; accessToken: string },
): Promise<boolean> {
  const portal = await readPortal(ground.db, portalId);
  if (!portal) return false;
  const asker = { portalId, clientEndpoint: portal.client_endpoint, accessToken: of.accessToken };
  const { taskId, fields } = of;
  try {
    // Not one batch: nothing is written with a token that turns out to be another's.
    const { me } = await rest.asVisitor({ ...asker, commands: { me: { method: 'profile' } } });
    if (Number((me?.result as { ID?: unknown } | null)?.ID) !== userId) return false;
    const commands = { set: { method: 'tasks.task.update', params: { taskId, fields } } };
    return (await rest.asVisitor({ ...asker, commands }))['set']?.ok === true;
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    ground.log.info(
      { portalId, taskId, code: error.restCode },
      'a task that was taken in could not be changed',
    );
    return false;
  }
}

/** So that our own change is no news: it asks nobody to take the task in once more. */
async function lookAgain(
  ground: Ground,
  doors: IntakeDoors,
  portalId: string,
  taskId: number,
): Promise<void> {
  try {
    await doors.takeIn(portalId, await readTasks(ground, doors.rest, portalId, [taskId], 'interactive'));
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const fact = { portalId, subject: 'task' as const, subjectId: String(taskId), name: 'TAKEN-IN' };
    await ground.db.transaction().execute((tx) => acceptFact(tx, ground.clock, fact));
  }
}
