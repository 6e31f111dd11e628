import { type Day, isKnownZone } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { readCalendarDays, readWorkCalendar } from '../clients/index.js';
import { readPortal } from '../portal/installs/index.js';
import { type AbsenceRow, type NormRow, readAbsences, readHandDays, readNorms } from './capacity-store.js';
import { type OfficeHours, readOfficeHours } from './office-hours.js';
import { type Employee, readEmployees, readWorkingUserIds } from './people-view.js';
import {
  type Absence,
  type CapacityFacts,
  capacityOf,
  type DayCapacity,
  type PersonNorm,
} from './rules/capacity-of.js';
import { daysBetween } from './rules/week-days.js';

const WORKING_MS = 56 * 24 * 3_600_000;

/** A person of the department, and each day asked for. */
export interface PersonCapacity extends Employee {
  takesPart: NormRow['takes_part'];
  norm: PersonNorm;
  /** The norm is the office's, not their own. */
  isUsualNorm: boolean;
  days: ({ day: Day } & DayCapacity)[];
}

export interface Asked {
  portalId: string;
  from: Day;
  to: Day;
  now: number;
}

/**
 * How much each person of the department can work on each day, with the reasons. The department is whoever recorded time
 * for clients in the last eight weeks or has an open task of theirs, unless somebody said otherwise.
 */
export async function readCapacity(db: DbOrTx, asked: Asked): Promise<PersonCapacity[]> {
  return (await readEverybody(db, asked)).filter((person) => person.isIn);
}

/** Employees who take no part, for choosing. */
export async function readOthers(db: DbOrTx, asked: Asked): Promise<Employee[]> {
  const people = await readEverybody(db, { ...asked, to: asked.from });
  return people.filter((person) => !person.isIn);
}

async function readEverybody(db: DbOrTx, asked: Asked): Promise<(PersonCapacity & { isIn: boolean })[]> {
  const { portalId, from, to, now } = asked;
  const employees = await readEmployees(db, portalId);
  const working = await readWorkingUserIds(db, portalId, now - WORKING_MS);
  const norms = new Map((await readNorms(db, portalId)).map((row) => [row.user_id, row]));
  const office = await readOfficeHours(db, portalId);
  const zone = (await readPortal(db, portalId))?.time_zone ?? 'UTC';
  const calendar = await readWorkCalendar(db, portalId);
  const dayNames = new Map(
    (await readCalendarDays(db, portalId)).flatMap(({ day, note }) => (note ? [[day, note] as const] : [])),
  );
  const absences = byUser(await readAbsences(db, portalId, { from, to }));
  const typed = byUser(await readHandDays(db, portalId, { from, to }));
  const days = daysBetween(from, to);
  return employees.map((employee) => {
    const row = norms.get(employee.userId);
    const takesPart = row?.takes_part ?? 'auto';
    const norm = normOf(row, { office, weekdays: calendar.weekdays, zone: zoneOf(employee, zone) });
    const facts: CapacityFacts = {
      ...{ norm, calendar, dayNames },
      absences: (absences.get(employee.userId) ?? []).map(absenceOf),
      byHand: new Map((typed.get(employee.userId) ?? []).map((one) => [one.day, one])),
    };
    return {
      ...employee,
      takesPart,
      norm,
      isUsualNorm: (row?.week ?? null) === null && (row?.starts_at ?? null) === null,
      days: days.map((day) => ({ day, ...capacityOf(facts, day) })),
      isIn: takesPart === 'always' || (takesPart === 'auto' && working.has(employee.userId)),
    };
  });
}

function zoneOf(employee: Employee, fallback: string): string {
  return employee.timeZone !== '' && isKnownZone(employee.timeZone) ? employee.timeZone : fallback;
}

function normOf(
  row: NormRow | undefined,
  of: { office: OfficeHours; weekdays: ReadonlySet<number>; zone: string },
): PersonNorm {
  const usual = [1, 2, 3, 4, 5, 6, 7].map((weekday) => (of.weekdays.has(weekday) ? of.office.daySeconds : 0));
  return {
    zone: of.zone,
    week: row?.week ? (JSON.parse(row.week) as number[]) : usual,
    startsAt: row?.starts_at ?? of.office.startsAt,
  };
}

function absenceOf(row: AbsenceRow): Absence {
  const days = { name: row.name, fromDay: row.from_day, toDay: row.to_day };
  return row.whole_days === 1
    ? { ...days, fromAt: null, toAt: null }
    : { ...days, fromAt: row.from_at, toAt: row.to_at };
}

function byUser<T extends { user_id: number }>(rows: readonly T[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const row of rows) {
    const own = found.get(row.user_id);
    if (own) own.push(row);
    else found.set(row.user_id, [row]);
  }
  return found;
}
