import type { EntryFact, Facts, PackageFact } from '../../server/ledger/rules/types.js';
import { addDays, type Day } from '../../server/base/days.js';
import { billedPerEntry, isCourtesy, termsFor } from './oracle-billing.js';

/** What is true when no report was ever issued; seconds. */
export interface Truth {
  perPackage: Map<number, number>;
  overageSeconds: number;
  courtesySeconds: number;
  recordedSeconds: number;
  perEntry: Map<number, number>;
}

type Stride = (needSeconds: number, leftSeconds: number) => number;

/** Literally one second at a time: slow, obvious, for small inputs. */
export function oracleBySecond(facts: Facts, today: Day): Truth {
  return walk(facts, today, () => 1);
}

/** The same walk in runs that stop where the entry or the package ends. */
export function oracle(facts: Facts, today: Day): Truth {
  return walk(facts, today, (need, left) => Math.min(need, left));
}

function walk(facts: Facts, today: Day, stride: Stride): Truth {
  const entries = countedEntries(facts, today).sort(inWorkOrder);
  const perEntry = billedPerEntry(facts, entries);
  const left = new Map(facts.packages.map((each) => [each.packageId, each.sizeSeconds]));
  let overageSeconds = 0;
  for (const { day, seconds } of workOf(facts, entries, perEntry)) {
    const payers = packagesFor(facts, day);
    for (let need = seconds; need > 0;) {
      const payer = payers.find((each) => (left.get(each.packageId) ?? 0) > 0);
      const payerLeft = payer ? (left.get(payer.packageId) ?? 0) : need;
      const taken = stride(need, payerLeft);
      if (payer) left.set(payer.packageId, payerLeft - taken);
      else overageSeconds += taken;
      need -= taken;
    }
  }
  return {
    perPackage: new Map(
      facts.packages.map((each) => [each.packageId, each.sizeSeconds - (left.get(each.packageId) ?? 0)]),
    ),
    overageSeconds,
    courtesySeconds: totalOf(entries.filter((entry) => isCourtesy(entry, termsFor(facts, entry).terms))),
    recordedSeconds: totalOf(entries),
    perEntry,
  };
}

/** Entries since the start of accounting that are not dated after tomorrow. */
export function countedEntries(facts: Facts, today: Day): EntryFact[] {
  const tomorrow = addDays(today, 1);
  return facts.entries.filter(
    (entry) => entry.workDay >= facts.accountingStartsOn && entry.workDay <= tomorrow,
  );
}

/** Overage brought along is the oldest work of all: it counts as done when accounting starts. */
function workOf(facts: Facts, entries: EntryFact[], perEntry: Map<number, number>) {
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
function packagesFor(facts: Facts, day: Day): PackageFact[] {
  const inOrder = [...facts.packages].sort(inPackageOrder);
  const usable = inOrder.filter(
    ({ validFrom, expiresOn, closedOn }) =>
      validFrom <= day && day <= (expiresOn ?? '9999') && day <= (closedOn ?? '9999'),
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
