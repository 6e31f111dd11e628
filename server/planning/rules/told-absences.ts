import { type Day, addDays, dayOf } from '../../base/days.js';

/** An event of `calendar.accessibility.get`. Source: rest-facts §5.12 (api-reference/calendar/calendar-accessibility-get.md). */
export interface ToldEvent {
  ID?: unknown;
  NAME?: unknown;
  DATE_FROM?: unknown;
  DATE_TO?: unknown;
  DATE_FROM_TS_UTC?: unknown;
  DATE_TO_TS_UTC?: unknown;
  DT_SKIP_TIME?: unknown;
  ACCESSIBILITY?: unknown;
}

export interface ToldAbsence {
  absenceId: string;
  name: string;
  wholeDays: boolean;
  fromDay: Day;
  toDay: Day;
  /** Epoch ms. */
  fromAt: number;
  toAt: number;
}

/**
 * Absences among what the portal tells of a person; other events (busy, tentative, free) take no capacity. Whole days are
 * named by the written date, whose form is the site's: of the readings that make sense the one near the instant counts.
 */
export function absencesAmong(told: unknown, zone: string): ToldAbsence[] {
  const events = Array.isArray(told) ? (told as ToldEvent[]) : [];
  return events.flatMap((event) => {
    if (event.ACCESSIBILITY !== 'absent') return [];
    const fromAt = Number(event.DATE_FROM_TS_UTC) * 1000;
    const toAt = Number(event.DATE_TO_TS_UTC) * 1000;
    if (!Number.isSafeInteger(fromAt) || !Number.isSafeInteger(toAt) || toAt < fromAt) return [];
    const wholeDays = event.DT_SKIP_TIME === 'Y';
    const fromDay = wholeDays ? writtenDay(event.DATE_FROM, fromAt, zone) : dayOf(fromAt, zone);
    const toDay = wholeDays ? writtenDay(event.DATE_TO, toAt, zone) : dayOf(Math.max(fromAt, toAt - 1), zone);
    const name = textOf(event.NAME).slice(0, 200);
    const absenceId = textOf(event.ID);
    return [{ absenceId, name, wholeDays, fromDay, toDay: toDay < fromDay ? fromDay : toDay, fromAt, toAt }];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** `02.12.2024`, `2024-12-02`, `12/02/2024` or `02/12/2024`, with or without a time. */
function writtenDay(value: unknown, at: number, zone: string): Day {
  const near = dayOf(at, zone);
  const text = textOf(value);
  const [, y1, m1, d1] = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})/.exec(text) ?? [];
  const [, a, b, y2] = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})/.exec(text) ?? [];
  const readings = [
    [y1, m1, d1],
    [y2, b, a],
    [y2, a, b],
  ].flatMap(([year, month, day]) => (year && month && day ? [isoDay(year, month, day)] : []));
  const [from, to] = [addDays(near, -1), addDays(near, 1)];
  return readings.find((day) => day >= from && day <= to) ?? near;
}

function isoDay(year: string, month: string, day: string): Day {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** From this day on so many days are asked for at once. */
export function stretchFrom(today: Day): { from: Day; to: Day } {
  return { from: addDays(today, -14), to: addDays(today, 63) };
}
