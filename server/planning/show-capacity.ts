import type { Visitor } from '../access/index.js';
import type { CapacityView } from '../api/index.js';
import { addDays, type Day, dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { mayManage } from '../clients/index.js';
import { readPortal } from '../portal/installs/index.js';
import { readAbsencesAsked, readOfficeHours, readReservePercent } from './office-hours.js';
import { readCapacity, readOthers } from './read-capacity.js';
import { readUrgentWeeks } from './urgent-weeks-view.js';
import { suggestReserve } from './rules/suggest-reserve.js';
import { daysBetween, mondayOf } from './rules/week-days.js';

const WEEKS = 5;

/** What the screen of capacity shows: people × days, with the reasons behind each figure. */
export async function showCapacity(
  db: DbOrTx,
  visitor: Visitor,
  at: { now: number; from?: Day | undefined },
): Promise<CapacityView> {
  const { portalId } = visitor;
  const zone = (await readPortal(db, portalId))?.time_zone ?? 'UTC';
  const today = dayOf(at.now, zone);
  const weekOn = mondayOf(at.from ?? today);
  const to = addDays(weekOn, WEEKS * 7 - 1);
  const asked = { portalId, from: weekOn, to, now: at.now };
  const people = await readCapacity(db, asked);
  const mayEdit = mayManage(visitor);
  const others = mayEdit ? await readOthers(db, asked) : [];
  const weeks = await readUrgentWeeks(db, { portalId, zone, today });
  const told = await readAbsencesAsked(db, portalId);
  return {
    ...{ today, weekOn, mayEdit },
    days: daysBetween(weekOn, to),
    people: people.map(({ userId, name, position, timeZone, takesPart, norm, isUsualNorm, days }) => ({
      ...{ userId, name, position, timeZone, takesPart, isUsualNorm, days },
      norm: { ...norm, week: [...norm.week] },
    })),
    others: others.map(({ userId, name, position }) => ({ userId, name, position })),
    office: await readOfficeHours(db, portalId),
    reserve: {
      percent: await readReservePercent(db, portalId),
      suggestedPercent: suggestReserve(weeks),
      weeks: weeks.map(({ weekOn: week, permille }) => ({ weekOn: week, permille })),
    },
    absences: { askedAt: told?.askedAt ?? null, refused: told?.refused ?? null },
  };
}
