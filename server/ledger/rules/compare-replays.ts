import type { Day } from '../../base/days.js';
import type { LineWhy, TargetLine } from './types.js';

export interface Figures {
  recordedSeconds: number;
  billedSeconds: number;
  courtesySeconds: number;
  overageSeconds: number;
}

/** What made an entry's figures differ; `group` = only others of its task and day. */
export type Difference = 'work-type' | 'billable' | 'multiplier' | 'minimum' | 'rounding' | 'group';

/** One entry as a replay bills it. */
export interface ReplayedEntry extends Figures {
  entryId: number;
  taskId: number;
  day: Day;
  workType: string;
  multiplierPermille: number;
  why: LineWhy;
}

export interface Differing {
  before: ReplayedEntry;
  after: ReplayedEntry;
  why: Difference[];
}

export interface Comparison {
  before: Figures;
  after: Figures;
  entries: number;
  workTypes: { workType: string; before: Figures; after: Figures }[];
  /** In the order of the first replay: work order. */
  differing: Differing[];
}

/**
 * Two replays of the same entries: `target` from nothing under two sets of terms. Only work of the period counts.
 * @param days first and last local day
 */
export function compareReplays(
  before: readonly TargetLine[],
  after: readonly TargetLine[],
  days: { from: Day; to: Day },
): Comparison {
  const [was, will] = [entriesOf(before, days), entriesOf(after, days)];
  const differing: Differing[] = [];
  for (const [entryId, one] of was) {
    const other = will.get(entryId);
    if (other && isDifferent(one, other))
      differing.push({ before: one, after: other, why: whyDifferent(one, other) });
  }
  return {
    before: sumOf(was.values()),
    after: sumOf(will.values()),
    entries: was.size,
    workTypes: byWorkType([...was.values()], [...will.values()]),
    differing,
  };
}

function entriesOf(lines: readonly TargetLine[], days: { from: Day; to: Day }): Map<number, ReplayedEntry> {
  const entries = new Map<number, ReplayedEntry>();
  for (const line of lines) {
    const { entryId, workDay, kind, seconds } = line;
    if (entryId === null || workDay === null || workDay < days.from || workDay > days.to) continue;
    const entry = entries.get(entryId) ?? newEntry(line, entryId, workDay);
    if (kind === 'courtesy') entry.courtesySeconds += seconds;
    else entry.billedSeconds += seconds;
    if (kind === 'overage') entry.overageSeconds += seconds;
    entries.set(entryId, entry);
  }
  return entries;
}

function newEntry(line: TargetLine, entryId: number, day: Day): ReplayedEntry {
  return {
    entryId,
    taskId: line.taskId ?? 0,
    day,
    workType: line.workType ?? '',
    multiplierPermille: line.why.multiplierPermille ?? 1000,
    why: line.why,
    recordedSeconds: line.why.entryRecordedSeconds ?? line.recordedSeconds,
    billedSeconds: 0,
    courtesySeconds: 0,
    overageSeconds: 0,
  };
}

function isDifferent(a: ReplayedEntry, b: ReplayedEntry): boolean {
  return a.billedSeconds !== b.billedSeconds || a.courtesySeconds !== b.courtesySeconds;
}

function whyDifferent(a: ReplayedEntry, b: ReplayedEntry): Difference[] {
  const billable = (entry: ReplayedEntry) => entry.courtesySeconds === 0;
  const why: Difference[] = [];
  if (a.workType !== b.workType) why.push('work-type');
  if (billable(a) !== billable(b)) return [...why, 'billable'];
  if (a.multiplierPermille !== b.multiplierPermille) why.push('multiplier');
  if ((a.why.minimumSeconds ?? 0) !== (b.why.minimumSeconds ?? 0)) why.push('minimum');
  if (roundingOf(a) !== roundingOf(b)) why.push('rounding');
  return why.length > 0 ? why : ['group'];
}

function roundingOf({ why: { rounding } }: ReplayedEntry): string {
  return rounding ? `${rounding.mode} ${rounding.stepSeconds} ${rounding.per}` : '';
}

function byWorkType(
  before: readonly ReplayedEntry[],
  after: readonly ReplayedEntry[],
): Comparison['workTypes'] {
  const names = new Set([...before, ...after].map((entry) => entry.workType));
  return [...names].sort().map((workType) => {
    const own = (entry: ReplayedEntry) => entry.workType === workType;
    return { workType, before: sumOf(before.filter(own)), after: sumOf(after.filter(own)) };
  });
}

function sumOf(entries: Iterable<Figures>): Figures {
  const sum = { recordedSeconds: 0, billedSeconds: 0, courtesySeconds: 0, overageSeconds: 0 };
  for (const entry of entries) {
    sum.recordedSeconds += entry.recordedSeconds;
    sum.billedSeconds += entry.billedSeconds;
    sum.courtesySeconds += entry.courtesySeconds;
    sum.overageSeconds += entry.overageSeconds;
  }
  return sum;
}
