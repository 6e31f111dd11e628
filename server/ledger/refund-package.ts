import { type RefundPackage, refundPackageSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import {
  type PackageOf,
  carryOut,
  recordChange,
  requireRoom,
  requireThere,
  sizeLine,
  takePackage,
} from './package-hands.js';

/** Takes hours of a package back and notes the money that goes back for them. Throws as `adjustPackage`. */
export async function refundPackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: PackageOf,
  input: RefundPackage,
): Promise<void> {
  const { seconds, requestId, reason, priceMinor, currency } = refundPackageSchema.parse(input);
  const hands = await takePackage(tx, ground, of);
  const price = { minor: priceMinor, currency };
  const wanted = { what: 'refunded' as const, requestId, reason, seconds: -seconds, price };
  const actionId = await recordChange(tx, ground, hands, wanted);
  if (actionId === null) return;
  requireThere(hands, of.packageId);
  requireRoom(hands, of.packageId, seconds);
  const line = sizeLine('refund', of.packageId, -seconds, { reason, day: hands.today });
  await carryOut(tx, ground, hands, { ...wanted, actionId, lines: [line] });
}
