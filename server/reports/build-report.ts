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
  /** How it was dressed when it was issued, to build it again. Default: as things stand today. */
  frame?: ReportFrame;
}

/**
 * Builds the client's next report with this cut, as of a position. Changes nothing; the same position, cut and frame
 * give the same report.
 */
export async function buildReport(
  tx: Tx,
  ground: AnnouncingGround,
  wanted: WantedReport,
): Promise<BuiltReport> {
  const { portalId, clientId, cut } = wanted;
  const client = await readClient(tx, portalId, clientId);
  const portal = await readPortal(tx, portalId);
  if (!client || !portal) throw notFound('Client');
  const position = wanted.position ?? client.position;
  const point = cutPoint(cut, wanted.frame?.timeZone ?? client.time_zone);
  const held = await readReportLines(tx, { portalId, clientId, position, cut: point });
  const frame =
    wanted.frame ?? (await frameOfToday(tx, ground, wanted, { client, portal, number: held.number }));
  // What a package has left follows from the sums, not from the day on which the report is built.
  const account = await readAccount(tx, client, ground.clock.now(), held.sums);
  const model = buildModel({
    frame,
    cut,
    position,
    held,
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
  };
}
