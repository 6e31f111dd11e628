import { Cron } from 'croner';
import { DateTime } from 'luxon';

export interface DayAndTime {
  /** Midnight of the day in UTC: a day of the calendar, in no zone. */
  day: DateTime;
  /** `HH:mm` on the wall. */
  time: string;
}

const FIELDS = /^\S+(?: \S+){4}$/;

/** True for a five-field cron expression that falls due at all. */
export function isCron(expression: string): boolean {
  try {
    const [first] = cronDays(expression, DateTime.utc(2024, 1, 1));
    return first !== undefined;
  } catch {
    return false;
  }
}

/**
 * The days on which a cron expression fires, from `first` on, each with its first time. Reckoned on a calendar without
 * clock changes: what a zone makes of a wall time is `nextDue`'s matter, the same for every kind of rule.
 * Throws RangeError for what is no five-field expression.
 */
export function* cronDays(expression: string, first: DateTime): Generator<DayAndTime> {
  const cron = parse(expression);
  let from = first.minus({ milliseconds: 1 });
  for (;;) {
    const found = cron.nextRun(from.toJSDate());
    if (!found) return;
    const at = DateTime.fromJSDate(found, { zone: 'utc' });
    yield { day: at.startOf('day'), time: at.toFormat('HH:mm') };
    from = at.endOf('day');
  }
}

function parse(expression: string): Cron {
  if (!FIELDS.test(expression)) throw new RangeError('A cron expression has five fields');
  try {
    return new Cron(expression, { timezone: 'UTC', paused: true });
  } catch (cause) {
    throw new RangeError('Not a cron expression', { cause });
  }
}
