import { type MarkPaid, markPaidSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { badInput, conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import {
  type PackageOf,
  carryOut,
  recordChange,
  requirePackage,
  sizeLine,
  stateOf,
  takePackage,
} from './package-hands.js';

/** Notes the payment of an ordered package: from now on its hours are there. Throws NOT_WAITING, PAID_IN_FUTURE. */
export async function markPaid(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: PackageOf,
  input: MarkPaid,
): Promise<void> {
  const { requestId, reason, paidOn } = markPaidSchema.parse(input);
  const hands = await takePackage(tx, ground, of);
  const { awaitedSeconds, cancelled } = stateOf(hands, of.packageId);
  const wanted = { what: 'paid' as const, requestId, reason, seconds: awaitedSeconds ?? 0, onDay: paidOn };
  const actionId = await recordChange(tx, ground, hands, wanted);
  if (actionId === null) return;
  if (cancelled) throw notFound('Package');
  if (awaitedSeconds === null) throw conflict('NOT_WAITING', 'The package does not wait for payment');
  if (paidOn > hands.today) throw badInput('PAID_IN_FUTURE', 'A payment cannot be noted before it is made');
  const { valid_from: day } = await requirePackage(tx, hands.client, of.packageId);
  const line = sizeLine('purchase', of.packageId, awaitedSeconds, { reason, day });
  await carryOut(tx, ground, hands, { ...wanted, actionId, lines: [line] });
}
