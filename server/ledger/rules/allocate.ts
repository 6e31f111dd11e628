import type { Day } from '../../base/days.js';
import { byPackageOrder, isUsableOn, mayCoverEarlier } from './order.js';
import type { PackageFact } from './types.js';

/** A run of seconds and who pays for it; `packageId` null = overage. */
export interface Share {
  packageId: number | null;
  seconds: number;
  rule: 'package-order' | 'covers-earlier' | 'no-package-left';
  usedUpBefore: number[];
}

/** What is still to be had from each package; one without a figure has none yet. Mutated by `draw`, in work order. */
export interface Shelf {
  packages: PackageFact[];
  leftSeconds: Map<number, number>;
}

export function openShelf(packages: readonly PackageFact[], leftSeconds: Map<number, number>): Shelf {
  return { packages: [...packages].sort(byPackageOrder), leftSeconds };
}

/** Puts seconds on the shelf, of a package that may not have stood there. */
export function refill(shelf: Shelf, facts: PackageFact, seconds: number): void {
  const stands = shelf.packages.some(({ packageId }) => packageId === facts.packageId);
  if (!stands) shelf.packages = [...shelf.packages, facts].sort(byPackageOrder);
  shelf.leftSeconds.set(facts.packageId, (shelf.leftSeconds.get(facts.packageId) ?? 0) + seconds);
}

/**
 * Takes `seconds` for work of `day`: packages usable that day in package order, then later ones that cover
 * earlier work; split to the second where a package ends. What nobody pays comes last as overage.
 */
export function draw(shelf: Shelf, day: Day, seconds: number): Share[] {
  const shares: Share[] = [];
  const usedUpBefore: number[] = [];
  let open = seconds;
  for (const [candidate, rule] of candidates(shelf, day)) {
    if (open === 0) break;
    const left = shelf.leftSeconds.get(candidate.packageId);
    if (left === undefined) continue;
    if (left <= 0) {
      usedUpBefore.push(candidate.packageId);
      continue;
    }
    const taken = Math.min(left, open);
    shelf.leftSeconds.set(candidate.packageId, left - taken);
    shares.push({ packageId: candidate.packageId, seconds: taken, rule, usedUpBefore: [...usedUpBefore] });
    if (taken === left) usedUpBefore.push(candidate.packageId);
    open -= taken;
  }
  if (open > 0) shares.push({ packageId: null, seconds: open, rule: 'no-package-left', usedUpBefore });
  return shares;
}

function* candidates(shelf: Shelf, day: Day): Generator<[PackageFact, 'package-order' | 'covers-earlier']> {
  for (const facts of shelf.packages) if (isUsableOn(facts, day)) yield [facts, 'package-order'];
  for (const facts of shelf.packages) {
    if (mayCoverEarlier(facts, day)) yield [facts, 'covers-earlier'];
  }
}
