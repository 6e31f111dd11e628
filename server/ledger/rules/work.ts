import type { Day } from '../../base/days.js';
import type { EntryBill } from './entry-bills.js';
import { type IssuedEntry, type IssuedUse, issuedUseOf } from './standing-issued.js';
import type { Facts, IssuedLine, MadePackage, PackageFact, TargetLine } from './types.js';

/** Everything one computation of `target` carries along; nothing of it outlives it. */
export interface Work {
  facts: Facts;
  today: Day;
  issued: Map<number, IssuedEntry>;
  issuedUse: Map<number, IssuedUse>;
  bills: Map<number, EntryBill>;
  packages: PackageFact[];
  left: Map<number, number>;
  lines: TargetLine[];
  made: MadePackage[];
  nextPackageId: number;
  /** Issued overage that is still a demand after give-backs. */
  uncovered: Map<number, number>;
  /** Packages that expired before this day have rolled over. */
  rolledUntil: Day;
  rolled: Set<number>;
}

export function startWork(
  facts: Facts,
  today: Day,
  issued: { lines: readonly IssuedLine[]; entries: Map<number, IssuedEntry> },
  bills: Map<number, EntryBill>,
): Work {
  const issuedUse = issuedUseOf(issued.lines);
  return {
    facts,
    today,
    issued: issued.entries,
    issuedUse,
    bills,
    packages: [...facts.packages],
    left: leftOf(facts, issuedUse),
    lines: [],
    made: [],
    nextPackageId: facts.nextPackageId,
    uncovered: new Map(),
    rolledUntil: '',
    rolled: new Set(),
  };
}

/** What issued lines leave of each package. One that the rules made holds nothing until they fill it. */
function leftOf(facts: Facts, issuedUse: ReadonlyMap<number, IssuedUse>): Map<number, number> {
  const left = new Map<number, number>();
  for (const { packageId, sizeSeconds, cause } of facts.packages) {
    const used = issuedUse.get(packageId);
    if (cause !== undefined && sizeSeconds === 0 && !used) continue;
    left.set(packageId, sizeSeconds - (used?.spent ?? 0) - (used?.forfeited ?? 0));
  }
  return left;
}

/** The package of that cause: the one facts know, or a new one that reckons from now on. */
export function madePackage(work: Work, wanted: Omit<MadePackage, 'packageId'>): PackageFact {
  const known = work.packages.find((facts) => facts.cause === wanted.cause);
  const packageId = known?.packageId ?? work.nextPackageId;
  if (!work.made.some((made) => made.cause === wanted.cause)) work.made.push({ ...wanted, packageId });
  if (known) return known;
  work.nextPackageId += 1;
  const { source: _source, ...facts } = wanted;
  const added = { ...facts, packageId };
  work.packages.push(added);
  return added;
}

export function addTo(sums: Map<number, number>, key: number, seconds: number): void {
  sums.set(key, (sums.get(key) ?? 0) + seconds);
}
