import { addDays, type Day } from '../../base/days.js';
import { draw, openShelf, type Share, type Shelf } from './allocate.js';
import { termsOn } from './bill.js';
import { type EntryBill, billEntries } from './entry-bills.js';
import { type EntryNow, changeOf, correctionLine, giveBack } from './give-back.js';
import { blankLine, courtesyLine, entryLine, zeroLine } from './lines.js';
import { byWorkOrder, isOverOnNotice } from './order.js';
import { spreadRecorded } from './spread.js';
import { type IssuedEntry, OPENING, issuedByEntry, issuedUseOf } from './standing-issued.js';
import type {
  CorrectionPackage,
  Facts,
  IssuedLine,
  LineWhy,
  PackageFact,
  Target,
  TargetLine,
} from './types.js';

/** Everything one computation carries along; nothing of it outlives `target`. */
interface Work {
  facts: Facts;
  today: Day;
  issued: Map<number, IssuedEntry>;
  bills: Map<number, EntryBill>;
  packages: PackageFact[];
  left: Map<number, number>;
  lines: TargetLine[];
  corrections: CorrectionPackage[];
  /** Issued overage that is still a demand after give-backs. */
  uncovered: Map<number, number>;
}

/**
 * The lines a client's ledger should hold beside what reports have issued. Pure: same facts, same answer.
 * Purchases, gifts and adjustments are posted by their actions and come in as package sizes.
 * @param issued standing lines already issued, in posting order; they stay and use up size
 * @param today the client's local day
 */
export function target(facts: Facts, issued: readonly IssuedLine[], today: Day): Target {
  const counted = facts.entries.filter((entry) => entry.workDay >= facts.accountingStartsOn);
  const issuedEntries = issuedByEntry(issued);
  const tomorrow = addDays(today, 1);
  const held = counted.filter((e) => e.workDay > tomorrow && !issuedEntries.has(e.entryId));
  const heldIds = new Set(held.map((entry) => entry.entryId));
  const entries = [
    ...counted.filter((entry) => !heldIds.has(entry.entryId)),
    ...facts.entries.filter((e) => e.workDay < facts.accountingStartsOn && issuedEntries.has(e.entryId)),
  ];
  const work = startWork({ ...facts, entries }, issuedEntries, issued, today);
  settleIssuedEntries(work);
  allocateInWorkOrder(work);
  forfeitRests(work);
  return {
    lines: work.lines,
    correctionPackages: work.corrections,
    heldEntryIds: held.map((entry) => entry.entryId),
  };
}

function startWork(
  facts: Facts,
  issuedEntries: Map<number, IssuedEntry>,
  issued: readonly IssuedLine[],
  today: Day,
): Work {
  const use = issuedUseOf(issued);
  const left = new Map(
    facts.packages.map(({ packageId, sizeSeconds }) => {
      const used = use.get(packageId);
      return [packageId, sizeSeconds - (used?.spent ?? 0) - (used?.forfeited ?? 0)];
    }),
  );
  const lines = new Map([...issuedEntries].map(([entryId, entry]) => [entryId, entry.lines]));
  return {
    facts,
    today,
    issued: issuedEntries,
    bills: billEntries(facts, lines),
    packages: [...facts.packages],
    left,
    lines: [],
    corrections: [],
    uncovered: new Map(),
  };
}

/** Corrections first: what goes back may pay for open work. */
function settleIssuedEntries(work: Work): void {
  for (const [entryId, issued] of [...work.issued].sort(([a], [b]) => a - b)) {
    const now = entryNow(work, entryId);
    work.uncovered.set(entryId, issued.overageSeconds);
    settleCourtesy(work, now, issued);
    if (now.owedSeconds < issued.billedSeconds) returnSeconds(work, now, issued);
    else if (isOnlyRecordedChanged(now, issued)) {
      const recorded = now.recordedSeconds - issued.recordedSeconds;
      work.lines.push(correctionLine(now, issued, null, 0, recorded));
    }
  }
}

