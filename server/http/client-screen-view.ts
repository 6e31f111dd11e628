import type { ClientRow, ClientView } from '../api/index.js';
import type { Visitor } from '../access/index.js';
import { readAlertMarks } from '../alerts/index.js';
import { dayOf } from '../base/days.js';
import type { Db } from '../base/db/index.js';
import {
  type ClientRecord,
  mayManage,
  reachableClients,
  readClients,
  readGroupsByClient,
  readTermsToday,
} from '../clients/index.js';
import {
  type Account,
  forecastRunOut,
  overageOf,
  type PlannedWeek,
  readAccounts,
  readLastReports,
  readWeeklyBurn,
  whyNoForecast,
} from '../ledger/index.js';
import { readPlannedWeeks } from '../planning/index.js';
import { countOpenOffers, readCompany } from '../offers/index.js';
import { readNextPostings, readReportAnswers, readWaitingDrafts } from '../reports/index.js';

const BURN_WEEKS = 12;

interface Shared {
  accounts: Map<number, Account>;
  groups: Awaited<ReturnType<typeof readGroupsByClient>>;
  lastReports: Awaited<ReturnType<typeof readLastReports>>;
  nextPostings: Map<number, number>;
  drafts: Set<number>;
  answers: Awaited<ReturnType<typeof readReportAnswers>>;
  offers: Map<number, number>;
  alerts: Awaited<ReturnType<typeof readAlertMarks>>;
  burns: Map<number, number[]>;
  plannedOf: Awaited<ReturnType<typeof readPlannedWeeks>>;
}

/** The Clients screen: one row per client the visitor may see. */
export async function readClientRows(db: Db, visitor: Visitor, now: number): Promise<ClientRow[]> {
  const reach = await reachableClients(db, visitor);
  const clients = (await readClients(db, visitor.portalId)).filter(
    (client) => reach === 'all' || reach.has(client.client_id),
  );
  const shared = await readShared(db, visitor.portalId, clients, now);
  const rows = clients.map((client) => rowOf(client, shared, now));
  return mayManage(visitor) ? rows : rows.map(withoutDrafts);
}

/** A handful of queries, however many clients there are. */
async function readShared(
  db: Db,
  portalId: string,
  clients: readonly ClientRecord[],
  now: number,
): Promise<Shared> {
  return {
    accounts: await readAccounts(db, portalId, clients, now),
    groups: await readGroupsByClient(db, portalId),
    lastReports: await readLastReports(db, portalId),
    nextPostings: await readNextPostings(db, portalId),
    drafts: await readWaitingDrafts(db, portalId),
    answers: await readReportAnswers(db, portalId),
    offers: await countOpenOffers(db, portalId),
    alerts: await readAlertMarks(db, portalId, clients, now),
    burns: await readWeeklyBurn(db, portalId, now, BURN_WEEKS),
    plannedOf: await readPlannedWeeks(db, portalId, now),
  };
}

function rowOf(client: ClientRecord, shared: Shared, now: number): ClientRow {
  const { client_id: clientId } = client;
  const account = accountOf(client, shared);
  const weeklyBurnSeconds = shared.burns.get(clientId) ?? Array.from({ length: BURN_WEEKS }, () => 0);
  return {
    clientId,
    name: client.name,
    groups: shared.groups.get(clientId) ?? [],
    balance: account.balance,
    usableSizeSeconds: account.usableSizeSeconds,
    lastReport: shared.lastReports.get(clientId) ?? null,
    draftWaiting: shared.drafts.has(clientId),
    reportAnswers: shared.answers.get(clientId) ?? null,
    offersWaiting: shared.offers.get(clientId) ?? 0,
    alerts: shared.alerts.get(clientId) ?? null,
    nextPostingAt: shared.nextPostings.get(clientId) ?? null,
    weeklyBurnSeconds,
    ...runOutOf(client, account, { weeklyBurnSeconds, plannedWeeks: shared.plannedOf(client), now }),
  };
}

/** Nothing to foretell of a client who never had a package. */
function runOutOf(
  client: ClientRecord,
  account: Account,
  of: { weeklyBurnSeconds: number[]; plannedWeeks: (PlannedWeek | null)[]; now: number },
): Pick<ClientRow, 'runOut' | 'noRunOut'> {
  if (account.packages.length === 0) return { runOut: null, noRunOut: 'no-package' };
  const { weeklyBurnSeconds, plannedWeeks, now } = of;
  const input = {
    today: dayOf(now, client.time_zone),
    accountingStartsOn: client.accounting_starts_on,
    weeklyBurnSeconds,
    packages: account.packages,
    plannedWeeks,
  };
  const forecast = forecastRunOut(input);
  return {
    runOut: forecast && { on50: forecast.on50, on90: forecast.on90 },
    noRunOut: whyNoForecast(input),
  };
}

function accountOf(client: ClientRecord, shared: Shared): Account {
  const account = shared.accounts.get(client.client_id);
  if (!account) throw new RangeError(`No account was read of client ${client.client_id}`);
  return account;
}

function withoutDrafts(row: ClientRow): ClientRow {
  return { ...row, draftWaiting: false, reportAnswers: null, offersWaiting: 0, alerts: null };
}

/** The Client screen. Whoever only reads sees what reports and balance show, not drafts. */
export async function readClientView(
  db: Db,
  visitor: Visitor,
  client: ClientRecord,
  now: number,
): Promise<ClientView> {
  const manages = mayManage(visitor);
  const shared = await readShared(db, client.portal_id, [client], now);
  const row = rowOf(client, shared, now);
  const account = accountOf(client, shared);
  return {
    ...row,
    draftWaiting: manages && row.draftWaiting,
    reportAnswers: manages ? (row.reportAnswers ?? null) : null,
    offersWaiting: manages ? row.offersWaiting : 0,
    company: manages ? await readCompany(db, client) : null,
    alerts: manages ? row.alerts : null,
    timeZone: client.time_zone,
    accountingStartsOn: client.accounting_starts_on,
    openingBalanceSeconds: client.opening_balance_seconds,
    packages: account.packages.map((view) =>
      manages ? view : { ...view, priceMinor: null, currency: null, vatNote: null },
    ),
    reportTaskId: client.report_task_id,
    overage: manages ? overageOf(account, (await readTermsToday(db, client, now)).overage) : null,
    mayManage: manages && client.archived_at === null,
    archivedAt: client.archived_at,
  };
}
