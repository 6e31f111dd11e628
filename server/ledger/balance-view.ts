import type { Balance, PackageView } from '../api/index.js';
import { type Day, dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { type Sums, readAllKeptSums, readKeptSums, standingSums } from './kept-sums-store.js';
import { type PackageChange, readAllPackageChanges, readPackageChanges } from './package-changes-store.js';
import { type PackageRow, packageViews } from './package-view.js';
import { readStanding } from './standing-view.js';

export interface Account {
  balance: Balance;
  packages: PackageView[];
  usableSizeSeconds: number;
}

/**
 * Balance and packages of a client as of now, from kept sums: one query for the sums, one for the packages.
 * @param sums other sums to reckon from: those a report closes with
 */
export async function readAccount(
  db: DbOrTx,
  client: ClientRecord,
  now: number,
  sums?: Sums,
): Promise<Account> {
  const kept = sums ?? (await readKeptSums(db, client.portal_id, client.client_id));
  return accountOf(await readKept(db, client), kept, client.position, dayOf(now, client.time_zone));
}

/** The same for several clients of one portal, in three queries whatever their number. */
export async function readAccounts(
  db: DbOrTx,
  portalId: string,
  clients: readonly ClientRecord[],
  now: number,
): Promise<Map<number, Account>> {
  const kept = await readAllKeptSums(db, portalId);
  const changes = await readAllPackageChanges(db, portalId);
  const rows = new Map<number, PackageRow[]>();
  for (const row of await selectPackages(db, portalId).execute()) {
    const own = rows.get(row.client_id);
    if (own) own.push(row);
    else rows.set(row.client_id, [row]);
  }
  return new Map(
    clients.map((client) => {
      const { client_id: id, position, time_zone: zone } = client;
      const own = { rows: rows.get(id) ?? [], changes: changes.get(id) ?? [] };
      return [id, accountOf(own, kept.get(id) ?? new Map(), position, dayOf(now, zone))];
    }),
  );
}

/** The same figures as of an earlier position, summed from the lines themselves. */
export async function readAccountAsOf(
  db: DbOrTx,
  client: ClientRecord,
  position: number,
  now: number,
): Promise<Account> {
  const { portal_id: portalId, client_id: clientId } = client;
  const standing = await readStanding(db, { portalId, clientId, asOf: position });
  return accountOf(
    await readKept(db, client),
    standingSums(standing),
    position,
    dayOf(now, client.time_zone),
  );
}

/** Packages of a client and what was done with them. */
interface Kept {
  rows: PackageRow[];
  changes: PackageChange[];
}

async function readKept(db: DbOrTx, client: ClientRecord): Promise<Kept> {
  const { portal_id: portalId, client_id: clientId } = client;
  return {
    rows: await selectPackages(db, portalId).where('client_id', '=', clientId).execute(),
    changes: await readPackageChanges(db, portalId, clientId),
  };
}

function selectPackages(db: DbOrTx, portalId: string) {
  return db.selectFrom('packages').selectAll().where('portal_id', '=', portalId).orderBy('package_id');
}

function accountOf({ rows, changes }: Kept, sums: Sums, position: number, today: Day): Account {
  const packages = packageViews(rows, changes, sums, today);
  const usable = packages.filter((view) => view.state === 'usable' || view.state === 'used-up');
  const unspentSeconds = total(usable, (view) => view.leftSeconds);
  const overageSeconds = sums.get('overage') ?? 0;
  const balance: Balance = {
    position,
    balanceSeconds: unspentSeconds - overageSeconds,
    unspentSeconds,
    overageSeconds,
    boughtSeconds: total(packages, (view) => view.sizeSeconds),
    spentSeconds: total(packages, (view) => view.spentSeconds),
    courtesySeconds: sums.get('courtesy') ?? 0,
    recordedSeconds: sums.get('recorded') ?? 0,
    notIssuedSeconds: (sums.get('billed') ?? 0) - (sums.get('issued') ?? 0),
  };
  return { balance, packages, usableSizeSeconds: total(usable, (view) => view.sizeSeconds) };
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
