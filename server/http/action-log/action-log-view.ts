import type { ActionChoices, ActionPage, ActionQuery, ActionRow } from '../../api/index.js';
import { addDays, startOfDay } from '../../base/days.js';
import type { DbOrTx } from '../../base/db/index.js';
import { textsIn } from '../../base/i18n/index.js';
import { readActionNames } from './action-names-view.js';
import { describeAction, kindTitle } from './describe-action.js';

const PAGE = 50;

/** Whose actions a visitor sees: all of them, or those of these clients. */
export type LogReach = 'all' | ReadonlySet<number>;

export interface LogOf {
  portalId: string;
  zone: string;
  reach: LogReach;
}

/** A page of the log, newest first, in words. */
export async function readActionPage(
  db: DbOrTx,
  of: LogOf,
  query: ActionQuery,
  size = PAGE,
): Promise<ActionPage> {
  const rows = await readRows(db, of, query, size + 1);
  const page = rows.slice(0, size);
  const states = page.map((row) => ({ ...row, before: parse(row.before), after: parse(row.after) }));
  const names = await readActionNames(db, of.portalId, states);
  const reports = await readReportIds(db, of.portalId, states);
  const texts = textsIn(query.language);
  const actions = states.map((row): ActionRow => {
    const teller = { texts, language: query.language, names, clientId: row.client_id };
    const userName =
      row.user_id === 0 ? texts('log.app') : (names.people.get(row.user_id) ?? `#${row.user_id}`);
    return {
      ...{ actionId: row.action_id, at: row.at, userId: row.user_id, userName },
      ...{ kind: row.what, reason: row.reason, ...describeAction(teller, row) },
      client:
        row.client_id === null
          ? null
          : { clientId: row.client_id, name: names.clients.get(row.client_id) ?? `#${row.client_id}` },
      taskId: numberIn(row, 'taskId'),
      reportId: textIn(row, 'reportId') ?? reports.get(`${row.client_id}/${numberIn(row, 'number')}`) ?? null,
    };
  });
  const last = page.at(-1);
  return { actions, next: rows.length > size && last ? last.action_id : null };
}

/** Ids of actions grow with time, so a page goes on below the last one of the page before. */
async function readRows(db: DbOrTx, of: LogOf, query: ActionQuery, limit: number) {
  const { reach, zone } = of;
  const within = reach === 'all' ? null : reach.size === 0 ? [0] : [...reach];
  const begin = query.from === undefined ? null : startOfDay(query.from, zone);
  const end = query.to === undefined ? null : startOfDay(addDays(query.to, 1), zone);
  const last = query.after === undefined ? null : await readPlace(db, of.portalId, query.after);
  return db
    .selectFrom('actions')
    .selectAll()
    .where('portal_id', '=', of.portalId)
    .$if(within !== null, (q) => q.where('client_id', 'in', within ?? []))
    .$if(query.clientId !== undefined, (q) => q.where('client_id', '=', query.clientId ?? 0))
    .$if(query.userId !== undefined, (q) => q.where('user_id', '=', query.userId ?? 0))
    .$if(query.kind !== undefined, (q) => q.where('what', '=', query.kind ?? ''))
    .$if(begin !== null, (q) => q.where('at', '>=', begin ?? 0))
    .$if(end !== null, (q) => q.where('at', '<', end ?? 0))
    .$if(last !== null, (q) =>
      q.where(({ or, and, eb }) =>
        or([
          eb('at', '<', last?.at ?? 0),
          and([eb('at', '=', last?.at ?? 0), eb('action_id', '<', last?.action_id ?? '')]),
        ]),
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('action_id', 'desc')
    .limit(limit)
    .execute();
}

async function readPlace(db: DbOrTx, portalId: string, actionId: string) {
  const row = await db
    .selectFrom('actions')
    .select(['at', 'action_id'])
    .where('portal_id', '=', portalId)
    .where('action_id', '=', actionId)
    .executeTakeFirst();
  return row ?? null;
}

/** People, clients and kinds that occur in what the visitor may see. */
export async function readActionChoices(
  db: DbOrTx,
  of: LogOf,
  language: 'ru' | 'en',
): Promise<ActionChoices> {
  const texts = textsIn(language);
  const within = of.reach === 'all' ? null : of.reach.size === 0 ? [0] : [...of.reach];
  const rows = await db
    .selectFrom('actions')
    .leftJoin('users', (join) =>
      join.onRef('users.portal_id', '=', 'actions.portal_id').onRef('users.user_id', '=', 'actions.user_id'),
    )
    .leftJoin('clients', (join) =>
      join
        .onRef('clients.portal_id', '=', 'actions.portal_id')
        .onRef('clients.client_id', '=', 'actions.client_id'),
    )
    .select(['actions.user_id', 'actions.client_id', 'actions.what'])
    .select(['users.name as user_name', 'clients.name as client_name'])
    .distinct()
    .where('actions.portal_id', '=', of.portalId)
    .$if(within !== null, (q) => q.where('actions.client_id', 'in', within ?? []))
    .execute();
  const people = new Map(
    rows.map((row) => [
      row.user_id,
      row.user_id === 0 ? texts('log.app') : (row.user_name ?? `#${row.user_id}`),
    ]),
  );
  const clients = new Map(
    rows.flatMap((row) =>
      row.client_id === null ? [] : [[row.client_id, row.client_name ?? `#${row.client_id}`]],
    ),
  );
  const kinds = new Map(rows.map((row) => [row.what, kindTitle(texts, row.what)]));
  const byName = ([, a]: [unknown, string], [, b]: [unknown, string]): number => a.localeCompare(b, language);
  return {
    people: [...people].sort(byName).map(([userId, name]) => ({ userId, name })),
    clients: [...clients].sort(byName).map(([clientId, name]) => ({ clientId, name })),
    kinds: [...kinds].sort(byName).map(([kind, title]) => ({ kind, title })),
  };
}

interface States {
  client_id: number | null;
  before: unknown;
  after: unknown;
}

/** Reports that actions name by number. */
async function readReportIds(
  db: DbOrTx,
  portalId: string,
  rows: readonly States[],
): Promise<Map<string, string>> {
  const numbers = [...new Set(rows.map((row) => numberIn(row, 'number')).filter((one) => one !== null))];
  if (numbers.length === 0) return new Map();
  const found = await db
    .selectFrom('reports')
    .select(['client_id', 'number', 'report_id'])
    .where('portal_id', '=', portalId)
    .where('number', 'in', numbers)
    .execute();
  return new Map(found.map((row) => [`${row.client_id}/${row.number}`, row.report_id]));
}

function numberIn(row: States, name: string): number | null {
  const value = fieldOf(row.after, name) ?? fieldOf(row.before, name);
  return typeof value === 'number' ? value : null;
}

function textIn(row: States, name: string): string | null {
  const value = fieldOf(row.after, name) ?? fieldOf(row.before, name);
  return typeof value === 'string' ? value : null;
}

function fieldOf(state: unknown, name: string): unknown {
  if (state === null || typeof state !== 'object' || Array.isArray(state)) return undefined;
  return (state as Record<string, unknown>)[name];
}

function parse(json: string | null): unknown {
  return json === null ? null : (JSON.parse(json) as unknown);
}
