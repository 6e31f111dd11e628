import { recordAction } from '../access/index.js';
import { type Day, dayOf } from '../base/days.js';
import type { Ground } from '../base/ground.js';
import { lockPortal, readPortal } from '../portal/installs/index.js';
import { type PortalRest, RestError, type Urgency } from '../portal/rest/index.js';
import { type AbsenceRow, replaceAbsences } from './capacity-store.js';
import { writeAbsencesAsked } from './office-hours.js';
import { readEmployees } from './people-view.js';
import { absencesAmong, stretchFrom } from './rules/told-absences.js';

const PEOPLE_A_CALL = 50;
const CALLS_A_BATCH = 50;

/**
 * Reads everybody's absences from the portal's calendar (two weeks back, nine ahead) and keeps them. A portal that refuses is
 * noted, with what was known before kept; people go on by hand then.
 */
export async function askAbsences(
  ground: Pick<Ground, 'db' | 'clock'>,
  rest: PortalRest,
  of: { portalId: string; urgency: Urgency; by?: { userId: number; requestId: string } },
): Promise<void> {
  const { portalId, urgency, by } = of;
  const zone = (await readPortal(ground.db, portalId))?.time_zone ?? 'UTC';
  const askedAt = ground.clock.now();
  const span = stretchFrom(dayOf(askedAt, zone));
  const employees = await readEmployees(ground.db, portalId);
  const userIds = employees.map(({ userId }) => userId).slice(0, PEOPLE_A_CALL * CALLS_A_BATCH);
  const told = await ask(rest, { portalId, urgency, span, userIds });
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, portalId);
    await writeAbsencesAsked(tx, portalId, { askedAt, refused: told.refused });
    if (by) {
      const after = { refused: told.refused, people: told.events.size };
      const action = { portalId, userId: by.userId, what: 'ask-absences', after };
      await recordAction(tx, ground.clock, { ...action, cause: `ask-absences:${by.requestId}` });
    }
    if (told.refused !== null) return;
    const rows = [...told.events].flatMap(([userId, events]) =>
      absencesAmong(events, zone).map((one): AbsenceRow => ({
        ...{ portal_id: portalId, user_id: userId, absence_id: one.absenceId, name: one.name },
        ...{ whole_days: one.wholeDays ? 1 : 0, from_day: one.fromDay, to_day: one.toDay },
        ...{ from_at: one.fromAt, to_at: one.toAt, asked_at: askedAt },
      })),
    );
    await replaceAbsences(tx, portalId, span, rows);
  });
}

interface Told {
  events: Map<number, unknown>;
  refused: string | null;
}

async function ask(
  rest: PortalRest,
  of: { portalId: string; urgency: Urgency; span: { from: Day; to: Day }; userIds: readonly number[] },
): Promise<Told> {
  const { portalId, urgency, span, userIds } = of;
  const commands = Object.fromEntries(
    groups(userIds).map((users, index) => [
      `people${index}`,
      { method: 'calendar.accessibility.get', params: { users, from: span.from, to: span.to } },
    ]),
  );
  const events = new Map<number, unknown>();
  try {
    const answers = await rest.batch({ portalId, commands, urgency });
    for (const answer of Object.values(answers)) {
      if (!answer.ok) return refusedBy(answer.error);
      for (const [userId, told] of Object.entries((answer.result ?? {}) as Record<string, unknown>)) {
        events.set(Number(userId), told);
      }
    }
    return { events, refused: null };
  } catch (error) {
    return refusedBy(error);
  }
}

/** A portal that cannot answer now is no refusal: the job is tried again. */
function refusedBy(error: unknown): Told {
  if (error instanceof RestError && error.outcome === 'refused') {
    return { events: new Map(), refused: error.restCode || 'ACCESS_DENIED' };
  }
  throw error instanceof Error ? error : new Error('The portal did not say what was wrong');
}

function groups(userIds: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (let from = 0; from < userIds.length; from += PEOPLE_A_CALL) {
    parts.push(userIds.slice(from, from + PEOPLE_A_CALL));
  }
  return parts;
}
