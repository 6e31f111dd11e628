import type { Cut, PackageView, ReportModel } from '../api/index.js';
import { dayOf } from '../base/days.js';
import { textsIn } from '../base/i18n/index.js';
import {
  type CutPoint,
  type KeptLine,
  type ReportLines,
  balanceEffectOf,
  billedBy,
} from '../ledger/index.js';
import { type GivenBack, type GrantedWaiver, givenBack } from './rules/given-back.js';

/** How a report is dressed: what a later rebuild cannot know any more and takes from the stored model. */
export type ReportFrame = Pick<
  ReportModel,
  'clientName' | 'timeZone' | 'language' | 'layout' | 'kind' | 'howToAnswer' | 'greeting' | 'closing'
>;

export interface ModelInput {
  frame: ReportFrame;
  cut: Cut;
  position: number;
  held: ReportLines;
  packages: readonly PackageView[];
  seal: string;
  /** Overage where the report closes. */
  overageSeconds: number;
  waivers: readonly GrantedWaiver[];
  /** Why packages were closed, by `package:day`. */
  closingReasons: ReadonlyMap<string, string>;
}

type TaskSection = ReportModel['tasks'][number];

const bought = new Set(['purchase', 'gift']);
const other = new Set(['expiry', 'close', 'transfer', 'adjustment', 'refund', 'rollover', 'cover']);

/** The report's whole model from its lines. Pure: the same lines give the same report, to the letter. */
export function buildModel(input: ModelInput): ReportModel {
  const { held, frame } = input;
  const given = givenBack(held.lines, held.earlier, input.waivers);
  const work = held.lines.filter(isWork);
  const fresh = work.filter((line) => line.why.change === undefined);
  const later = fresh.filter((line) => isBefore(line, held.previousCut));
  const present = fresh.filter((line) => !isBefore(line, held.previousCut));
  const brought = held.lines.filter(isBroughtAlong);
  const moved = held.lines.filter((line) => !isBroughtAlong(line));
  const days = fresh.flatMap((line) => (line.workDay === null ? [] : [line.workDay])).sort();
  return {
    layoutVersion: 2,
    ...frame,
    ofPackage: input.cut.at === 'package-end' ? titleOf(input, input.cut.packageId) : null,
    number: held.number,
    cut: input.cut,
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
    position: input.position,
    openingSeconds: held.openingSeconds + sum(brought, balanceEffectOf),
    closingSeconds: held.closingSeconds,
    boughtSeconds: sum(
      moved.filter((line) => bought.has(line.kind)),
      (line) => line.seconds,
    ),
    billedSeconds: sum(moved, billedBy),
    recordedSeconds: sum(held.lines, (line) => line.recordedSeconds),
    overageSeconds: input.overageSeconds,
    packages: packagesOf(input),
    bought: boughtOf(input),
    tasks: taskSections(present),
    workTypes: workTypesOf(fresh),
    addedLater: taskSections(later),
    corrections: correctionsOf(held.lines, given),
    waivers: waiversOf(given, frame.timeZone),
    otherLines: otherLinesOf(input),
    courtesy: courtesyOf(held.lines),
    replaces: held.replaces,
    seal: input.seal,
  };
}

function isWork(line: KeptLine): boolean {
  return line.entryId !== null && (line.kind === 'spend' || line.kind === 'overage');
}

/** Hours or a debt from before the start of accounting: the first report opens with them. */
function isBroughtAlong(line: KeptLine): boolean {
  return line.reason === 'opening-balance';
}

function isBefore(line: KeptLine, cut: CutPoint | null): boolean {
  if (cut === null || line.workedAt === null) return false;
  const until = 'until' in cut ? cut.until : cut.workedAt;
  return line.workedAt < until;
}

function taskSections(lines: readonly KeptLine[]): TaskSection[] {
  const byTask = groupBy(lines, (line) => line.taskId ?? 0);
  return [...byTask.entries()]
    .map(([taskId, own]) => taskSection(taskId, own))
    .sort((a, b) => b.billedSeconds - a.billedSeconds || a.taskId - b.taskId);
}

function taskSection(taskId: number, lines: readonly KeptLine[]): TaskSection {
  const people = new Map<string, number>();
  for (const line of lines) {
    const name = line.texts?.person ?? '';
    people.set(name, (people.get(name) ?? 0) + line.seconds);
  }
  return {
    taskId,
    title: lines.at(-1)?.texts?.taskTitle ?? '',
    recordedSeconds: sum(lines, (line) => line.recordedSeconds),
    billedSeconds: sum(lines, (line) => line.seconds),
    performers: [...people].map(([name, billedSeconds]) => ({ name, billedSeconds })),
    lines: workLines(lines),
  };
}

/** One row per entry: an entry that two packages share is still one piece of work for the reader. */
function workLines(lines: readonly KeptLine[]): TaskSection['lines'] {
  const byEntry = groupBy(lines, (line) => line.entryId ?? 0);
  const rows = [...byEntry.values()].flatMap((parts) => {
    const first = parts[0];
    if (!first) return [];
    return [{ first, recorded: sum(parts, (p) => p.recordedSeconds), billed: sum(parts, (p) => p.seconds) }];
  });
  rows.sort(
    (a, b) =>
      (a.first.workedAt ?? 0) - (b.first.workedAt ?? 0) || (a.first.entryId ?? 0) - (b.first.entryId ?? 0),
  );
  return rows.map(({ first, recorded, billed }) => ({
    entryId: first.entryId ?? 0,
    day: first.workDay ?? '',
    person: first.texts?.person ?? '',
    comment: first.texts?.comment ?? '',
    recordedSeconds: recorded,
    billedSeconds: billed,
    workType: first.workType ?? 'other',
  }));
}

