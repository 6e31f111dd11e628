import { recordAction, type Visitor } from '../access/index.js';
import { type Day, dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { PackageChangesTable } from '../base/db/tables/ledger.js';
import { badInput, conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient } from '../clients/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { type NewLine, appendPosting } from './append-posting.js';
import { readPackage } from './ledger-store.js';
import { insertPackageChange, type PackageChange, readPackageChanges } from './package-changes-store.js';
import { solidSizes, statesOf } from './package-facts-view.js';
import { postHours } from './post-hours.js';
import { issuedUseOf } from './rules/standing-issued.js';
import { type PackageState, untouched } from './rules/package-states.js';
import type { LineKind } from './rules/types.js';
import { type KeptLine, issuedLines, readStanding } from './standing-view.js';

/** Which package of which client, and who asks. */
export interface PackageOf {
  visitor: Visitor;
  clientId: number;
  packageId: number;
}

/** A client's packages held under the client's lock, with everything up to date, while one of them is changed. */
export interface PackageHands {
  of: PackageOf;
  client: ClientRecord;
  today: Day;
  standing: KeptLine[];
  changes: PackageChange[];
}

export async function takePackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: PackageOf,
): Promise<PackageHands> {
  const { portalId } = of.visitor;
  const client = await lockClient(tx, portalId, of.clientId);
  await requirePackage(tx, client, of.packageId);
  await postHours(tx, ground, portalId, of.clientId);
  return {
    of,
    // Its position may have moved.
    client: await lockClient(tx, portalId, of.clientId),
    today: dayOf(ground.clock.now(), client.time_zone),
    standing: await readStanding(tx, { portalId, clientId: of.clientId }),
    changes: await readPackageChanges(tx, portalId, of.clientId),
  };
}

export async function requirePackage(tx: Tx, client: ClientRecord, packageId: number) {
  const row = await readPackage(tx, client.portal_id, client.client_id, packageId);
  if (!row) throw notFound('Package');
  return row;
}

export function stateOf(hands: PackageHands, packageId: number): PackageState {
  return statesOf(hands.changes).get(packageId) ?? untouched;
}

/** Hours may be added only to a package that is not over. Throws PACKAGE_UNPAID, PACKAGE_OVER. */
export async function requireOpen(tx: Tx, hands: PackageHands, packageId: number): Promise<void> {
  const row = await requirePackage(tx, hands.client, packageId);
  requireThere(hands, packageId);
  const { closedOn } = stateOf(hands, packageId);
  const isOver = closedOn !== null || (row.expires_on !== null && row.expires_on < hands.today);
  if (isOver) throw conflict('PACKAGE_OVER', 'The package is closed or has expired');
}

/** Throws NOT_FOUND for a sale taken back, PACKAGE_UNPAID while payment is waited for. */
export function requireThere(hands: PackageHands, packageId: number): void {
  const { cancelled, awaitedSeconds } = stateOf(hands, packageId);
  if (cancelled) throw notFound('Package');
  if (awaitedSeconds !== null) throw conflict('PACKAGE_UNPAID', 'The package waits for payment');
}

/** Throws PACKAGE_BELOW_ISSUED (422) with what reports have issued of it and what may be taken at most. */
export function requireRoom(hands: PackageHands, packageId: number, seconds: number): void {
  const use = issuedUseOf(issuedLines(hands.standing)).get(packageId);
  const issuedSeconds = (use?.spent ?? 0) + (use?.forfeited ?? 0);
  const atMostSeconds = Math.max(0, (solidSizes(hands.standing).get(packageId) ?? 0) - issuedSeconds);
  if (seconds <= atMostSeconds) return;
  const text = 'A package cannot become smaller than what reports have issued of it';
  throw badInput('PACKAGE_BELOW_ISSUED', text, { packageId, issuedSeconds, atMostSeconds });
}

export interface WantedChange {
  what: PackageChangesTable['what'];
  requestId: string;
  reason: string | null;
  seconds: number;
  otherPackageId?: number;
  onDay?: Day;
  price?: { minor: number | null; currency: string | null };
  undoes?: number;
}

/** Records who wants it; null when the same request was carried out before: nothing may change again. */
export async function recordChange(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  { of }: PackageHands,
  wanted: WantedChange,
): Promise<string | null> {
  const { requestId, reason, ...after } = wanted;
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    portalId: of.visitor.portalId,
    clientId: of.clientId,
    userId: of.visitor.userId,
    what: `package-${wanted.what}`,
    reason,
    after: { packageId: of.packageId, ...after },
    cause: `package:${requestId}`,
  });
  return repeated ? null : actionId;
}

/** Writes the change, posts its lines, and lets hours move. */
export async function carryOut(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  hands: PackageHands,
  wanted: WantedChange & { actionId: string; lines: readonly NewLine[] },
): Promise<void> {
  const { client, of } = hands;
  const { portal_id: portalId, client_id: clientId } = client;
  await insertPackageChange(tx, {
    portal_id: portalId,
    client_id: clientId,
    package_id: of.packageId,
    what: wanted.what,
    seconds: wanted.seconds,
    other_package_id: wanted.otherPackageId ?? null,
    on_day: wanted.onDay ?? hands.today,
    price_minor: wanted.price?.minor ?? null,
    currency: wanted.price?.currency ?? null,
    reason: wanted.reason,
    undoes: wanted.undoes ?? null,
    action_id: wanted.actionId,
    user_id: of.visitor.userId,
    made_at: ground.clock.now(),
  });
  if (wanted.lines.length > 0) {
    const { actionId, lines } = wanted;
    const posting = { what: 'adjustment' as const, lines, cause: `package:${actionId}`, actionId };
    await appendPosting(tx, ground, client, posting);
  }
  await postHours(tx, ground, portalId, clientId);
  const fact = { portalId, subject: 'client', subjectId: String(clientId), name: 'PACKAGE' };
  await acceptFact(tx, ground.clock, fact);
}

/** A line that changes the size of a package alone. */
export function sizeLine(
  kind: LineKind,
  packageId: number,
  seconds: number,
  about: { reason: string | null; day: Day },
): NewLine {
  return {
    kind,
    seconds,
    recordedSeconds: 0,
    packageId,
    entryId: null,
    taskId: null,
    userId: null,
    workedAt: null,
    workDay: about.day,
    workType: null,
    reason: about.reason,
    textKey: '',
    why: { rule: 'action' },
  };
}
