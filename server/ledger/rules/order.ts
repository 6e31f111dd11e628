import type { Day } from '../../base/days.js';
import type { PackageFact } from './types.js';

/** Work order: worked at, then entry id (numeric). */
export function byWorkOrder(
  a: { workedAt: number; entryId: number },
  b: { workedAt: number; entryId: number },
): number {
  return a.workedAt - b.workedAt || a.entryId - b.entryId;
}

/** Order of packages: expires first, valid from, bought at, purchase action id; cause and package id only settle a tie. */
export function byPackageOrder(a: PackageFact, b: PackageFact): number {
  return (
    compare(a.expiresOn ?? '9999-12-31', b.expiresOn ?? '9999-12-31') ||
    compare(a.validFrom, b.validFrom) ||
    a.boughtAt - b.boughtAt ||
    compare(a.purchaseActionId, b.purchaseActionId) ||
    compare(a.cause ?? '', b.cause ?? '') ||
    a.packageId - b.packageId
  );
}

/** May the package pay for work of that day in the ordinary way? */
export function isUsableOn(facts: PackageFact, day: Day): boolean {
  return facts.validFrom <= day && !isOverBy(facts, day);
}

/** May it pay for work done before it became valid? Closed before that, it pays for work up to its closing. */
export function mayCoverEarlier(facts: PackageFact, day: Day): boolean {
  return facts.validFrom > day && facts.coversEarlier && !isOverBy(facts, day);
}

/** On the day of notice: may hours no longer go back into the package? A package closed that very day is over. */
export function isOverOnNotice(facts: Pick<PackageFact, 'expiresOn' | 'closedOn'>, day: Day): boolean {
  return isOverBy(facts, day) || (facts.closedOn !== null && facts.closedOn <= day);
}

/** Expired or closed before that day: later work cannot use it. */
function isOverBy(facts: Pick<PackageFact, 'expiresOn' | 'closedOn'>, day: Day): boolean {
  return (
    (facts.expiresOn !== null && facts.expiresOn < day) || (facts.closedOn !== null && facts.closedOn < day)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
