import type { Visitor } from '../access/index.js';
import type { LedgerLine, TaskEntry, TaskHours, WorkMarkView, WorkNow } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import type { Language } from '../base/i18n/index.js';
import type { Terms } from '../base/terms.js';
import {
  type ClientRecord,
  type WorkMark,
  markKey,
  mayManage,
  readClient,
  readReportTaskIds,
  readTermsToday,
  readWorkMarks,
  readWorkOfClient,
  readWorkRulesByIds,
} from '../clients/index.js';
import { readAccount } from './balance-view.js';
import { billedBy } from './rules/effect.js';
import type { LineKind } from './rules/types.js';
import { readStatement } from './statement-view.js';
import type { TaskInReach } from './task-reach-view.js';
import { actionOf, readDeeds } from './why/why-book-view.js';
import { whyWords } from './why/why-words.js';

const ALL_LINES = 100_000;

interface Asking {
  visitor: Visitor;
  now: number;
  language: Language;
}

/** The tab of a task. Whoever is a client sees what reports have shown, and nothing else. */
export async function readTaskHours(db: DbOrTx, task: TaskInReach, asking: Asking): Promise<TaskHours> {
  const { visitor, now } = asking;
  const client = task.clientId === null ? undefined : await readClient(db, visitor.portalId, task.clientId);
  if (!client) return withoutClient(task, visitor);
  const isStaff = visitor.role !== 'client';
  const lines = (await readTaskLines(db, client, task.taskId)).filter(
    (line) => isStaff || line.reportNumber !== null,
  );
  const terms = await readTermsToday(db, client, now);
  const marks = isStaff
    ? await readWorkMarks(db, visitor.portalId, task.taskId)
    : new Map<string, WorkMark>();
  const markOf = (entryId: number): WorkMarkView =>
    markView(marks.get(markKey({ taskId: task.taskId, entryId })));
  const entries = entriesOf(lines, task, visitor).map((entry) => ({ ...entry, mark: markOf(entry.entryId) }));
  const sums = sumsOf(entries);
  const { balance, usableSizeSeconds } = await readAccount(db, client, now);
  return {
    ...headOf(task, (await readReportTaskIds(db, visitor.portalId)).includes(task.taskId)),
    client: {
      ...{ clientId: client.client_id, name: client.name, timeZone: client.time_zone },
      ...{ balance, usableSizeSeconds },
    },
    ...sums,
    ...(isStaff
      ? {
          estimateSeconds: task.estimateSeconds,
          notIssuedSeconds: lines.reduce(
            (sum, line) => sum + (line.reportNumber === null ? billed(line) : 0),
            0,
          ),
          elsewhereSeconds: (await readTracked(db, visitor.portalId, task.taskId)) - sums.recordedSeconds,
          work: await readWorkNow(db, { client, task, terms }, asking),
          workTypes: Object.keys(terms.workTypes),
        }
      : { estimateSeconds: null, notIssuedSeconds: null, elsewhereSeconds: null, work: null, workTypes: [] }),
    mark: markOf(0),
    entries,
    may: mayDo(visitor, task),
  };
}

function markView(mark: WorkMark | undefined): WorkMarkView {
  return {
    workType: mark?.workType?.value ?? null,
    urgency: mark?.urgency?.value ?? null,
    courtesyReason: mark?.courtesy?.value ?? null,
  };
}

function headOf(task: TaskInReach, isReportTask: boolean) {
  const { taskId, title, groupId, groupName } = task;
  return { taskId, title, groupId, groupName, part: isReportTask ? ('report-task' as const) : task.part };
}

function withoutClient(task: TaskInReach, visitor: Visitor): TaskHours {
  return {
    ...headOf(task, false),
    client: null,
    ...{ recordedSeconds: 0, billedSeconds: 0, courtesySeconds: 0 },
    ...{ estimateSeconds: task.estimateSeconds, notIssuedSeconds: 0, elsewhereSeconds: 0 },
    ...{ work: null, mark: markView(undefined), workTypes: [], entries: [] },
    may: { ...mayDo(visitor, task), markType: false, markUrgency: false, markCourtesy: false },
  };
}

/** A performer says what kind of work their own task is; what it costs is for managers. */
export function mayDo(visitor: Visitor, task: Pick<TaskInReach, 'responsibleId'>): TaskHours['may'] {
  const manages = mayManage(visitor);
  const isOwn = visitor.role === 'performer' && task.responsibleId === visitor.userId;
  return { markType: manages || isOwn, markUrgency: manages, markCourtesy: manages, askWhy: manages };
}

async function readTaskLines(db: DbOrTx, client: ClientRecord, taskId: number): Promise<LedgerLine[]> {
  const query = { standingOnly: true, before: null, limit: ALL_LINES, of: { taskId } };
  return (await readStatement(db, client, query)).lines;
}

function billed(line: LedgerLine): number {
  return billedBy({ kind: line.kind as LineKind, seconds: line.seconds });
}

