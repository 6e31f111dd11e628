import type { PackageView } from '../../api/index.js';
import { type Day, startOfDay } from '../../base/days.js';
import type { KeptLine, LineKind, ReportLines } from '../../ledger/index.js';
import { type SampleComment, type SampleLanguage, sampleWords } from './sample-words.js';

export const SAMPLE_ZONE = 'Europe/Moscow';
export const SAMPLE_LAST_DAY: Day = '2026-10-31';
export const SAMPLE_POSITION = 48;
const MINUTE = 60;
const SIZE = 20 * 60 * MINUTE;
/** What an earlier report left of the first package. */
const LEFT_BEFORE = 330 * MINUTE;

interface Work {
  entry: number;
  task: number;
  person: number;
  day: Day;
  /** Recorded, and what of it goes to which package. */
  minutes: number;
  billed: { first?: number; second?: number };
  workType: string;
  comment: SampleComment;
}

/** The fourth entry is split where the first package ends; urgent work costs half as much again. */
const works: readonly Work[] = [
  {
    ...{ entry: 1, task: 0, person: 0, day: '2026-10-05', minutes: 90, billed: { first: 90 } },
    ...{ workType: 'payment', comment: 'form' },
  },
  {
    ...{ entry: 2, task: 0, person: 0, day: '2026-10-06', minutes: 45, billed: { first: 45 } },
    ...{ workType: 'payment', comment: 'bank' },
  },
  {
    ...{ entry: 3, task: 1, person: 1, day: '2026-10-08', minutes: 135, billed: { first: 135 } },
    ...{ workType: '1c-integration', comment: 'stock' },
  },
  {
    ...{ entry: 4, task: 2, person: 2, day: '2026-10-14', minutes: 150, billed: { first: 60, second: 90 } },
    ...{ workType: 'design-markup', comment: 'banner' },
  },
  {
    ...{ entry: 5, task: 3, person: 1, day: '2026-10-19', minutes: 60, billed: { second: 90 } },
    ...{ workType: 'functional-change', comment: 'down' },
  },
  {
    ...{ entry: 6, task: 1, person: 1, day: '2026-10-22', minutes: 50, billed: { second: 50 } },
    ...{ workType: '1c-integration', comment: 'check' },
  },
  {
    ...{ entry: 7, task: 4, person: 1, day: '2026-10-26', minutes: 40, billed: {} },
    ...{ workType: 'own-bug', comment: 'bug' },
  },
];

/** The lines that a report of October holds, as the ledger would give them. */
export function sampleLines(language: SampleLanguage): ReportLines {
  const lines = [purchase(), ...works.flatMap((work) => workLines(work, language))].map((line, index) => ({
    ...line,
    posting: SAMPLE_POSITION - 9 + index,
  }));
  const billed = totalOf('first') + totalOf('second');
  return {
    ...{ number: 2, replaces: null, lines, earlier: [], previousCut: null, sums: new Map() },
    openingSeconds: LEFT_BEFORE,
    closingSeconds: LEFT_BEFORE + SIZE - billed,
  };
}

export function samplePackages(language: SampleLanguage): PackageView[] {
  const [first = '', second = ''] = sampleWords[language].packages;
  const common = {
    ...{ source: 'manual', sizeSeconds: SIZE, forfeitedSeconds: 0, awaitedSeconds: null, closedOn: null },
    ...{ priceMinor: null, currency: null, vatNote: null, rolledIntoPackageId: null },
  };
  const spentFirst = SIZE - LEFT_BEFORE + totalOf('first');
  return [
    {
      ...{ ...common, packageId: 1, title: first, boughtAt: startOfDay('2026-08-03', SAMPLE_ZONE) },
      ...{ validFrom: '2026-08-03', expiresOn: '2026-12-31', state: 'used-up' },
      ...{ spentSeconds: spentFirst, leftSeconds: SIZE - spentFirst },
    },
    {
      ...{ ...common, packageId: 2, title: second, boughtAt: startOfDay('2026-10-12', SAMPLE_ZONE) },
      ...{ validFrom: '2026-10-12', expiresOn: '2027-03-31', state: 'usable' },
      ...{ spentSeconds: totalOf('second'), leftSeconds: SIZE - totalOf('second') },
    },
  ];
}

function totalOf(part: 'first' | 'second'): number {
  return works.reduce((sum, { billed }) => sum + (billed[part] ?? 0) * MINUTE, 0);
}

function purchase(): KeptLine {
  return {
    ...{ ...blank, kind: 'purchase', seconds: SIZE, packageId: 2, workDay: '2026-10-12' },
    why: { rule: 'action' },
  };
}

function workLines(work: Work, language: SampleLanguage): KeptLine[] {
  const total = (work.billed.first ?? 0) + (work.billed.second ?? 0);
  if (total === 0)
    return [workLine(work, language, { kind: 'courtesy', minutes: 0, recorded: work.minutes })];
  return (['first', 'second'] as const).flatMap((part, index) => {
    const minutes = work.billed[part] ?? 0;
    if (minutes === 0) return [];
    const recorded = (work.minutes * minutes) / total;
    return [workLine(work, language, { kind: 'spend', minutes, recorded, packageId: index + 1 })];
  });
}

function workLine(
  work: Work,
  language: SampleLanguage,
  of: { kind: LineKind; minutes: number; recorded: number; packageId?: number },
): KeptLine {
  const { people, tasks, comments } = sampleWords[language];
  return {
    ...{ ...blank, kind: of.kind, packageId: of.packageId ?? null, entryId: work.entry, userId: work.person },
    seconds: of.minutes * MINUTE,
    recordedSeconds: of.recorded * MINUTE,
    taskId: work.task + 1,
    workedAt: startOfDay(work.day, SAMPLE_ZONE) + 10 * 3_600_000,
    ...{ workDay: work.day, workType: work.workType },
    reason: of.kind === 'courtesy' ? 'own-bug' : null,
    why: { rule: of.kind === 'courtesy' ? 'not-billable' : 'package-order' },
    texts: {
      ...{ person: people[work.person] ?? '', taskTitle: tasks[work.task] ?? '' },
      comment: comments[work.comment],
    },
  };
}

const blank: Omit<KeptLine, 'why' | 'kind'> = {
  ...{ posting: 0, line: 1, seconds: 0, recordedSeconds: 0, packageId: null, entryId: null, taskId: null },
  ...{ userId: null, workedAt: null, workDay: null, workType: null, reason: null, textKey: '' },
  ...{ reportNumber: null, texts: null },
};