function entryNow(work: Work, entryId: number): EntryNow {
  if (entryId === OPENING) {
    const owedSeconds = work.facts.openingOverageSeconds;
    return { entryId, owedSeconds, recordedSeconds: 0, noticedOn: work.today, bill: null };
  }
  const bill = work.bills.get(entryId) ?? null;
  return {
    entryId,
    owedSeconds: bill?.owedSeconds ?? 0,
    recordedSeconds: bill?.entry.seconds ?? 0,
    noticedOn: bill?.noticedOn ?? work.facts.goneOn.get(entryId) ?? work.today,
    bill,
  };
}

/** Courtesy that a report has shown keeps its reason; only its seconds follow the entry. */
function settleCourtesy(work: Work, now: EntryNow, issued: IssuedEntry): void {
  const wasCourtesy = issued.lines.some((line) => line.kind === 'courtesy');
  if (!wasCourtesy || issued.courtesySeconds === now.recordedSeconds) return;
  const seconds = now.recordedSeconds - issued.courtesySeconds;
  const reason = issued.lines[0]?.reason ?? null;
  work.lines.push({ ...correctionLine(now, issued, null, seconds, seconds), kind: 'courtesy', reason });
}

function isOnlyRecordedChanged(now: EntryNow, issued: IssuedEntry): boolean {
  const wasCourtesy = issued.lines.some((line) => line.kind === 'courtesy');
  return (
    !wasCourtesy && now.owedSeconds === issued.billedSeconds && now.recordedSeconds !== issued.recordedSeconds
  );
}

function returnSeconds(work: Work, now: EntryNow, issued: IssuedEntry): void {
  const back = giveBack(now, issued);
  work.uncovered.set(now.entryId, back.overageLeftSeconds);
  work.lines.push(...back.lines);
  for (const { packageId, seconds } of back.returned) {
    const source = work.packages.find((facts) => facts.packageId === packageId);
    if (source && !isOverOnNotice(source, now.noticedOn)) addTo(work.left, packageId, seconds);
    else moveToCorrectionPackage(work, now, issued, packageId, seconds);
  }
}

/** The package it came from is over: its hours come back as a package of source "correction". */
function moveToCorrectionPackage(
  work: Work,
  now: EntryNow,
  issued: IssuedEntry,
  fromPackageId: number,
  seconds: number,
): void {
  const cause = `${now.entryId}:${fromPackageId}:${issued.lastReport}:${now.noticedOn}`;
  const packageId = work.facts.correctionPackages.get(cause) ?? work.facts.nextPackageId + countNew(work);
  work.corrections.push({ packageId, cause, validFrom: now.noticedOn });
  const line = correctionLine(now, issued, fromPackageId, -seconds, 0);
  const why: LineWhy = { ...line.why, rule: 'correction-package' };
  const moved = { ...line, kind: 'transfer' as const, workDay: now.noticedOn, why };
  work.lines.push(moved, { ...moved, packageId, seconds });
  const existing = work.packages.find((facts) => facts.packageId === packageId);
  if (!existing) work.packages.push(correctionPackageFact(packageId, cause, now.noticedOn));
  addTo(work.left, packageId, seconds);
}

function countNew(work: Work): number {
  return work.corrections.filter(({ cause }) => !work.facts.correctionPackages.has(cause)).length;
}

/** Its row in the database says the same, so that computing again gives the same order of packages. */
function correctionPackageFact(packageId: number, cause: string, validFrom: Day): PackageFact {
  return {
    packageId,
    sizeSeconds: 0,
    boughtAt: Date.parse(validFrom),
    validFrom,
    expiresOn: null,
    closedOn: null,
    coversEarlier: true,
    purchaseActionId: `correction:${cause}`,
  };
}

function allocateInWorkOrder(work: Work): void {
  const shelf = openShelf(work.packages, work.left);
  allocateOpening(work, shelf);
  const entries = [...work.facts.entries].sort(byWorkOrder);
  for (const entry of entries) {
    const bill = work.bills.get(entry.entryId);
    if (bill) allocateEntry(work, shelf, bill);
  }
}

function allocateOpening(work: Work, shelf: Shelf): void {
  const owed = work.facts.openingOverageSeconds;
  const day = work.facts.accountingStartsOn;
  const issued = work.issued.get(OPENING);
  coverIssued(work, shelf, OPENING, day);
  const open = owed - (issued?.billedSeconds ?? 0);
  if (open <= 0) return;
  for (const share of draw(shelf, day, open)) {
    const why: LineWhy = { rule: 'opening-balance', entryBilledSeconds: owed };
    work.lines.push({ ...blankLine(share, day), workDay: day, reason: 'opening-balance', why });
  }
}

