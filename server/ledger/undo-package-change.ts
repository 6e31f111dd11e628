import { type UndoPackageChange, undoPackageChangeSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type NewLine, reversalOf } from './append-posting.js';
import { readPostingOfAction } from './ledger-store.js';
import type { PackageChange } from './package-changes-store.js';
import { solidSizes } from './package-facts-view.js';
import {
  type PackageHands,
  type PackageOf,
  carryOut,
  recordChange,
  requireRoom,
  takePackage,
} from './package-hands.js';
import { standingChanges } from './rules/package-states.js';
import type { KeptLine } from './standing-view.js';

/**
 * Takes a change of a package back by reversing its lines. Throws CHANGE_ISSUED when a report has issued them,
 * CHANGE_IN_USE when later changes rest on it, PACKAGE_BELOW_ISSUED.
 */
export async function undoPackageChange(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: PackageOf,
  input: UndoPackageChange,
): Promise<void> {
  const { requestId, changeId, reason } = undoPackageChangeSchema.parse(input);
  const hands = await takePackage(tx, ground, of);
  const wanted = { what: 'undone' as const, requestId, reason, undoes: changeId };
  const undone = hands.changes.find((change) => isOf(change, of) && change.change_id === changeId);
  if (!undone) throw notFound('Change');
  const seconds = -undone.seconds;
  const actionId = await recordChange(tx, ground, hands, { ...wanted, seconds });
  if (actionId === null) return;
  if (!standing(hands).includes(undone)) throw conflict('CHANGE_UNDONE', 'It was taken back already');
  const lines = await linesOf(tx, hands, undone);
  requireOpenLines(lines);
  requireNothingRests(hands, undone, lines);
  const reversals = lines.filter((line) => line.kind !== 'close').map((line) => explained(line, reason));
  await carryOut(tx, ground, hands, { ...wanted, seconds, actionId, lines: reversals });
}

function isOf(change: PackageChange, of: PackageOf): boolean {
  return change.package_id === of.packageId || change.other_package_id === of.packageId;
}

function standing(hands: PackageHands): PackageChange[] {
  const facts = hands.changes.map((row) => ({ ...row, changeId: row.change_id, row }));
  return standingChanges(facts).map(({ row }) => row);
}

/** The lines a change brought: its own, or for a closing the one that the rules posted. */
async function linesOf(tx: Tx, hands: PackageHands, change: PackageChange): Promise<KeptLine[]> {
  if (change.what === 'ordered') return [];
  if (change.what === 'closed') {
    return hands.standing.filter((line) => line.kind === 'close' && line.packageId === change.package_id);
  }
  const { portal_id: portalId, client_id: clientId } = hands.client;
  const posting = await readPostingOfAction(tx, portalId, clientId, change.action_id);
  return hands.standing.filter((line) => line.posting === posting && line.why.rule === 'action');
}

function requireOpenLines(lines: readonly KeptLine[]): void {
  const issued = lines.find((line) => line.reportNumber !== null);
  if (!issued) return;
  const text = 'A report has issued it: make a change that does the opposite';
  throw conflict('CHANGE_ISSUED', text, { reportNumber: issued.reportNumber });
}

/** What a sale or a payment brought may have been adjusted or moved since: that is taken back first. */
function requireNothingRests(hands: PackageHands, change: PackageChange, lines: readonly KeptLine[]): void {
  if (change.what === 'closed') return;
  const isPaid = standing(hands).some(
    ({ what, package_id: id }) => what === 'paid' && id === change.package_id,
  );
  if (change.what === 'ordered' && isPaid) throw inUse();
  for (const line of lines) {
    if (line.packageId === null) continue;
    if (line.seconds > 0) requireRoom(hands, line.packageId, line.seconds);
    const isAll = solidSizes(hands.standing).get(line.packageId) === line.seconds;
    if ((change.what === 'sold' || change.what === 'paid') && !isAll) throw inUse();
  }
}

function inUse(): Error {
  return conflict('CHANGE_IN_USE', 'Later changes rest on it: take those back first');
}

function explained(line: KeptLine, reason: string): NewLine {
  const { texts: _texts, reportNumber: _reportNumber, ...plain } = line;
  return { ...reversalOf(plain, { what: 'packages' }), reason };
}
