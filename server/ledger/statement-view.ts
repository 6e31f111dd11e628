import { sql } from 'kysely';
import type { LedgerChoices, LedgerLine, LedgerPage } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import type { LineTexts } from './append-posting.js';
import { balanceEffectOf } from './rules/effect.js';
import type { LineKind } from './rules/types.js';

export interface StatementQuery {
  /** Leave out reversed lines and their reversals. */
  standingOnly: boolean;
  before: { posting: number; line: number } | null;
  limit: number;
  /** Only lines of these; absent = of all. */
  of?: LineFilter;
}

export interface LineFilter {
  entryId?: number;
  taskId?: number;
  userId?: number;
  workType?: string;
}

/** A page of the client's lines, newest first. */
export async function readStatement(
  db: DbOrTx,
  client: ClientRecord,
  query: StatementQuery,
): Promise<LedgerPage> {
  const rows = await selectLines(db, client, query);
  const more = rows.length > query.limit;
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    position: client.position,
    lines: shown.map(lineView),
    nextBefore: more && last ? `${last.posting}.${last.line}` : null,
  };
}

type Row = Awaited<ReturnType<typeof selectLines>>[number];

/** Lines with their posting, reversal, texts and package. */
function joinedLines(db: DbOrTx) {
  return db
    .selectFrom('lines as line')
    .innerJoin('postings as posting', (join) =>
      join
        .onRef('posting.portal_id', '=', 'line.portal_id')
        .onRef('posting.client_id', '=', 'line.client_id')
        .onRef('posting.posting', '=', 'line.posting'),
    )
    .leftJoin('lines as reversal', (join) =>
      join
        .onRef('reversal.portal_id', '=', 'line.portal_id')
        .onRef('reversal.client_id', '=', 'line.client_id')
        .onRef('reversal.reverses_posting', '=', 'line.posting')
        .onRef('reversal.reverses_line', '=', 'line.line'),
    )
    .leftJoin('line_texts as text', (join) =>
      join
        .onRef('text.portal_id', '=', 'line.portal_id')
        .onRef('text.client_id', '=', 'line.client_id')
        .onRef('text.posting', '=', 'line.posting')
        .onRef('text.line', '=', 'line.line'),
    )
    .leftJoin('packages as package', (join) =>
      join
        .onRef('package.portal_id', '=', 'line.portal_id')
        .onRef('package.client_id', '=', 'line.client_id')
        .onRef('package.package_id', '=', 'line.package_id'),
    );
}

async function selectLines(db: DbOrTx, client: ClientRecord, query: StatementQuery) {
  const { before } = query;
  return joinedLines(db)
    .selectAll('line')
    .select([
      'posting.posted_at',
      'text.texts',
      'package.title as package_title',
      'package.source as package_source',
      'reversal.hash as reversal_hash',
    ])
    .select((expression) =>
      expression
        .selectFrom('issue_lines as frozen')
        .leftJoin('reopenings as reopened', (join) =>
          join
            .onRef('reopened.portal_id', '=', 'frozen.portal_id')
            .onRef('reopened.client_id', '=', 'frozen.client_id')
            .onRef('reopened.number', '=', 'frozen.number'),
        )
        .select((inner) => inner.fn.max('frozen.number').as('number'))
        .whereRef('frozen.portal_id', '=', 'line.portal_id')
        .whereRef('frozen.client_id', '=', 'line.client_id')
        .whereRef('frozen.posting', '=', 'line.posting')
        .whereRef('frozen.line', '=', 'line.line')
        .where('reopened.number', 'is', null)
        .as('issued_in'),
    )
    .where('line.portal_id', '=', client.portal_id)
    .where('line.client_id', '=', client.client_id)
    .$if(query.standingOnly, (q) =>
      q.where('line.reverses_posting', 'is', null).where('reversal.hash', 'is', null),
    )
    .where((e) => e.and(wanted(query.of ?? {})))
    .$if(before !== null, (q) =>
      q.where((e) =>
        e(e.refTuple('line.posting', 'line.line'), '<', e.tuple(before?.posting ?? 0, before?.line ?? 0)),
      ),
    )
    .orderBy('line.posting', 'desc')
    .orderBy('line.line', 'desc')
    .limit(query.limit + 1)
    .execute();
}

