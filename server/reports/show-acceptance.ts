import type { Visitor } from '../access/index.js';
import type { AcceptanceList, AcceptanceState, AcceptanceView, DisputeView } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockClient, mayManage } from '../clients/index.js';
import { billedBy, readStanding } from '../ledger/index.js';
import { readObjectionsUntil } from './acceptance-silence.js';
import { readResponses } from './acceptance-store.js';
import { readNames, readRemindedAt, readReopened } from './acceptance-view.js';
import { type HeldReport, readHeld } from './hold-report.js';
import { type ReportRecord, readReport, readReports } from './report-store.js';
import { type Acceptance, acceptanceOf, type Dispute, linesLeft } from './rules/acceptance.js';

/** Where a report stands with its client. A client sees posted reports that stand, and no names of the staff. */
export async function showAcceptance(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  of: { clientId: number; reportId: string },
): Promise<AcceptanceView> {
  const { portalId } = visitor;
  const client = await lockClient(tx, portalId, of.clientId);
  const report = await readReport(tx, portalId, of.clientId, of.reportId);
  if (report.number === null) throw hiddenOr(visitor, conflict('NOT_ISSUED', 'This is no issued report'));
  const held = await readHeld(tx, ground, client, report);
  const reopened = await readReopened(tx, portalId, of.clientId);
  const state = stateOf(report, held.acceptance, reopened);
  if (state === 'void' || state === 'not-posted') hiddenFrom(visitor);
  return viewOf(tx, ground, visitor, { held, state });
}

function hiddenOr(visitor: Visitor, error: Error): Error {
  return mayManage(visitor) ? error : notFound('Report');
}

function hiddenFrom(visitor: Visitor): void {
  if (!mayManage(visitor)) throw notFound('Report');
}

async function viewOf(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  of: { held: HeldReport; state: AcceptanceState },
): Promise<AcceptanceView> {
  const { held, state } = of;
  const { client, number, acceptance } = held;
  const { portal_id: portalId, client_id: clientId } = client;
  const { agreed, acceptedAt, openDisputes, disputes } = acceptance;
  const stands = state !== 'void' && state !== 'not-posted';
  const nameOf = await readNamer(tx, visitor, acceptance);
  const leftOf = await readLeft(tx, visitor, { portalId, clientId, disputes });
  return {
    number,
    state,
    openDisputes,
    linesLeft: linesLeft(acceptance, held.lines.keys()),
    postedAt: held.report.posted_at,
    agreed: agreed && { at: agreed.at, how: agreed.how, by: nameOf(agreed.by), link: agreed.link },
    acceptedAt,
    objectionsUntil: stands ? await readObjectionsUntil(tx, ground, held) : null,
    remindedAt: await readRemindedAt(tx, { portalId, clientId, number }),
    disputes: disputes.flatMap((one) => disputeView(held, one, { nameOf, leftOf })),
    mayRespond: stands && visitor.role === 'client',
    mayAnswer: stands && mayManage(visitor),
  };
}

interface Told {
  nameOf: (userId: number) => string | null;
  leftOf: (entryId: number) => number | null;
}

function disputeView(held: HeldReport, dispute: Dispute, { nameOf, leftOf }: Told): DisputeView[] {
  const line = held.lines.get(dispute.entryId);
  if (!line) return [];
  const { entryId: _entryId, openedBy, endedBy, ...rest } = dispute;
  return [
    {
      ...rest,
      line,
      openedBy: nameOf(openedBy),
      endedBy: endedBy === null ? null : nameOf(endedBy),
      leftSeconds: dispute.ending === 'open' ? leftOf(dispute.entryId) : null,
    },
  ];
}

async function readNamer(tx: Tx, visitor: Visitor, acceptance: Acceptance): Promise<Told['nameOf']> {
  if (!mayManage(visitor)) return () => null;
  const people = acceptance.disputes.flatMap((one) => [one.openedBy, one.endedBy ?? 0]);
  const names = await readNames(tx, visitor.portalId, [...people, acceptance.agreed?.by ?? 0]);
  return (userId) => names.get(userId) ?? null;
}

/** What could still be given back of the entries in question: what they are billed now. */
async function readLeft(
  tx: Tx,
  visitor: Visitor,
  of: { portalId: string; clientId: number; disputes: readonly Dispute[] },
): Promise<Told['leftOf']> {
  const { portalId, clientId, disputes } = of;
  if (!mayManage(visitor) || disputes.every((one) => one.ending !== 'open')) return () => null;
  const standing = await readStanding(tx, { portalId, clientId });
  const billed = new Map<number, number>();
  for (const line of standing) {
    if (line.entryId !== null) billed.set(line.entryId, (billed.get(line.entryId) ?? 0) + billedBy(line));
  }
  return (entryId) => billed.get(entryId) ?? 0;
}

/** Where each issued report of a client stands; a client sees those that were posted and stand. */
export async function listAcceptance(tx: Tx, visitor: Visitor, clientId: number): Promise<AcceptanceList> {
  const { portalId } = visitor;
  const reports = await readReports(tx, portalId, clientId);
  const responses = await readResponses(tx, portalId, clientId);
  const reopened = await readReopened(tx, portalId, clientId);
  const rows = reports.flatMap((report) => {
    if (report.number === null) return [];
    const acceptance = acceptanceOf(responses.get(report.number) ?? []);
    const { openDisputes, acceptedAt } = acceptance;
    const state = stateOf(report, acceptance, reopened);
    return [{ reportId: report.report_id, number: report.number, state, openDisputes, acceptedAt }];
  });
  const isShown = (state: AcceptanceState): boolean =>
    mayManage(visitor) || (state !== 'void' && state !== 'not-posted');
  return { reports: rows.filter((row) => isShown(row.state)) };
}

function stateOf(
  report: Pick<ReportRecord, 'number' | 'posted_at'>,
  acceptance: Acceptance,
  reopened: ReadonlySet<number>,
): AcceptanceState {
  if (reopened.has(report.number ?? 0)) return 'void';
  return report.posted_at === null ? 'not-posted' : acceptance.state;
}
