import type { Selectable } from 'kysely';
import type { PackageView } from '../api/index.js';
import type { Day } from '../base/days.js';
import type { PackagesTable } from '../base/db/tables/ledger.js';
import type { Sums } from './kept-sums-store.js';
import type { PackageChange } from './package-changes-store.js';
import { statesOf } from './package-facts-view.js';
import { rolloverCauseOf } from './rules/expire.js';
import { type PackageState, untouched } from './rules/package-states.js';

export type PackageRow = Selectable<PackagesTable>;

/** A client's packages as people read them; those that confuse more than they tell are left out. */
export function packageViews(
  rows: readonly PackageRow[],
  changes: readonly PackageChange[],
  sums: Sums,
  today: Day,
): PackageView[] {
  const states = statesOf(changes);
  return rows.flatMap((row) => {
    const state = states.get(row.package_id) ?? untouched;
    if (state.cancelled || isEmptied(row, rows, sums)) return [];
    const rolledInto = successorOf(row, rows, sums);
    return [packageView(row, { state, rolledInto }, sums, today)];
  });
}

function packageView(
  row: PackageRow,
  known: { state: PackageState; rolledInto: number | null },
  sums: Sums,
  today: Day,
): PackageView {
  const of = (what: string): number => sums.get(`package:${row.package_id}:${what}`) ?? 0;
  const sizeSeconds = of('size');
  const view = {
    packageId: row.package_id,
    title: row.title,
    source: row.source,
    boughtAt: row.bought_at,
    validFrom: row.valid_from,
    expiresOn: row.expires_on,
    sizeSeconds,
    spentSeconds: of('spent'),
    forfeitedSeconds: of('forfeited'),
    leftSeconds: sizeSeconds - of('spent') - of('forfeited'),
    priceMinor: row.price_minor,
    currency: row.currency,
    vatNote: row.vat_note,
    closedOn: known.state.closedOn,
    awaitedSeconds: known.state.awaitedSeconds,
    rolledIntoPackageId: known.rolledInto,
  };
  return { ...view, state: stateOf(view, today) };
}

function stateOf(view: Omit<PackageView, 'state'>, today: Day): PackageView['state'] {
  if (view.awaitedSeconds !== null) return 'unpaid';
  if (view.closedOn !== null) return 'closed';
  if (view.expiresOn !== null && view.expiresOn < today) {
    return view.rolledIntoPackageId === null ? 'expired' : 'rolled-over';
  }
  if (view.validFrom > today) return 'future';
  if (view.sizeSeconds === 0) return 'refunded';
  return view.leftSeconds === 0 ? 'used-up' : 'usable';
}

/** Made by the rules, and the reason went away again. */
function isEmptied(row: PackageRow, rows: readonly PackageRow[], sums: Sums): boolean {
  const holds = ['size', 'spent', 'forfeited'].some((what) => sums.get(`package:${row.package_id}:${what}`));
  return row.cause !== null && !holds && successorOf(row, rows, sums) === null;
}

/** The package that took over its rest. What came of terms that changed since is empty and does not count. */
function successorOf(row: PackageRow, rows: readonly PackageRow[], sums: Sums): number | null {
  const cause = rolloverCauseOf({ packageId: row.package_id, cause: row.cause });
  const into = rows.find((other) => other.cause?.startsWith(cause) && !isEmptied(other, rows, sums));
  return into?.package_id ?? null;
}