/** Newest work first. An entry that a report has shown carries its number even where a correction is still open. */
function entriesOf(
  lines: readonly LedgerLine[],
  task: TaskInReach,
  visitor: Visitor,
): Omit<TaskEntry, 'mark'>[] {
  const byEntry = new Map<number, LedgerLine[]>();
  for (const line of lines) {
    if (line.entryId !== null) byEntry.set(line.entryId, [...(byEntry.get(line.entryId) ?? []), line]);
  }
  const may = mayDo(visitor, task);
  return [...byEntry]
    .map(([entryId, own]) => ({ entryId, own, workedAt: own[0]?.workedAt ?? 0 }))
    .sort((a, b) => b.workedAt - a.workedAt || b.entryId - a.entryId)
    .map(({ entryId, own }) => entryOf(entryId, own, may.markType || isOwnEntry(own, visitor)));
}

function isOwnEntry(own: readonly LedgerLine[], visitor: Visitor): boolean {
  return visitor.role === 'performer' && own[0]?.userId === visitor.userId;
}

function entryOf(entryId: number, own: readonly LedgerLine[], mayMark: boolean): Omit<TaskEntry, 'mark'> {
  const [newest] = own;
  const total = (of: (line: LedgerLine) => number) => own.reduce((sum, line) => sum + of(line), 0);
  const reports = own.flatMap((line) => line.reportNumber ?? []);
  return {
    entryId,
    workDay: newest?.workDay ?? null,
    person: newest?.person ?? null,
    comment: newest?.comment ?? null,
    recordedSeconds: total((line) => line.recordedSeconds),
    billedSeconds: total(billed),
    courtesySeconds: total((line) => (line.kind === 'courtesy' ? line.seconds : 0)),
    workType: newest?.workType ?? null,
    reportNumber: reports.length === 0 ? null : Math.max(...reports),
    line: { posting: newest?.posting ?? 0, line: newest?.line ?? 0 },
    mayMark,
  };
}

function sumsOf(entries: readonly TaskEntry[]) {
  const total = (of: (entry: TaskEntry) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
  return {
    recordedSeconds: total((entry) => entry.recordedSeconds),
    billedSeconds: total((entry) => entry.billedSeconds),
    courtesySeconds: total((entry) => entry.courtesySeconds),
  };
}

async function readTracked(db: DbOrTx, portalId: string, taskId: number): Promise<number> {
  const rows = await db
    .selectFrom('time_entries')
    .select('seconds')
    .where('portal_id', '=', portalId)
    .where('task_id', '=', taskId)
    .where('state', '=', 'live')
    .execute();
  return rows.reduce((sum, row) => sum + row.seconds, 0);
}

/** What an entry made today would be, and who says so. */
async function readWorkNow(
  db: DbOrTx,
  of: { client: ClientRecord; task: TaskInReach; terms: Terms },
  { language, visitor }: Asking,
): Promise<WorkNow> {
  const { client, task, terms } = of;
  const { portalId } = visitor;
  const workOf = await readWorkOfClient(
    db,
    { portalId, clientId: client.client_id },
    Object.keys(terms.workTypes),
  );
  const { workType, urgency, courtesy } = workOf({
    ...{ task_id: task.taskId, entry_id: 0, title: task.title, tags: task.tags },
  });
  const fromTerms = { how: 'terms' as const };
  const origins = [workType, urgency, courtesy].flatMap((each) => (each ? [each.from] : []));
  const ruleIds = origins.flatMap((origin) => (origin.how === 'rule' ? [origin.ruleId] : []));
  const words = whyWords(language, {
    timeZone: client.time_zone,
    deeds: await readDeeds(db, portalId, origins.flatMap(actionOf)),
    rules: await readWorkRulesByIds(db, portalId, ruleIds),
  });
  const view = (
    each: { value: string; from: (typeof origins)[number] },
    what: 'workType' | 'urgency' | 'courtesy',
  ) => ({ value: each.value, from: { how: each.from.how, text: words.origin(each.from, what) } });
  return {
    workType: view(workType ?? { value: terms.defaultWorkType, from: fromTerms }, 'workType'),
    urgency: view(urgency ?? { value: 'normal', from: fromTerms }, 'urgency'),
    courtesy: courtesy
      ? view(courtesy, 'courtesy')
      : courtesyOfType(workType?.value ?? terms.defaultWorkType, terms, words),
  };
}

/** Work of such a type is not billed whoever does it. */
function courtesyOfType(
  workType: string,
  terms: Terms,
  words: ReturnType<typeof whyWords>,
): WorkNow['courtesy'] {
  const ofType = terms.workTypes[workType];
  if (!ofType || ofType.billable) return null;
  const from = { how: 'terms' as const };
  return {
    value: ofType.courtesyReason ?? 'goodwill',
    from: { how: 'terms', text: words.origin(from, 'courtesy') },
  };
}
