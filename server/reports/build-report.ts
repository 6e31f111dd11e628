import type { Cut, ReportModel } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import { type ClientRecord, readClient } from '../clients/index.js';
import { type ReportLines, readAccount, readReportLines, readSeal } from '../ledger/index.js';
import { readPortal } from '../portal/installs/index.js';
import type { Card } from '../portal/rest/index.js';
import { buildModel } from './build-model.js';
import { type AnnouncingGround, howToAnswer } from './acceptance-announced.js';
import { cutPoint } from './cut-point.js';
import { reportParts } from './report-parts.js';

export interface BuiltReport {
  client: ClientRecord;
  model: ReportModel;
  /** Texts with their signatures, exactly as they will be posted. */
  parts: string[];
  card: Card;
  held: ReportLines;
}

/**
 * Builds the client's next report with this cut, as of a position (default: now). Changes nothing; the same position
 * and cut give the same report.
 */
export async function buildReport(
  tx: Tx,
  ground: AnnouncingGround,
  wanted: { portalId: string; clientId: number; cut: Cut; position?: number },
): Promise<BuiltReport> {
  const { portalId, clientId, cut } = wanted;
  const client = await readClient(tx, portalId, clientId);
  const portal = await readPortal(tx, portalId);
  if (!client || !portal) throw notFound('Client');
  const position = wanted.position ?? client.position;
  const point = cutPoint(cut, client.time_zone);
  const held = await readReportLines(tx, { portalId, clientId, position, cut: point });
  const account = await readAccount(tx, client, ground.clock.now(), held.sums);
  const model = buildModel({
    client,
    language: portal.language === 'en' ? 'en' : 'ru',
    cut,
    position,
    held,
    packages: account.packages,
    seal: await readSeal(tx, portalId, clientId, position),
    overageSeconds: account.balance.overageSeconds,
    howToAnswer: await howToAnswer(tx, ground, { portal, client, number: held.number }),
  });
  const card: Card = portal.card ?? 'old';
  return { client, model, parts: reportParts(model, card, clientId), card, held };
}
