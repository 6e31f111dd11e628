import { addDays, addMonths, type Day } from '../../base/days.js';

/** First usable day of a package on offer. A next package begins when it is sold: nothing else dates it. */
export function validFromOf(
  offer: { boughtOn: Day; source: string },
  from: 'closed' | 'accepted',
  today: Day,
): Day {
  return from === 'accepted' || offer.source === 'next-package' || offer.source === 'estimate'
    ? today
    : offer.boughtOn;
}

/** Last usable day: so many months from the first one; null = without end. */
export function lastDayOf(validFrom: Day, validMonths: number | null): Day | null {
  return validMonths === null ? null : addDays(addMonths(validFrom, validMonths), -1);
}