/** What a filter asks of the columns. */
function wanted(of: LineFilter): Record<string, string | number> {
  const { entryId, taskId, userId, workType } = of;
  return {
    ...(entryId !== undefined && { 'line.entry_id': entryId }),
    ...(taskId !== undefined && { 'line.task_id': taskId }),
    ...(userId !== undefined && { 'line.user_id': userId }),
    ...(workType !== undefined && { 'line.work_type': workType }),
  };
}

/** By what the lines of a ledger can be filtered: the people, tasks and work types in it, newest names. */
export async function readLineChoices(db: DbOrTx, client: ClientRecord): Promise<LedgerChoices> {
  const rows = await db
    .selectFrom('lines as line')
    .leftJoin('users as person', (join) =>
      join.onRef('person.portal_id', '=', 'line.portal_id').onRef('person.user_id', '=', 'line.user_id'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'line.portal_id').onRef('task.task_id', '=', 'line.task_id'),
    )
    .select(['line.user_id', 'line.task_id', 'line.work_type', 'person.name', 'task.title'])
    .distinct()
    .where('line.portal_id', '=', client.portal_id)
    .where('line.client_id', '=', client.client_id)
    .where('line.entry_id', 'is not', null)
    .execute();
  const people = new Map(rows.map((row) => [row.user_id ?? 0, row.name ?? `#${row.user_id}`]));
  const tasks = new Map(rows.map((row) => [row.task_id ?? 0, row.title ?? `#${row.task_id}`]));
  return {
    people: [...people]
      .map(([userId, name]) => ({ userId, name }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    tasks: [...tasks].map(([taskId, title]) => ({ taskId, title })).sort((a, b) => b.taskId - a.taskId),
    workTypes: [...new Set(rows.flatMap((row) => row.work_type ?? []))].sort(),
  };
}

function lineView(row: Row): LedgerLine {
  const texts = row.texts === null ? null : (JSON.parse(row.texts) as LineTexts);
  const kind = row.kind as LineKind;
  return {
    posting: row.posting,
    line: row.line,
    postedAt: row.posted_at,
    kind,
    seconds: row.seconds,
    recordedSeconds: row.recorded_seconds,
    balanceEffectSeconds: balanceEffectOf({ kind, seconds: row.seconds, packageId: row.package_id }),
    packageId: row.package_id,
    packageTitle: row.package_title,
    packageSource: row.package_source,
    entryId: row.entry_id,
    taskId: row.task_id,
    taskTitle: texts?.taskTitle ?? null,
    userId: row.user_id,
    person: texts?.person ?? null,
    comment: texts?.comment ?? null,
    workedAt: row.worked_at,
    workDay: row.work_day,
    workType: row.work_type,
    reason: row.reason,
    reverses:
      row.reverses_posting === null || row.reverses_line === null
        ? null
        : { posting: row.reverses_posting, line: row.reverses_line },
    reversed: row.reversal_hash !== null,
    reportNumber: row.report_number ?? row.issued_in ?? null,
  };
}

/** Billed seconds of each of the last `weeks` seven-day spans ending today, oldest first, per client of a portal. */
export async function readWeeklyBurn(
  db: DbOrTx,
  portalId: string,
  now: number,
  weeks: number,
): Promise<Map<number, number[]>> {
  const week = 7 * 86_400_000;
  const from = now - weeks * week;
  const back = sql<number>`(worked_at - ${from}) / ${week}`;
  const rows = await db
    .selectFrom('lines')
    .select(['client_id', back.as('index')])
    .select(sql<number>`cast(sum(seconds) as bigint)`.as('seconds'))
    .where('portal_id', '=', portalId)
    .where('kind', 'in', ['spend', 'overage', 'correction'])
    .where('worked_at', '>=', from)
    .groupBy(['client_id', sql`2`])
    .execute();
  const burns = new Map<number, number[]>();
  for (const row of rows) {
    const burn = burns.get(row.client_id) ?? Array.from({ length: weeks }, () => 0);
    const index = Math.min(weeks - 1, Math.floor(row.index));
    burn[index] = (burn[index] ?? 0) + row.seconds;
    burns.set(row.client_id, burn);
  }
  return burns;
}
