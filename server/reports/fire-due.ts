import type { Ground } from '../base/ground.js';
import { fireExhausted } from './fire-exhausted.js';
import { fireSchedule } from './fire-schedule.js';
import { readDuePlans } from './report-store.js';
import { readDueSchedules } from './schedule-store.js';

/**
 * Turns plans that fell due into drafts or reports, and fires schedules; each occurrence once, missed ones once together.
 * One that fails is logged, holds up no other and stays due.
 */
export async function fireDueReports(ground: Ground, portalId: string): Promise<number> {
  const now = ground.clock.now();
  const plans = await readDuePlans(ground.db, portalId, now);
  for (const plan of plans) await fire(ground, plan, () => fireExhausted(ground, plan));
  const schedules = await readDueSchedules(ground.db, portalId, now);
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
