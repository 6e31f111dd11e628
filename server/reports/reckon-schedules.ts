import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { nextDue } from '../base/next-due.js';
import { lockClient } from '../clients/index.js';
import { changeSchedule, readSchedules } from './schedule-store.js';
import { ruleOf, workingDays } from './schedules.js';

/** The client's clock is another one now: each of its schedules falls due anew, from this moment on. */
export async function reckonSchedules(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: { portalId: string; clientId: number },
): Promise<void> {
  const { time_zone: zone } = await lockClient(tx, of.portalId, of.clientId);
  const isWorking = await workingDays(tx, of.portalId);
  for (const row of await readSchedules(tx, of.portalId, of.clientId)) {
    const next_due_at = nextDue(ruleOf(row), ground.clock.now(), zone, isWorking);
    await changeSchedule(tx, row, { next_due_at });
  }
}
