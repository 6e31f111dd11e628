import type { Balance, PackageView } from '../api/index.js';
import { type Day, dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { type Sums, readAllKeptSums, readKeptSums, standingSums } from './kept-sums-store.js';
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
  return accountOf(await readPackageRows(db, client), kept, client.position, dayOf(now, client.time_zone));
}

/** The same for several clients of one portal, in two queries whatever their number. */
export async function readAccounts(
  db: DbOrTx,
  portalId: string,
  clients: readonly ClientRecord[],
  now: number,
): Promise<Map<number, Account>> {
  const kept = await readAllKeptSums(db, portalId);
  const rows = new Map<number, PackageRow[]>();
  for (const row of await selectPackages(db, portalId).execute()) {
    const own = rows.get(row.client_id);
    if (own) own.push(row);
    else rows.set(row.client_id, [row]);
  }
  return new Map(
    clients.map((client) => {
      const { client_id: id, position, time_zone: zone } = client;
      return [id, accountOf(rows.get(id) ?? [], kept.get(id) ?? new Map(), position, dayOf(now, zone))];
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
    await readPackageRows(db, client),
    standingSums(standing),
    position,
    dayOf(now, client.time_zone),
  );
}

type PackageRow = Awaited<ReturnType<typeof readPackageRows>>[number];

function readPackageRows(db: DbOrTx, client: ClientRecord) {
  return selectPackages(db, client.portal_id).where('client_id', '=', client.client_id).execute();
}

function selectPackages(db: DbOrTx, portalId: string) {
  return db.selectFrom('packages').selectAll().where('portal_id', '=', portalId).orderBy('package_id');
}

function accountOf(rows: readonly PackageRow[], sums: Sums, position: number, today: Day): Account {
  const packages = rows.map((row) => packageView(row, sums, today)).filter(isWorthShowing);
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

function packageView(row: PackageRow, sums: Sums, today: Day): PackageView {
  const of = (what: string): number => sums.get(`package:${row.package_id}:${what}`) ?? 0;
  const sizeSeconds = of('size');
  const leftSeconds = sizeSeconds - of('spent') - of('forfeited');
  return {
    packageId: row.package_id,
    title: row.title,
    source: row.source,
    boughtAt: row.bought_at,
    validFrom: row.valid_from,
    expiresOn: row.expires_on,
    sizeSeconds,
    spentSeconds: of('spent'),
    forfeitedSeconds: of('forfeited'),
    leftSeconds,
    priceMinor: row.price_minor,
    currency: row.currency,
    vatNote: row.vat_note,
    state: stateOf(row, leftSeconds, today),
  };
}

function stateOf(row: PackageRow, leftSeconds: number, today: Day): PackageView['state'] {
  if (row.expires_on !== null && row.expires_on < today) return 'expired';
  if (row.valid_from > today) return 'future';
  return leftSeconds === 0 ? 'used-up' : 'usable';
}

/** Correction packages whose reason went away again hold nothing and would only confuse. */
function isWorthShowing(view: PackageView): boolean {
  return view.source !== 'correction' || view.sizeSeconds !== 0;
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
