import type { PackageEnds } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, readClient } from '../clients/index.js';
import { notFound } from '../base/errors.js';
import { readAccount, readStanding } from '../ledger/index.js';
import { isUsedUp, packageEnd } from './plan-exhausted.js';

/** Packages that are used up and whose end no report has shown yet: what a report may be cut at besides a day. */
export async function readPackageEnds(
  db: DbOrTx,
  ground: Pick<Ground, 'clock'>,
  where: { portalId: string; clientId: number },
): Promise<PackageEnds> {
  const client: ClientRecord | undefined = await readClient(db, where.portalId, where.clientId);
  if (!client) throw notFound('Client');
  const { packages } = await readAccount(db, client, ground.clock.now());
  const usedUp = packages.filter(isUsedUp);
  const standing = usedUp.length === 0 ? [] : await readStanding(db, where);
  return {
    packages: usedUp.flatMap(({ packageId, title }) => {
      const cut = packageEnd(standing, packageId);
      return cut === null ? [] : [{ packageId, title, cut }];
    }),
  };
}
