import type { Cut, ReportKind, ReportModel } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import { type ClientRecord, readClient, readTermsToday } from '../clients/index.js';
import { type ReportLines, readAccount, readReportLines, readSeal } from '../ledger/index.js';
import { type PortalRow, readPortal } from '../portal/installs/index.js';
import type { Card } from '../portal/rest/index.js';
import { type AnnouncingGround, howToAnswer } from './acceptance-announced.js';
import { type ReportFrame, buildModel } from './build-model.js';
import { cutPoint } from './cut-point.js';
import { reportParts } from './report-parts.js';
import { readClosingReasons, readGrantedWaivers } from './waivers-view.js';

export interface BuiltReport {
  client: ClientRecord;
  model: ReportModel;
  /** Texts with their signatures, exactly as they will be posted. */
  parts: string[];
  card: Card;
  held: ReportLines;
}

export interface WantedReport {
  portalId: string;
  clientId: number;
  cut: Cut;
  /** As of this position; default: now. */
  position?: number;
  /** What it is made for; a cut at the end of a package makes it the package's. Default `period`. */
  kind?: ReportKind;
}

/**
 * Builds the client's next report with this cut, as of a position, dressed as things stand today. Changes nothing; the
 * same position and cut give the same figures.
 */
export async function buildReport(
  tx: Tx,
  ground: AnnouncingGround,
  wanted: WantedReport,
): Promise<BuiltReport> {
  const { client, portal } = await readOwners(tx, wanted);
  const place = { ...wanted, position: wanted.position ?? client.position, zone: client.time_zone };
  const held = await readHeld(tx, place);
  const frame = await frameOfToday(tx, ground, wanted, { client, portal, number: held.number });
  return assemble(tx, { client, portal, held, frame, ...place });
}

/** The same report again, as of its position and in the dress it had: to the letter, whatever happened since. */
export async function buildAgain(
  tx: Tx,
  wanted: WantedReport & { position: number; frame: ReportFrame },
): Promise<BuiltReport> {
  const { client, portal } = await readOwners(tx, wanted);
  const held = await readHeld(tx, { ...wanted, zone: wanted.frame.timeZone });
  return assemble(tx, { client, portal, held, ...wanted });
}

async function readOwners(
  tx: Tx,
  { portalId, clientId }: Pick<WantedReport, 'portalId' | 'clientId'>,
): Promise<{ client: ClientRecord; portal: PortalRow }> {
  const client = await readClient(tx, portalId, clientId);
  const portal = await readPortal(tx, portalId);
  if (!client || !portal) throw notFound('Client');
  return { client, portal };
}

function readHeld(
  tx: Tx,
  { zone, ...wanted }: WantedReport & { position: number; zone: string },
): Promise<ReportLines> {
  const { portalId, clientId, position } = wanted;
  return readReportLines(tx, { portalId, clientId, position, cut: cutPoint(wanted.cut, zone) });
}

async function assemble(
  tx: Tx,
  of: {
    client: ClientRecord;
    portal: PortalRow;
    held: ReportLines;
    frame: ReportFrame;
    cut: Cut;
    position: number;
  },
): Promise<BuiltReport> {
  const { client, portal, held, position } = of;
  const { portal_id: portalId, client_id: clientId } = client;
  // What packages have left follows from the sums alone, not from the day on which the report is built.
  const account = await readAccount(tx, client, 0, held.sums);
  const model = buildModel({
    ...of,
    packages: account.packages,
    seal: await readSeal(tx, portalId, clientId, position),
    overageSeconds: account.balance.overageSeconds,
    waivers: await readGrantedWaivers(tx, portalId, clientId),
    closingReasons: await readClosingReasons(tx, portalId, clientId),
  });
  const card: Card = portal.card ?? 'old';
  return { client, model, parts: reportParts(model, card, clientId), card, held };
}

async function frameOfToday(
  tx: Tx,
  ground: AnnouncingGround,
  wanted: Pick<WantedReport, 'cut' | 'kind'>,
  of: { client: ClientRecord; portal: PortalRow; number: number },
): Promise<ReportFrame> {
  const { client, portal } = of;
  const { report } = await readTermsToday(tx, client, ground.clock.now());
  const ofPortal = portal.language === 'en' ? 'en' : 'ru';
  return {
    language: report.language === 'portal' ? ofPortal : report.language,
    layout: report.layout,
    kind: wanted.cut.at === 'package-end' ? 'package' : (wanted.kind ?? 'period'),
    clientName: client.name,
    timeZone: client.time_zone,
    howToAnswer: await howToAnswer(tx, ground, of),
    // Where there are none, a report is what it was before it could hold any.
    ...(report.greeting !== '' && { greeting: report.greeting }),
    ...(report.closing !== '' && { closing: report.closing }),
  };
}