function workTypesOf(lines: readonly KeptLine[]): ReportModel['workTypes'] {
  const byType = groupBy(lines, (line) => line.workType ?? 'other');
  return [...byType]
    .map(([workType, own]) => ({ workType, billedSeconds: sum(own, (line) => line.seconds) }))
    .sort((a, b) => b.billedSeconds - a.billedSeconds || a.workType.localeCompare(b.workType));
}

/** One row per entry that changed after a report had named it; what was waived of it stands with the waivers. */
function correctionsOf(
  lines: readonly KeptLine[],
  given: readonly GivenBack<KeptLine>[],
): ReportModel['corrections'] {
  const changed = lines.filter((line) => line.why.change !== undefined && line.kind !== 'transfer');
  return [...groupBy(changed, (line) => line.entryId ?? 0).values()].flatMap((parts) => {
    const first = parts[0];
    const change = first?.why.change;
    if (!first || !change) return [];
    const waived = given.filter((one) => one.line.entryId === first.entryId && one.issuedIn !== null);
    const nowSeconds = change.nowSeconds + sum(waived, (one) => one.seconds);
    if (change.wasSeconds === nowSeconds) return [];
    return [
      {
        entryId: first.entryId ?? 0,
        day: first.workDay ?? change.noticedOn,
        taskTitle: first.texts?.taskTitle ?? '',
        person: first.texts?.person ?? '',
        wasSeconds: change.wasSeconds,
        nowSeconds,
        noticedOn: change.noticedOn,
        issuedIn: change.issuedIn || null,
      },
    ];
  });
}

function waiversOf(given: readonly GivenBack<KeptLine>[], zone: string): ReportModel['waivers'] {
  return given.map(({ line, waiver, seconds, issuedIn }) => ({
    entryId: waiver.entryId,
    day: line.workDay ?? dayOf(waiver.noticedAt, zone),
    taskTitle: line.texts?.taskTitle ?? '',
    person: line.texts?.person ?? '',
    seconds,
    reason: waiver.reason,
    noticedOn: dayOf(waiver.noticedAt, zone),
    issuedIn,
  }));
}

/** Packages that a line of the report touches, and those with something left where it closes. */
function packagesOf(input: ModelInput): ReportModel['packages'] {
  const touched = new Map<number, number>();
  for (const line of input.held.lines) {
    if (line.packageId === null) continue;
    const spent =
      line.kind === 'spend' || line.kind === 'cover' || line.kind === 'correction' ? line.seconds : 0;
    touched.set(line.packageId, (touched.get(line.packageId) ?? 0) + spent);
  }
  return input.packages
    .filter((view) => touched.has(view.packageId) || view.leftSeconds !== 0)
    .map((view) => ({
      title: nameOf(view, input.frame.language),
      sizeSeconds: view.sizeSeconds,
      spentHereSeconds: touched.get(view.packageId) ?? 0,
      leftSeconds: view.leftSeconds,
      expiresOn: view.expiresOn,
    }));
}

function boughtOf(input: ModelInput): ReportModel['bought'] {
  return input.held.lines
    .filter((line) => bought.has(line.kind) && !isBroughtAlong(line))
    .map((line) => ({
      title: titleOf(input, line.packageId),
      day: line.workDay ?? '',
      seconds: line.seconds,
      kind: line.kind,
    }));
}

/** What each line does to the balance; a cover moves hours between accounts and shows how many. */
function otherLinesOf(input: ModelInput): ReportModel['otherLines'] {
  return input.held.lines
    .filter((line) => other.has(line.kind))
    .map((line) => ({
      kind: line.kind,
      title: titleOf(input, line.packageId),
      seconds: line.kind === 'cover' ? line.seconds : balanceEffectOf(line),
      reason: reasonOf(input, line),
    }));
}

/** Words of people only: what a rule decided is said by the kind itself. */
function reasonOf(input: ModelInput, line: KeptLine): string | null {
  if (line.kind === 'close') return input.closingReasons.get(`${line.packageId}:${line.workDay}`) ?? null;
  return line.why.rule === 'action' ? line.reason : null;
}

function courtesyOf(lines: readonly KeptLine[]): ReportModel['courtesy'] {
  const given = lines.filter((line) => line.kind === 'courtesy');
  return [...groupBy(given, (line) => `${line.taskId}:${line.reason ?? ''}`).values()].flatMap((own) => {
    const first = own[0];
    if (!first) return [];
    return [
      {
        taskTitle: first.texts?.taskTitle ?? '',
        recordedSeconds: sum(own, (line) => line.recordedSeconds),
        reason: first.reason ?? 'goodwill',
      },
    ];
  });
}

function titleOf(input: ModelInput, packageId: number | null): string {
  const view = input.packages.find((one) => one.packageId === packageId);
  return view ? nameOf(view, input.frame.language) : '';
}

/** Packages that nobody named say where their hours came from. */
function nameOf(view: PackageView, language: 'ru' | 'en'): string {
  const texts = textsIn(language);
  if (view.title !== '') return view.title;
  if (view.source === 'correction') return texts('report.correctionPackage');
  if (view.source === 'rollover') return texts('report.rolloverPackage');
  if (view.source === 'rollover') return texts('report.rolloverPackage');
  return texts(view.source === 'opening' ? 'report.openingPackage' : 'report.untitledPackage');
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
