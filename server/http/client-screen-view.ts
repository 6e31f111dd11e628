import type { ClientRow, ClientView } from '../api/index.js';
import type { Visitor } from '../access/index.js';
import type { Db } from '../base/db/index.js';
import {
  type ClientRecord,
  mayManage,
  reachableClients,
  readClients,
  readGroupsOfClient,
} from '../clients/index.js';
import { readAccount, readAllKeptSums, readLastReports, readWeeklyBurn } from '../ledger/index.js';
import { readNextPostings, readWaitingDrafts } from '../reports/index.js';

const BURN_WEEKS = 12;

interface Shared {
  sums: Awaited<ReturnType<typeof readAllKeptSums>>;
  lastReports: Awaited<ReturnType<typeof readLastReports>>;
  nextPostings: Map<number, number>;
  drafts: Set<number>;
  burns: Map<number, number[]>;
}

/** The Clients screen: one row per client the visitor may see. */
export async function readClientRows(db: Db, visitor: Visitor, now: number): Promise<ClientRow[]> {
  const reach = await reachableClients(db, visitor);
  const clients = (await readClients(db, visitor.portalId)).filter(
    (client) => reach === 'all' || reach.has(client.client_id),
  );
  const shared = await readShared(db, visitor.portalId, now);
  const rows = await Promise.all(clients.map((client) => rowOf(db, client, now, shared)));
  return mayManage(visitor) ? rows : rows.map(withoutDrafts);
}

async function readShared(db: Db, portalId: string, now: number): Promise<Shared> {
  return {
    sums: await readAllKeptSums(db, portalId),
    lastReports: await readLastReports(db, portalId),
    nextPostings: await readNextPostings(db, portalId),
    drafts: await readWaitingDrafts(db, portalId),
    burns: await readWeeklyBurn(db, portalId, now, BURN_WEEKS),
  };
}

async function rowOf(db: Db, client: ClientRecord, now: number, shared: Shared): Promise<ClientRow> {
  const { client_id: clientId } = client;
  const account = await readAccount(db, client, now, shared.sums.get(clientId) ?? new Map());
  return {
    clientId,
    name: client.name,
    groups: await readGroupsOfClient(db, client.portal_id, clientId),
    balance: account.balance,
    usableSizeSeconds: account.usableSizeSeconds,
    lastReport: shared.lastReports.get(clientId) ?? null,
    draftWaiting: shared.drafts.has(clientId),
    nextPostingAt: shared.nextPostings.get(clientId) ?? null,
    weeklyBurnSeconds: shared.burns.get(clientId) ?? Array.from({ length: BURN_WEEKS }, () => 0),
  };
}

function withoutDrafts(row: ClientRow): ClientRow {
  return { ...row, draftWaiting: false };
}

/** The Client screen. Whoever only reads sees what reports and balance show, not drafts. */
export async function readClientView(
  db: Db,
  visitor: Visitor,
  client: ClientRecord,
  now: number,
): Promise<ClientView> {
  const manages = mayManage(visitor);
  const row = await rowOf(db, client, now, await readShared(db, client.portal_id, now));
  const account = await readAccount(db, client, now);
  return {
    ...row,
    draftWaiting: manages && row.draftWaiting,
    timeZone: client.time_zone,
    accountingStartsOn: client.accounting_starts_on,
    openingBalanceSeconds: client.opening_balance_seconds,
    packages: account.packages.map((view) => (manages ? view : { ...view, priceMinor: null, currency: null, vatNote: null })),
    reportTaskId: client.report_task_id,
    mayManage: manages,
  };
}
