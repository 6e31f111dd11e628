import type { EntryFact, Facts, PackageFact } from '../../server/ledger/rules/types.js';
import { addDays, type Day } from '../../server/base/days.js';
import type { Terms } from '../../server/base/terms.js';
import { billedPerEntry, isCourtesy, termsFor } from './oracle-billing.js';

/** What is true when no report was ever issued; seconds. */
export interface Truth {
  /** Spent, of packages sold. */
  perPackage: Map<number, number>;
  /** Spent of hours rolled over, by the package they come from and a plus for every time. */
  perRollover: Map<string, number>;
  /** What nobody used before the package was over; by number, or name as above. */
  forfeited: Map<string, number>;
  overageSeconds: number;
  courtesySeconds: number;
  recordedSeconds: number;
  perEntry: Map<number, number>;
}

const DAY_MS = 86_400_000;

type Stride = (needSeconds: number, leftSeconds: number) => number;

/** Literally one second at a time: slow, obvious, for small inputs. */
export function oracleBySecond(facts: Facts, today: Day): Truth {
  return walk(facts, today, () => 1);
}

/** The same walk in runs that stop where the entry or the package ends. */
export function oracle(facts: Facts, today: Day): Truth {
  return walk(facts, today, (need, left) => Math.min(need, left));
}

/** Day by day: what expired the evening before rolls over, then the work of the day is paid for. */
function walk(facts: Facts, today: Day, stride: Stride): Truth {
  const entries = countedEntries(facts, today).sort(inWorkOrder);
  const perEntry = billedPerEntry(facts, entries);
  const work = workOf(facts, entries, perEntry);
  const stock = facts.packages.map((sold): Stocked => ({
    ...sold,
    name: `${sold.packageId}`,
    left: sold.sizeSeconds,
  }));
  let overageSeconds = 0;
  let at = 0;
  for (const day of daysOf(facts, work, today)) {
    rollOver(facts, stock, day, today);
    for (; work[at]?.day === day; at += 1) overageSeconds += payFor(stock, work[at], stride);
  }
  const spentOf = (each: Stocked) => each.sizeSeconds - each.left - (each.rolledOut ?? 0);
  const sold = stock.filter(({ name }) => !name.includes('+'));
  return {
    perPackage: new Map(sold.map((each) => [each.packageId, spentOf(each)])),
    perRollover: new Map(
      stock.filter((each) => !sold.includes(each)).map((each) => [each.name, spentOf(each)]),
    ),
    forfeited: new Map(
      stock
        .filter((each) => isOver(facts, each, today) && each.left > 0)
        .map(({ name, left }) => [name, left]),
    ),
    overageSeconds,
    courtesySeconds: totalOf(entries.filter((entry) => isCourtesy(entry, termsFor(facts, entry).terms))),
    recordedSeconds: totalOf(entries),
    perEntry,
  };
}

/** `name` of hours rolled over: where they come from, and a plus for every time. */
type Stocked = PackageFact & { name: string; left: number; rolledOut?: number };

interface Piece {
  day: Day;
  seconds: number;
}

function payFor(stock: Stocked[], work: Piece | undefined, stride: Stride): number {
  let overageSeconds = 0;
  if (!work) return 0;
  const payers = packagesFor(stock, work.day);
  for (let need = work.seconds; need > 0;) {
    const payer = payers.find(({ left }) => left > 0);
    const taken = stride(need, payer?.left ?? need);
    if (payer) payer.left -= taken;
    else overageSeconds += taken;
    need -= taken;
  }
  return overageSeconds;
}

/** Every day from the first on which anything is worked or valid, to the last that may matter. */
function daysOf(facts: Facts, work: readonly Piece[], today: Day): Day[] {
  const named = [...work.map(({ day }) => day), ...facts.packages.map(({ validFrom }) => validFrom)];
  const first = Date.parse(named.reduce((least, day) => (day < least ? day : least)));
  const last = Date.parse(named.reduce((most, day) => (day > most ? day : most), today));
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, index) => dayAfter(first, index));
}

function dayAfter(midnight: number, days: number): Day {
  return new Date(midnight + days * DAY_MS).toISOString().slice(0, 10);
}

