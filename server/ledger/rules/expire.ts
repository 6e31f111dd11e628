import { addDays, addMonths, type Day } from '../../base/days.js';
import type { RolloverTerms } from '../../base/terms.js';
import { type Share, type Shelf, refill } from './allocate.js';
import { termsOn } from './bill.js';
import { blankLine } from './lines.js';
import { byPackageOrder } from './order.js';
import type { LineWhy, MadePackage, PackageFact, TargetLine } from './types.js';
import { type Work, addTo, madePackage } from './work.js';

const ROLLOVER = 'rollover:';

/**
 * Before work of `day` is paid for, what expired earlier rolls over: by then nothing else can take of it, for a
 * package pays only for work up to its last usable day. Called with days that do not fall; null = no more work.
 */
export function rollOverBefore(work: Work, shelf: Shelf, day: Day | null): void {
  if (day !== null && day <= work.rolledUntil) return;
  let next = nextToRoll(work, day);
  while (next) {
    work.rolled.add(next.packageId);
    rollOver(work, shelf, next);
    next = nextToRoll(work, day);
  }
  if (day !== null) work.rolledUntil = day;
}

/** What rolled over may expire and roll again before that day, so the choice is made anew each time. */
function nextToRoll(work: Work, day: Day | null): PackageFact | undefined {
  return work.packages
    .filter((facts) => forfeitKind(work, facts) === 'expiry' && !work.rolled.has(facts.packageId))
    .filter((facts) => day === null || (facts.expiresOn ?? '') < day)
    .sort(byPackageOrder)[0];
}

function rollOver(work: Work, shelf: Shelf, from: PackageFact): void {
  const rest = work.left.get(from.packageId) ?? 0;
  const expiresOn = from.expiresOn ?? work.today;
  const { rollover } = termsOn(work.facts.terms, expiresOn).terms;
  const seconds = rolledSeconds(work, from, rollover, rest);
  if (seconds <= 0) return;
  const into = madePackage(work, rolloverPackage(from, addDays(expiresOn, 1), rollover));
  addTo(work.left, from.packageId, -seconds);
  refill(shelf, into, seconds);
  const moved = { fromPackageId: from.packageId, toPackageId: into.packageId, restSeconds: rest };
  const line = { ...restLine('rollover', from, seconds, into.validFrom), why: rolledWhy(moved) };
  work.lines.push({ ...line, seconds: -seconds }, { ...line, packageId: into.packageId });
}

function rolledWhy(rollover: NonNullable<LineWhy['rollover']>): LineWhy {
  return { rule: 'rolled-over', rollover };
}

/** Of the rest: a share, or at most so many hours, reports' rollovers counted in. */
function rolledSeconds(work: Work, from: PackageFact, terms: RolloverTerms, rest: number): number {
  const isRolledOver = from.cause?.startsWith(ROLLOVER) ?? false;
  if (rest <= 0 || terms.mode === 'none' || (isRolledOver && terms.times === 'once')) return 0;
  if (terms.mode === 'share') return Math.floor((rest * terms.sharePermille) / 1000);
  const already = work.issuedUse.get(from.packageId)?.rolledOut ?? 0;
  return Math.min(rest, Math.max(0, terms.seconds - already));
}

/** Its row in the database says the same. It keeps the place that its hours had in the order of packages. */
function rolloverPackage(
  from: PackageFact,
  validFrom: Day,
  { validMonths }: RolloverTerms,
): Omit<MadePackage, 'packageId'> {
  const expiresOn = validMonths === null ? null : addDays(addMonths(validFrom, validMonths), -1);
  return {
    source: 'rollover',
    // Other terms would make another package: a row in the database never changes.
    cause: `${rolloverCauseOf(from)}${expiresOn ?? 'always'}`,
    sizeSeconds: 0,
    boughtAt: from.boughtAt,
    validFrom,
    expiresOn,
    closedOn: null,
    coversEarlier: from.coversEarlier,
    purchaseActionId: from.purchaseActionId,
  };
}

/** How the causes of all packages begin that take over the rest of this one. */
export function rolloverCauseOf(from: { packageId: number; cause?: string | null }): string {
  return `${ROLLOVER}${from.cause ?? from.packageId}:`;
}

/** What is left of a package some days after its last usable day expires; of a closed one, at once. */
export function forfeitRests(work: Work): void {
  for (const facts of [...work.packages].sort((a, b) => a.packageId - b.packageId)) {
    const rest = work.left.get(facts.packageId) ?? 0;
    const kind = forfeitKind(work, facts);
    if (rest <= 0 || kind === null) continue;
    const day = (kind === 'close' ? facts.closedOn : facts.expiresOn) ?? work.today;
    const rule = kind === 'close' ? 'package-closed' : 'package-expired';
    work.lines.push({ ...restLine(kind, facts, rest, day), why: { rule } });
  }
}

/** A package closed after its last usable day has expired all the same. */
function forfeitKind(work: Work, facts: PackageFact): 'close' | 'expiry' | null {
  const { expiresOn, closedOn } = facts;
  const isClosed = closedOn !== null && (expiresOn === null || closedOn <= expiresOn);
  if (isClosed) return closedOn <= work.today ? 'close' : null;
  if (expiresOn === null) return null;
  const { lateEntryDays } = termsOn(work.facts.terms, expiresOn).terms;
  // The last usable day must be over, however few days late entries get.
  return addDays(expiresOn, Math.max(1, lateEntryDays)) <= work.today ? 'expiry' : null;
}

function restLine(kind: TargetLine['kind'], facts: PackageFact, seconds: number, day: Day): TargetLine {
  const share: Share = {
    packageId: facts.packageId,
    seconds,
    rule: 'package-order',
    usedUpBefore: [],
  };
  return { ...blankLine(share, day), kind, workDay: day };
}
