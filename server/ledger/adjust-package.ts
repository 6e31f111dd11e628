import { type AdjustPackage, adjustPackageSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import {
  type PackageOf,
  carryOut,
  recordChange,
  requireOpen,
  requireRoom,
  requireThere,
  sizeLine,
  takePackage,
} from './package-hands.js';

/** Makes a package larger or smaller, with a reason. Throws PACKAGE_BELOW_ISSUED, PACKAGE_OVER, PACKAGE_UNPAID. */
export async function adjustPackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: PackageOf,
  input: AdjustPackage,
): Promise<void> {
  const { seconds, requestId, reason } = adjustPackageSchema.parse(input);
  const hands = await takePackage(tx, ground, of);
  const wanted = { what: 'adjusted' as const, requestId, reason, seconds };
  const actionId = await recordChange(tx, ground, hands, wanted);
  if (actionId === null) return;
  requireThere(hands, of.packageId);
  if (seconds > 0) await requireOpen(tx, hands, of.packageId);
  else requireRoom(hands, of.packageId, -seconds);
  const line = sizeLine('adjustment', of.packageId, seconds, { reason, day: hands.today });
  await carryOut(tx, ground, hands, { ...wanted, actionId, lines: [line] });
}
