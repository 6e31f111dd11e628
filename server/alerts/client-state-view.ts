import { type Expression, type SqlBool, sql } from 'kysely';
import { addDays, dayOf, endOfDay } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { type ClientRecord, readReportTaskIds, readTermsToday } from '../clients/index.js';
import { overageOf, readAccount } from '../ledger/index.js';
import { type Desk, readDesks, readUnanswered } from './desk-view.js';
import { LONG_ENTRY_SECONDS } from './rules/due-alerts.js';
import type { ClientState, EntryState, PackageState } from './rules/types.js';

/** Bitrix24's status of a completed task. */
const COMPLETED = 5;
const BLANKS = ' \t\r\n';
const emptyDesk: Desk = { drafts: [], disputes: [], uncertainPosts: [], intakes: [] };

/**
 * What the alerts of a client are a function of: balance, packages, terms of today, entries that may need a look, and
 * what waits for somebody. Reads the database only.
 * @param startedAt entries recorded before it are nobody's concern any more
 */
export async function readClientState(
  db: DbOrTx,
  client: ClientRecord,
  now: number,
  startedAt: number,
): Promise<ClientState> {
  const { portal_id: portalId, client_id: clientId, time_zone: zone } = client;
  const account = await readAccount(db, client, now);
  const terms = await readTermsToday(db, client, now);
  const createdOn = await readCreatedOn(db, client);
  const desks = await readDesks(db, portalId, clientId);
  return {
    now,
    today: dayOf(now, zone),
    terms,
    packages: account.packages.map((view): PackageState => ({
      ...view,
      createdOn: createdOn.get(view.packageId) ?? view.validFrom,
    })),
    overageSeconds: account.balance.overageSeconds,
    overage: overageOf(account, terms.overage),
    entries: await readEntries(db, client, now, startedAt),
    unanswered: await readUnanswered(db, { portalId, clientId }),
    ...(desks.get(clientId) ?? emptyDesk),
  };
}

async function readCreatedOn(db: DbOrTx, client: ClientRecord): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('packages')
    .select(['package_id', 'created_at'])
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .execute();
  return new Map(rows.map((row) => [row.package_id, dayOf(row.created_at, client.time_zone)]));
}

async function readEntries(
  db: DbOrTx,
  client: ClientRecord,
  now: number,
  startedAt: number,
): Promise<EntryState[]> {
  const { portal_id: portalId, client_id: clientId, time_zone: zone } = client;
  const tomorrowEnds = endOfDay(addDays(dayOf(now, zone), 1), zone);
  const reportTasks = await readReportTaskIds(db, portalId);
  const rows = await selectEntries(db, portalId, clientId)
    .where('entry.made_at', '>=', startedAt)
    .where((is) =>
      is.or([
        is('entry.seconds', '>', LONG_ENTRY_SECONDS),
        is('entry.worked_at', '>=', tomorrowEnds),
        isBlank(),
        is('task.status', '=', COMPLETED).and('entry.worked_at', '>', is.ref('task.closed_at')),
      ]),
    )
    .$if(reportTasks.length > 0, (query) => query.where('entry.task_id', 'not in', reportTasks))
    .execute();
  return rows
    .map((row) => ({
      entryId: row.entry_id,
      taskId: row.task_id,
      userId: row.user_id,
      seconds: row.seconds,
      workedAt: row.worked_at,
      workDay: dayOf(row.worked_at, zone),
      hasComment: row.comment.trim() !== '',
      taskClosedAt: row.status === COMPLETED ? row.closed_at : null,
    }))
    .filter((entry) => entry.workDay >= client.accounting_starts_on);
}

function selectEntries(db: DbOrTx, portalId: string, clientId: number) {
  return db
    .selectFrom('time_entries as entry')
    .innerJoin('group_tenures as owned', (join) =>
      join
        .onRef('owned.portal_id', '=', 'entry.portal_id')
        .onRef('owned.group_id', '=', 'entry.group_id')
        .onRef('owned.from_at', '<=', 'entry.made_at')
        .onRef('owned.until_at', '>', 'entry.made_at'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'entry.portal_id').onRef('task.task_id', '=', 'entry.task_id'),
    )
    .select(['entry.entry_id', 'entry.task_id', 'entry.user_id', 'entry.seconds', 'entry.worked_at'])
    .select(['entry.comment', 'task.status', 'task.closed_at'])
    .where('owned.portal_id', '=', portalId)
    .where('owned.client_id', '=', clientId)
    .where('entry.state', '=', 'live')
    .where('entry.seconds', '>', 0);
}

/** Spelled the same on both databases. */
function isBlank(): Expression<SqlBool> {
  return sql<SqlBool>`ltrim(entry.comment, ${BLANKS}) = ''`;
}
