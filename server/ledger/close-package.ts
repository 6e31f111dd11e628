import { type ClosePackage, closePackageSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type PackageOf, carryOut, recordChange, requireOpen, takePackage } from './package-hands.js';

/** Closes a package as of today: it pays for work up to today, the rest is forfeited. Throws PACKAGE_OVER. */
export async function closePackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: PackageOf,
  input: ClosePackage,
): Promise<void> {
  const { requestId, reason } = closePackageSchema.parse(input);
  const hands = await takePackage(tx, ground, of);
  const wanted = { what: 'closed' as const, requestId, reason, seconds: 0 };
  const actionId = await recordChange(tx, ground, hands, wanted);
  if (actionId === null) return;
  await requireOpen(tx, hands, of.packageId);
  await carryOut(tx, ground, hands, { ...wanted, actionId, lines: [] });
}
