import type { PackageChanges } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { type PackageChange, readPackageChanges } from './package-changes-store.js';
import { standingChanges } from './rules/package-states.js';
import { readStanding } from './standing-view.js';

type View = PackageChanges['changes'][number];

/** What people did with a package, newest first, and what of it can still be taken back. */
export async function readChangesOf(
  db: DbOrTx,
  client: ClientRecord,
  packageId: number,
): Promise<PackageChanges> {
  const { portal_id: portalId, client_id: clientId } = client;
  const all = await readPackageChanges(db, portalId, clientId);
  const own = all.filter(
    (change) => change.package_id === packageId || change.other_package_id === packageId,
  );
  const stands = new Set(
    standingChanges(all.map((row) => ({ ...row, changeId: row.change_id }))).map(({ changeId }) => changeId),
  );
  const issued = await readIssuedActions(db, client);
  const closed = await isCloseIssued(db, client, packageId);
  const names = await readNames(db, portalId, own);
  const changes = own.reverse().map((change): View => {
    const isIssued = change.what === 'closed' ? closed : issued.has(change.action_id);
    const undone = change.what !== 'undone' && !stands.has(change.change_id);
    return {
      changeId: change.change_id,
      what: change.what,
      // Of a transfer seen from where the hours went.
      seconds: change.other_package_id === packageId ? -change.seconds : change.seconds,
      otherPackageId: change.other_package_id === packageId ? change.package_id : change.other_package_id,
      onDay: change.on_day,
      priceMinor: change.price_minor,
      currency: change.currency,
      reason: change.reason,
      by: names.get(change.user_id) ?? `#${change.user_id}`,
      madeAt: change.made_at,
      undone,
      mayUndo: change.what !== 'undone' && !undone && !isIssued,
    };
  });
  return { changes };
}

async function isCloseIssued(db: DbOrTx, client: ClientRecord, packageId: number): Promise<boolean> {
  const standing = await readStanding(db, { portalId: client.portal_id, clientId: client.client_id });
  return standing.some(
    (line) => line.kind === 'close' && line.packageId === packageId && line.reportNumber !== null,
  );
}

/** Actions whose lines a standing report has issued. */
async function readIssuedActions(db: DbOrTx, client: ClientRecord): Promise<Set<string>> {
  const { portal_id: portalId, client_id: clientId } = client;
  const rows = await db
    .selectFrom('postings')
    .select(['posting', 'action_id'])
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('action_id', 'is not', null)
    .execute();
  const actions = new Map(rows.map((row) => [row.posting, row.action_id ?? '']));
  const standing = await readStanding(db, { portalId, clientId });
  return new Set(
    standing.flatMap((line) =>
      line.reportNumber === null || line.why.rule !== 'action' ? [] : (actions.get(line.posting) ?? []),
    ),
  );
}

async function readNames(
  db: DbOrTx,
  portalId: string,
  changes: readonly PackageChange[],
): Promise<Map<number, string>> {
  const ids = [...new Set(changes.map((change) => change.user_id))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('users')
    .select(['user_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.user_id, row.name]));
}