function allocateEntry(work: Work, shelf: Shelf, bill: EntryBill): void {
  const issued = work.issued.get(bill.entry.entryId);
  if (bill.courtesyReason !== null) {
    if (!issued) work.lines.push(courtesyLine(bill, bill.courtesyReason));
    return;
  }
  coverIssued(work, shelf, bill.entry.entryId, bill.entry.workDay);
  const open = bill.owedSeconds - (issued?.billedSeconds ?? 0);
  if (open > 0) spendOpen(work, shelf, bill, issued, open);
  else if (!issued && bill.owedSeconds === 0) work.lines.push(zeroLine(bill));
}

function spendOpen(
  work: Work,
  shelf: Shelf,
  bill: EntryBill,
  issued: IssuedEntry | undefined,
  open: number,
): void {
  const shares = draw(shelf, bill.entry.workDay, open);
  const recorded = spreadRecorded(
    shares.map((share) => share.seconds),
    bill.entry.seconds,
    issued,
  );
  shares.forEach((share, index) => {
    const line = entryLine(
      bill,
      share.packageId === null ? 'overage' : 'spend',
      share.seconds,
      recorded[index] ?? 0,
    );
    const change = changeIfAny(bill, issued);
    const usedUp = share.usedUpBefore.length > 0 ? { usedUpBefore: share.usedUpBefore } : {};
    const why = { ...line.why, rule: share.rule, ...usedUp, ...change };
    work.lines.push({ ...line, packageId: share.packageId, why });
  });
}

function changeIfAny(bill: EntryBill, issued: IssuedEntry | undefined): Pick<LineWhy, 'change'> {
  if (!issued || issued.saidSeconds === bill.owedSeconds) return {};
  const { entry, owedSeconds, noticedOn } = bill;
  const now = { entryId: entry.entryId, owedSeconds, recordedSeconds: entry.seconds, noticedOn, bill };
  return { change: changeOf(now, issued) };
}

/** Issued overage stays a demand: a package that has room pays it by a cover line. */
function coverIssued(work: Work, shelf: Shelf, entryId: number, day: Day): void {
  const demand = work.uncovered.get(entryId) ?? 0;
  const issued = work.issued.get(entryId);
  if (demand <= 0 || !issued) return;
  for (const share of draw(shelf, day, demand)) {
    if (share.packageId === null) continue;
    const now = entryNow(work, entryId);
    const line = correctionLine(now, issued, share.packageId, share.seconds, 0);
    const { change: _change, ...why } = line.why;
    work.lines.push({ ...line, kind: 'cover', why: { ...why, rule: 'covers-issued-overage' } });
  }
}

/** What is left of a package some days after its last usable day expires; of a closed one, at once. */
function forfeitRests(work: Work): void {
  for (const facts of [...work.packages].sort((a, b) => a.packageId - b.packageId)) {
    const rest = work.left.get(facts.packageId) ?? 0;
    const kind = forfeitKind(work, facts);
    if (rest <= 0 || kind === null) continue;
    const share: Share = {
      packageId: facts.packageId,
      seconds: rest,
      rule: 'package-order',
      usedUpBefore: [],
    };
    const day = (kind === 'close' ? facts.closedOn : facts.expiresOn) ?? work.today;
    const rule = kind === 'close' ? 'package-closed' : 'package-expired';
    work.lines.push({ ...blankLine(share, day), kind, workDay: day, why: { rule } });
  }
}

function forfeitKind(work: Work, facts: PackageFact): 'close' | 'expiry' | null {
  if (facts.closedOn !== null && facts.closedOn <= work.today) return 'close';
  if (facts.expiresOn === null) return null;
  const { lateEntryDays } = termsOn(work.facts.terms, work.today).terms;
  return addDays(facts.expiresOn, lateEntryDays) <= work.today ? 'expiry' : null;
}

function addTo(sums: Map<number, number>, key: number, seconds: number): void {
  sums.set(key, (sums.get(key) ?? 0) + seconds);
}
