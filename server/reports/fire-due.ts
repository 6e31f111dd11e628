import type { Ground } from '../base/ground.js';
import { readClients } from '../clients/index.js';
import { fireExhausted } from './fire-exhausted.js';
import { fireSchedule } from './fire-schedule.js';
import { readDuePlans } from './report-store.js';
import { readDueSchedules } from './schedule-store.js';

/**
 * Turns plans that fell due into drafts or reports, and fires schedules; each occurrence once, missed ones once together.
 * One that fails is logged, holds up no other and stays due; so does what waits for an archived client to come back.
 */
export async function fireDueReports(ground: Ground, portalId: string): Promise<number> {
  const now = ground.clock.now();
  const served = new Set((await readClients(ground.db, portalId)).map((client) => client.client_id));
  const isServed = (due: { client_id: number }) => served.has(due.client_id);
  const plans = (await readDuePlans(ground.db, portalId, now)).filter(isServed);
  for (const plan of plans) await fire(ground, plan, () => fireExhausted(ground, plan));
  const schedules = (await readDueSchedules(ground.db, portalId, now)).filter(isServed);
  for (const due of schedules) await fire(ground, due, () => fireSchedule(ground, due));
  return plans.length + schedules.length;
}

async function fire(
  ground: Ground,
  due: { portal_id: string; client_id: number },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    ground.log.warn({ err: error, portalId: due.portal_id, clientId: due.client_id }, 'a due report failed');
  }
}
