import type { EntryFact, PackageFact, TermsVersion, WaiverFact } from '../../server/ledger/rules/types.js';
import type { CutPoint } from '../../server/ledger/rules/cut.js';
import { inEffectOrder } from './facts.js';
import { instant, localDay } from './ledger-days.js';
import { factsNow, instantOf, issue, post, type Report, type World } from './ledger-world.js';
import { sumsOf } from './sums.js';

/** One fact as it arrives. Facts about one subject arrive in order, others in any. */
export type Change = { subject: string } & (
  | { entry: EntryFact }
  | { goneEntryId: number }
  | { package: PackageFact }
  | { closedPackageId: number }
  | { reopenedPackageId: number }
  | { orderedPackage: PackageFact }
  | { resized: { packageId: number; seconds: number } }
  | { transferred: { fromPackageId: number; toPackageId: number; seconds: number } }
  | { waiver: WaiverFact }
  | { terms: TermsVersion }
);

export type CutChoice = { endOfDay: number } | { usedUpPackage: number };

/** What arrives on one local day, and the report issued after it, if any. */
export interface Phase {
  day: number;
  changes: Change[];
  cut: CutChoice | null;
}

/** The same phase with its changes posted one at a time (in the given order) or all at once. */
export function play(world: World, phase: Phase, isPostedEachTime: boolean): Report | null {
  world.today = localDay(phase.day);
  for (const change of phase.changes) {
    apply(world, change);
    if (isPostedEachTime) post(world);
  }
  post(world);
  return phase.cut && issue(world, cutOf(world, phase.cut));
}

export function apply(world: World, change: Change): void {
  const { facts, today } = world;
  if ('entry' in change) {
    const entry = { ...change.entry, noticedOn: today };
    const goneOn = new Map(facts.goneOn);
    goneOn.delete(entry.entryId);
    world.facts = { ...facts, goneOn, entries: [...without(facts.entries, entry.entryId), entry] };
  } else if ('goneEntryId' in change) {
    const id = change.goneEntryId;
    const isKept = world.kept.has(id) && !facts.goneOn.has(id);
    const goneOn = isKept ? new Map([...facts.goneOn, [id, today]]) : facts.goneOn;
    world.facts = { ...facts, goneOn, entries: without(facts.entries, id) };
  } else if ('package' in change) {
    world.facts = { ...facts, packages: [...facts.packages, change.package] };
  } else if ('closedPackageId' in change) {
    const closed = (each: PackageFact) =>
      each.packageId === change.closedPackageId ? { ...each, closedOn: each.closedOn ?? today } : each;
    world.facts = { ...facts, packages: facts.packages.map(closed) };
  } else if ('reopenedPackageId' in change) {
    const isIssued = world.frozen.some(
      ({ kind, packageId }) => kind === 'close' && packageId === change.reopenedPackageId,
    );
    const reopened = (each: PackageFact) =>
      each.packageId === change.reopenedPackageId && !isIssued ? { ...each, closedOn: null } : each;
    world.facts = { ...facts, packages: facts.packages.map(reopened) };
  } else if ('orderedPackage' in change) {
    // Pays for nothing until its payment is noted: then it arrives as a package.
  } else if ('resized' in change) {
    const { packageId, seconds } = change.resized;
    if (seconds < 0 || isOpen(world, packageId))
      resize(world, packageId, Math.max(seconds, -roomOf(world, packageId)));
  } else if ('transferred' in change) {
    const { fromPackageId, toPackageId, seconds } = change.transferred;
    const moved = isOpen(world, toPackageId) ? Math.min(seconds, roomOf(world, fromPackageId)) : 0;
    resize(world, fromPackageId, -moved);
    resize(world, toPackageId, moved);
  } else if ('waiver' in change) {
    world.facts = { ...facts, waivers: [...facts.waivers, { ...change.waiver, noticedOn: today }] };
  } else {
    world.facts = { ...facts, terms: inEffectOrder([...facts.terms, change.terms]) };
  }
}

/** Hours are added only to a package that is not over. */
function isOpen({ facts, today }: World, packageId: number): boolean {
  const found = facts.packages.find((each) => each.packageId === packageId);
  return found !== undefined && found.closedOn === null && (found.expiresOn ?? '9999') >= today;
}

function resize(world: World, packageId: number, seconds: number): void {
  const resized = (each: PackageFact) =>
    each.packageId === packageId ? { ...each, sizeSeconds: each.sizeSeconds + seconds } : each;
  world.facts = { ...world.facts, packages: world.facts.packages.map(resized) };
}

/** What may be taken of a package: never what reports have issued of it. */
export function roomOf(world: World, packageId: number): number {
  const size = factsNow(world).packages.find((each) => each.packageId === packageId)?.sizeSeconds ?? 0;
  const { spent, forfeited } = sumsOf(world.frozen);
  return Math.max(0, size - (spent.get(packageId) ?? 0) - (forfeited.get(packageId) ?? 0));
}

/** The chosen cut, but not before the previous one. */
export function cutOf(world: World, choice: CutChoice): CutPoint {
  const cut = chosenCut(world, choice);
  return instantOf(cut) < world.cutAt ? { until: world.cutAt + 1 } : cut;
}

/** The end of a local day, or the moment one of the used-up packages ended. */
function chosenCut(world: World, choice: CutChoice): CutPoint {
  if ('endOfDay' in choice) return { until: instant(choice.endOfDay + 1) };
  const lasts = new Map<number, CutPoint>();
  for (const { kind, seconds, packageId, workedAt, entryId } of world.open) {
    if (kind !== 'spend' || seconds === 0 || packageId === null || workedAt === null || entryId === null)
      continue;
    const last = lasts.get(packageId);
    const isLater =
      !last ||
      !('workedAt' in last) ||
      last.workedAt < workedAt ||
      (last.workedAt === workedAt && last.entryId < entryId);
    if (isLater) lasts.set(packageId, { packageId, workedAt, entryId });
  }
  // By what made the package: numbers of packages that the rules made follow the order of arrival.
  const causes = new Map(world.facts.packages.map(({ packageId, cause }) => [packageId, cause]));
  const named = [...lasts].map(([id, cut]) => ({ name: causes.get(id) ?? `${id}`, cut }));
  const cuts = named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ cut }) => cut);
  return cuts[choice.usedUpPackage % cuts.length] ?? { until: instant(15) };
}

function without(entries: readonly EntryFact[], entryId: number): EntryFact[] {
  return entries.filter((entry) => entry.entryId !== entryId);
}