function rollOver(facts: Facts, stock: Stocked[], day: Day, today: Day): void {
  const yesterday = dayAfter(Date.parse(day), -1);
  for (const each of stock.filter(({ expiresOn }) => expiresOn === yesterday)) {
    const isClosed = each.closedOn !== null && each.closedOn <= yesterday;
    if (isClosed || !isOver(facts, each, today)) continue;
    const { mode, sharePermille, seconds, times, validMonths } = termsAt(facts, yesterday).rollover;
    const part =
      mode === 'share' ? Math.floor((each.left * sharePermille) / 1000) : Math.min(each.left, seconds);
    const mayNot = mode === 'none' || (times === 'once' && each.name.endsWith('+'));
    if (mayNot || part === 0) continue;
    each.left -= part;
    each.rolledOut = part;
    const expiresOn = validMonths === null ? null : addDays(monthsLater(day, validMonths), -1);
    const more = { closedOn: null, sizeSeconds: part, left: part, validFrom: day, expiresOn };
    stock.push({ ...each, ...more, packageId: 1000 + stock.length, name: `${each.name}+`, rolledOut: 0 });
  }
}

/** Closed while it lasted, or some days after its last usable day. */
function isOver(facts: Facts, { expiresOn, closedOn }: PackageFact, today: Day): boolean {
  if (closedOn !== null && (expiresOn === null || closedOn <= expiresOn)) return closedOn <= today;
  if (expiresOn === null) return false;
  return dayAfter(Date.parse(expiresOn), Math.max(1, termsAt(facts, expiresOn).lateEntryDays)) <= today;
}

function termsAt(facts: Facts, day: Day): Terms {
  const found = facts.terms.findLast((each) => each.effectiveFrom <= day);
  if (!found) throw new Error(`No terms on ${day}`);
  return found.terms;
}

/** By the calendar's own months: the 31st becomes the last day of a shorter one. */
function monthsLater(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Entries since the start of accounting that are not dated after tomorrow. */
export function countedEntries(facts: Facts, today: Day): EntryFact[] {
  const tomorrow = addDays(today, 1);
  return facts.entries.filter(
    (entry) => entry.workDay >= facts.accountingStartsOn && entry.workDay <= tomorrow,
  );
}

/** Overage brought along is the oldest work of all: it counts as done when accounting starts. */
function workOf(facts: Facts, entries: EntryFact[], perEntry: Map<number, number>): Piece[] {
  const opening = {
    day: facts.accountingStartsOn,
    seconds: facts.openingOverageSeconds,
  };
  return [
    opening,
    ...entries.map((entry) => ({ day: entry.workDay, seconds: perEntry.get(entry.entryId) ?? 0 })),
  ];
}

/** Those usable on the day, then later ones that cover earlier work. */
function packagesFor(stock: Stocked[], day: Day): Stocked[] {
  const inOrder = [...stock].sort(inPackageOrder).filter(({ closedOn }) => day <= (closedOn ?? '9999'));
  const usable = inOrder.filter(
    ({ validFrom, expiresOn }) => validFrom <= day && day <= (expiresOn ?? '9999'),
  );
  return [...usable, ...inOrder.filter((each) => each.validFrom > day && each.coversEarlier)];
}

export function inWorkOrder(a: EntryFact, b: EntryFact): number {
  return a.workedAt === b.workedAt ? a.entryId - b.entryId : a.workedAt - b.workedAt;
}

/** Expires first, valid from, bought at, purchase action id. */
function inPackageOrder(a: PackageFact, b: PackageFact): number {
  const [keyA, keyB] = [a, b].map((each) => [
    each.expiresOn ?? '9999',
    each.validFrom,
    String(each.boughtAt).padStart(16, '0'),
    each.purchaseActionId,
    String(each.packageId).padStart(16, '0'),
  ]) as [string[], string[]];
  const at = keyA.findIndex((part, index) => part !== keyB[index]);
  return at < 0 ? 0 : (keyA[at] ?? '') < (keyB[at] ?? '') ? -1 : 1;
}

function totalOf(entries: EntryFact[]): number {
  return entries.reduce((total, entry) => total + entry.seconds, 0);
}
