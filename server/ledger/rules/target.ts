import { addDays, type Day } from '../../base/days.js';
import { draw, openShelf, type Shelf } from './allocate.js';
import { type EntryBill, billEntries } from './entry-bills.js';
import { forfeitRests, rollOverBefore } from './expire.js';
import { type EntryNow, changeOf, correctionLine, giveBack } from './give-back.js';
import { blankLine, courtesyLine, entryLine, zeroLine } from './lines.js';
import { byWorkOrder, isOverOnNotice } from './order.js';
import { spreadRecorded } from './spread.js';
import { type IssuedEntry, OPENING, issuedByEntry } from './standing-issued.js';
import type { Facts, IssuedLine, LineWhy, MadePackage, Target } from './types.js';
import { type Work, addTo, madePackage, startWork } from './work.js';

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
  const counting = { ...facts, entries };
  const issuedLines = new Map([...issuedEntries].map(([entryId, entry]) => [entryId, entry.lines]));
  const bills = billEntries(counting, issuedLines);
  const work = startWork(counting, today, { lines: issued, entries: issuedEntries }, bills);
  settleIssuedEntries(work);
  allocateInWorkOrder(work);
  forfeitRests(work);
  return {
    lines: work.lines,
    madePackages: work.made,
    heldEntryIds: held.map((entry) => entry.entryId),
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
  const cause = `${now.entryId}:${nameOf(work, fromPackageId)}:${issued.lastReport}:${now.noticedOn}`;
  const into = madePackage(work, correctionPackage(cause, now.noticedOn));
  const line = correctionLine(now, issued, fromPackageId, -seconds, 0);
  const why: LineWhy = { ...line.why, rule: 'correction-package' };
  const moved = { ...line, kind: 'transfer' as const, workDay: now.noticedOn, why };
  work.lines.push(moved, { ...moved, packageId: into.packageId, seconds });
  addTo(work.left, into.packageId, seconds);
}

/** Numbers of packages that the rules made follow the order of arrival: those are named by their cause. */
function nameOf(work: Work, packageId: number): string {
  const cause = work.packages.find((facts) => facts.packageId === packageId)?.cause;
  return cause === undefined ? `${packageId}` : `(${cause})`;
}

/** Its row in the database says the same, so that computing again gives the same order of packages. */
function correctionPackage(cause: string, validFrom: Day): Omit<MadePackage, 'packageId'> {
  return {
    source: 'correction',
    cause,
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
    rollOverBefore(work, shelf, entry.workDay);
    const bill = work.bills.get(entry.entryId);
    if (bill) allocateEntry(work, shelf, bill);
  }
  rollOverBefore(work, shelf, null);
}

function allocateOpening(work: Work, shelf: Shelf): void {
  const owed = work.facts.openingOverageSeconds;
  const day = work.facts.accountingStartsOn;
  const issued = work.issued.get(OPENING);
  rollOverBefore(work, shelf, day);
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
