import { type TransferHours, transferHoursSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { badInput } from '../base/errors.js';
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

/** Moves hours from one package of a client to another that is not over. Throws as `adjustPackage`, SAME_PACKAGE. */
export async function transferHours(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: PackageOf,
  input: TransferHours,
): Promise<void> {
  const { seconds, toPackageId, requestId, reason } = transferHoursSchema.parse(input);
  if (toPackageId === of.packageId) throw badInput('SAME_PACKAGE', 'Hours move to another package');
  const hands = await takePackage(tx, ground, of);
  const what = 'transferred' as const;
  const wanted = { what, requestId, reason, seconds: -seconds, otherPackageId: toPackageId };
  const actionId = await recordChange(tx, ground, hands, wanted);
  if (actionId === null) return;
  requireThere(hands, of.packageId);
  await requireOpen(tx, hands, toPackageId);
  requireRoom(hands, of.packageId, seconds);
  const about = { reason, day: hands.today };
  const lines = [
    sizeLine('transfer', of.packageId, -seconds, about),
    sizeLine('transfer', toPackageId, seconds, about),
  ];
  await carryOut(tx, ground, hands, { ...wanted, actionId, lines });
}
