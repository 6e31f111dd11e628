import type { Day } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { isWorkingIn } from '../base/work-calendar.js';
import { readTermsToday, readWorkCalendar } from '../clients/index.js';
import type { HeldReport } from './hold-report.js';
import type { Acceptance } from './rules/acceptance.js';
import { type Waiting, objectionsUntil } from './rules/acceptance-due.js';

/** What silence about a report means under the terms of today; what the posted text announced binds as well. */
export async function readWaiting(
  db: DbOrTx,
  ground: Pick<Ground, 'clock'>,
  held: HeldReport,
  acceptance: Acceptance = held.acceptance,
): Promise<Waiting> {
  const { client, model, postedAt } = held;
  const terms = await readTermsToday(db, client, ground.clock.now());
  return {
    acceptance,
    postedAt,
    zone: client.time_zone,
    isWorking: isWorkingIn(await readWorkCalendar(db, client.portal_id)),
    reminderDays: terms.acceptance.reminderDays,
    automaticDays: terms.acceptance.automaticDays,
    announcedUntil: model.howToAnswer?.objectionsUntil ?? null,
  };
}

/** Last day for objections while the report waits; null where silence is no acceptance, or nothing is waited for. */
export async function readObjectionsUntil(
  db: DbOrTx,
  ground: Pick<Ground, 'clock'>,
  held: HeldReport,
  acceptance: Acceptance = held.acceptance,
): Promise<Day | null> {
  if (acceptance.state === 'accepted') return null;
  return objectionsUntil(await readWaiting(db, ground, held, acceptance));
}
