import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { type PackageChange, readPackageChanges } from './package-changes-store.js';
import { effectOf } from './rules/effect.js';
import { type ChangeFact, type PackageState, packageStates, untouched } from './rules/package-states.js';
import type { PackageFact } from './rules/types.js';
import { isOwnOfRules, type KeptLine } from './standing-view.js';

/**
 * Packages as the rules see them. One that waits for payment, or whose sale was taken back, does not exist for them.
 * @param standing the client's standing lines: sizes come from them
 */
export async function readPackageFacts(
  db: DbOrTx,
  client: ClientRecord,
  standing: readonly KeptLine[],
): Promise<PackageFact[]> {
  const rows = await db
    .selectFrom('packages')
    .selectAll()
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .orderBy('package_id')
    .execute();
  const states = statesOf(await readPackageChanges(db, client.portal_id, client.client_id));
  const sizes = solidSizes(standing);
  return rows.flatMap((row) => {
    const { closedOn, awaitedSeconds, cancelled } = states.get(row.package_id) ?? untouched;
    if (cancelled || awaitedSeconds !== null) return [];
    const facts: PackageFact = {
      packageId: row.package_id,
      sizeSeconds: sizes.get(row.package_id) ?? 0,
      boughtAt: row.bought_at,
      validFrom: row.valid_from,
      expiresOn: row.expires_on,
      closedOn,
      coversEarlier: row.covers_earlier === 1,
      purchaseActionId: row.purchase_action_id,
    };
    return [row.cause === null ? facts : { ...facts, cause: row.cause }];
  });
}

/** Size of each package without what the rules moved and no report has issued: that may be moved back. */
export function solidSizes(standing: readonly KeptLine[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const line of standing) {
    if (line.packageId === null || (isOwnOfRules(line) && line.reportNumber === null)) continue;
    sizes.set(line.packageId, (sizes.get(line.packageId) ?? 0) + effectOf(line).size);
  }
  return sizes;
}

export function statesOf(changes: readonly PackageChange[]): Map<number, PackageState> {
  return packageStates(changes.map(changeFact));
}

function changeFact(row: PackageChange): ChangeFact {
  return {
    changeId: row.change_id,
    packageId: row.package_id,
    what: row.what,
    seconds: row.seconds,
    onDay: row.on_day,
    undoes: row.undoes,
  };
}
