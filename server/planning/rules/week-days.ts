import { type Day, addDays } from '../../base/days.js';

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: Day): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return ((new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7) + 1;
}

/** The Monday of the week a day is in. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

/** The days from one to another, both included. */
export function daysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Monday to Sunday. */
export function weekOf(weekOn: Day): Day[] {
  return daysBetween(weekOn, addDays(weekOn, 6));
}
