import type { Day } from '../../server/base/days.js';
import { target } from '../../server/ledger/rules/target.js';
import { difference, type StandingLine } from '../../server/ledger/rules/difference.js';
import { linesAtCut, type CutPoint } from '../../server/ledger/rules/cut.js';
import type { Facts, TargetLine } from '../../server/ledger/rules/types.js';
import type { Kept } from './oracle-billing.js';
import { noFacts } from './facts.js';
import { localDay } from './ledger-days.js';
import { sumsOf } from './sums.js';
import { billedPerEntry, isCourtesy, termsFor } from './oracle-billing.js';
import { countedEntries, inWorkOrder } from './oracle.js';

export type FrozenLine = StandingLine & { reportNumber: number };

export interface Report {
  number: number;
  lines: FrozenLine[];
}

/** A client's ledger in memory: facts arrive, lines are posted, reports freeze them. */
export interface World {
  facts: Facts;
  today: Day;
  open: StandingLine[];
  frozen: FrozenLine[];
  reports: Report[];
  /** Entries that a report has shown. */
  kept: Map<number, Kept>;
  /** The latest instant that a report has reached. */
  cutAt: number;
  postings: number;
}

export function newWorld(facts: Partial<Facts> = {}, today = localDay(20)): World {
  const empty = { open: [], frozen: [], reports: [], kept: new Map<number, Kept>(), cutAt: 0, postings: 0 };
  return { facts: { ...noFacts(), ...facts }, today, ...empty };
}

/** Target minus what stands, as one posting. */
export function post(world: World): { reverse: StandingLine[]; add: TargetLine[] } {
  const wanted = target(factsNow(world), world.frozen, world.today);
  const step = difference(world.open, wanted.lines);
  const reversed = new Set(step.reverse.map(keyOf));
  if (step.reverse.length + step.add.length > 0) world.postings += 1;
  const added = step.add.map((line, index) => ({ ...line, posting: world.postings, line: index + 1 }));
  world.open = [...world.open.filter((line) => !reversed.has(keyOf(line))), ...added];
  for (const { source: _source, ...made } of wanted.madePackages) {
    if (world.facts.packages.some(({ cause }) => cause === made.cause)) continue;
    world.facts = {
      ...world.facts,
      packages: [...world.facts.packages, made],
      nextPackageId: Math.max(world.facts.nextPackageId, made.packageId + 1),
    };
  }
  return step;
}

/** Freezes every open line at or before the cut. */
export function issue(world: World, cut: CutPoint): Report {
  const number = world.reports.length + 1;
  const lines = linesAtCut(world.open, cut).map((line) => ({ ...line, reportNumber: number }));
  const chosen = new Set(lines.map(keyOf));
  keep(world, lines);
  world.open = world.open.filter((line) => !chosen.has(keyOf(line)));
  world.frozen = [...world.frozen, ...lines].sort((a, b) => a.posting - b.posting || a.line - b.line);
  world.cutAt = Math.max(world.cutAt, instantOf(cut));
  const report = { number, lines };
  world.reports.push(report);
  return report;
}

/** The last instant inside a cut. */
export function instantOf(cut: CutPoint): number {
  return 'until' in cut ? cut.until - 1 : cut.workedAt;
}

/** Facts as the store hands them over: a package's size holds what issued lines moved. */
export function factsNow(world: World): Facts {
  const moved = sumsOf(world.frozen).size;
  return {
    ...world.facts,
    packages: world.facts.packages.map((each) => ({
      ...each,
      sizeSeconds: each.sizeSeconds + (moved.get(each.packageId) ?? 0),
    })),
  };
}

/** What the ledger should bill per entry, issued or not, by the oracle's own arithmetic. */
export function owedPerEntry(world: World): Map<number, number> {
  const counted = countedEntries(world.facts, world.today).sort(inWorkOrder);
  return billedPerEntry(world.facts, counted, world.kept);
}

/** The key of a line within its client: posting and line number. */
export function keyOf({ posting, line }: StandingLine): string {
  return `${posting}/${line}`;
}

/** Within a report the order of issue is work order. */
function keep(world: World, lines: FrozenLine[]): void {
  const shown = new Set(lines.map(({ entryId }) => entryId));
  const entries = world.facts.entries.filter(({ entryId }) => shown.has(entryId) && !world.kept.has(entryId));
  for (const entry of entries.sort(inWorkOrder)) {
    const { version, terms } = termsFor(world.facts, entry);
    const { entryId, workDay } = entry;
    const order = world.kept.size;
    world.kept.set(entryId, { order, workDay, version, isCourtesy: isCourtesy(entry, terms) });
  }
}
