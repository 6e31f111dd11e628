import type { Visitor } from '../access/index.js';
import type { DisputedLine, ReportModel } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient } from '../clients/index.js';
import { readPortal } from '../portal/installs/index.js';
import { reportLink } from './acceptance-announced.js';
import { type NewResponse, addResponse, readResponsesTo } from './acceptance-store.js';
import { type AcceptancePen, acceptancePen } from './acceptance-texts.js';
import { readReopened } from './acceptance-view.js';
import { linesOfReport } from './disputable-lines.js';
import { type ReportRecord, readReport, updateReport } from './report-store.js';
import { type Acceptance, type Dispute, acceptanceOf } from './rules/acceptance.js';

/** A posted report under its client's lock, with everything that was said about it. */
export interface HeldReport {
  client: ClientRecord;
  report: ReportRecord;
  number: number;
  model: ReportModel;
  postedAt: number;
  acceptance: Acceptance;
  lines: Map<number, DisputedLine>;
  pen: AcceptancePen;
}

/**
 * Holds a report that can be answered: posted, and standing. Otherwise NOT_FOUND for a client, who knows of no other,
 * and NOT_POSTED or REPORT_REOPENED (409) for the staff.
 */
export async function holdReport(
  tx: Tx,
  ground: Pick<Ground, 'config'>,
  visitor: Pick<Visitor, 'portalId' | 'role'>,
  of: { clientId: number; reportId: string },
): Promise<HeldReport> {
  const { portalId, role } = visitor;
  const client = await lockClient(tx, portalId, of.clientId);
  const report = await readReport(tx, portalId, of.clientId, of.reportId);
  const flaw = await flawOf(tx, report);
  if (flaw !== null) throw role === 'client' ? notFound('Report') : flaw;
  return readHeld(tx, ground, client, report);
}

async function flawOf(tx: Tx, report: ReportRecord): Promise<Error | null> {
  if (report.number === null || report.model === null || report.posted_at === null) {
    return conflict('NOT_POSTED', 'The client cannot read this report yet');
  }
  const reopened = await readReopened(tx, report.portal_id, report.client_id);
  if (!reopened.has(report.number)) return null;
  return conflict('REPORT_REOPENED', 'This report was opened again: the next one takes its place');
}

/** The same without asking whether it can be answered; only for reports that were posted. */
export async function readHeld(
  tx: Tx,
  ground: Pick<Ground, 'config'>,
  client: ClientRecord,
  report: ReportRecord,
): Promise<HeldReport> {
  const portal = await readPortal(tx, client.portal_id);
  if (!portal || report.number === null || report.model === null) throw notFound('Report');
  const { number } = report;
  const model = JSON.parse(report.model) as ReportModel;
  const url = reportLink(ground, portal, { clientId: client.client_id, number });
  const of = { portal_id: client.portal_id, client_id: client.client_id, number };
  return {
    client,
    report,
    number,
    model,
    postedAt: report.posted_at ?? report.updated_at,
    acceptance: acceptanceOf(await readResponsesTo(tx, of)),
    lines: linesOfReport(model),
    pen: acceptancePen(model, url),
  };
}

/** Appends what was said and reads where the report stands after it. */
export async function respond(
  tx: Tx,
  held: HeldReport,
  said: NewResponse,
): Promise<{ response: number; acceptance: Acceptance }> {
  const of = { portal_id: held.client.portal_id, client_id: held.client.client_id, number: held.number };
  const response = await addResponse(tx, of, said);
  // Screens about the client show themselves anew when a report of theirs was touched.
  await updateReport(tx, held.report, { updated_at: said.at });
  return { response, acceptance: acceptanceOf(await readResponsesTo(tx, of)) };
}

/** A line of the report; throws LINE_NOT_IN_REPORT (409). */
export function lineOf(held: HeldReport, entryId: number): DisputedLine {
  const line = held.lines.get(entryId);
  if (!line) throw conflict('LINE_NOT_IN_REPORT', 'This report has no such line', { entryId });
  return line;
}

/** A dispute that nobody has ended yet; throws NOT_FOUND, or DISPUTE_OVER (409). */
export function openOf(held: HeldReport, dispute: number): Dispute {
  const found = held.acceptance.disputes.find((one) => one.dispute === dispute);
  if (!found) throw notFound('Dispute');
  if (found.ending !== 'open') throw conflict('DISPUTE_OVER', 'This question is answered or taken back');
  return found;
}
