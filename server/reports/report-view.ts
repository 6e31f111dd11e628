import type { Cut, ReportKind, ReportModel, ReportPreview, ReportRow } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { readClient, readTermsToday } from '../clients/index.js';
import { readIssues } from '../ledger/index.js';
import { readPortal } from '../portal/installs/index.js';
import { postStates } from '../portal/outbox/index.js';
import type { AnnouncingGround } from './acceptance-announced.js';
import { readAttachments } from './attachments-view.js';
import { type BuiltReport, buildReport } from './build-report.js';
import { readPostingUser } from './posting-user-view.js';
import { feedKey, partKey } from './report-parts.js';
import { type ReportRecord, readReport, readReports } from './report-store.js';
import { storedModel } from './stored-model.js';

/** Reports of a client, newest first; plans that are not due yet are left out. */
export async function listReports(tx: Tx, portalId: string, clientId: number): Promise<ReportRow[]> {
  const records = await readReports(tx, portalId, clientId);
  return records.filter((record) => record.state !== 'planned').map(rowOf);
}

/** The rows of reports that stand issued: all that a client may see. */
export async function listIssuedReports(tx: Tx, portalId: string, clientId: number): Promise<ReportRow[]> {
  const standing = (await readIssues(tx, portalId, clientId)).filter((issue) => !issue.reopened);
  const numbers = new Set(standing.map((issue) => issue.number));
  const rows = await listReports(tx, portalId, clientId);
  return rows.filter((row) => row.number !== null && numbers.has(row.number));
}

function rowOf(record: ReportRecord): ReportRow {
  const model = record.model === null ? null : storedModel(record.model);
  const cut = JSON.parse(record.cut) as Cut;
  return {
    reportId: record.report_id,
    number: record.number,
    state: record.state,
    cause: record.cause.split(':')[0] as ReportRow['cause'],
    kind: model?.kind ?? (cut.at === 'package-end' ? 'package' : 'period'),
    cut,
    dueAt: record.due_at,
    createdAt: record.created_at,
    billedSeconds: model?.billedSeconds ?? null,
    closingSeconds: model?.closingSeconds ?? null,
  };
}

/** What would be posted now with this cut. Changes nothing. */
export async function previewReport(
  tx: Tx,
  ground: AnnouncingGround,
  wanted: { portalId: string; clientId: number; cut: Cut; kind?: ReportKind },
): Promise<ReportPreview> {
  return previewOf(tx, ground, await buildReport(tx, ground, wanted), null);
}

/** A draft as it would be posted now, or an issued report exactly as it was posted: from what was stored, not built anew. */
export async function showReport(
  tx: Tx,
  ground: AnnouncingGround,
  wanted: { portalId: string; clientId: number; reportId: string },
): Promise<ReportPreview> {
  const { portalId, clientId, reportId } = wanted;
  const record = await readReport(tx, portalId, clientId, reportId);
  const cut = JSON.parse(record.cut) as Cut;
  if (record.number === null || record.model === null) {
    return previewOf(tx, ground, await buildReport(tx, ground, { portalId, clientId, cut }), record);
  }
  return issuedOf(tx, record, storedModel(record.model));
}

async function previewOf(
  tx: Tx,
  ground: AnnouncingGround,
  built: BuiltReport,
  record: ReportRecord | null,
): Promise<ReportPreview> {
  const { client } = built;
  const { report } = await readTermsToday(tx, client, ground.clock.now());
  return {
    reportId: record?.report_id ?? null,
    state: record?.state ?? null,
    model: built.model,
    parts: built.parts,
    card: built.card,
    attachments: report.attachments.map((format) => ({ format, state: 'planned' as const })),
    toFeed: report.toFeed,
    postingUser: await readPostingUser(tx, client.portal_id),
    reportTaskId: client.report_task_id,
  };
}

async function issuedOf(tx: Tx, record: ReportRecord, model: ReportModel): Promise<ReportPreview> {
  const { portal_id: portalId, client_id: clientId } = record;
  const issue = (await readIssues(tx, portalId, clientId)).find((row) => row.number === record.number);
  const parts = JSON.parse(issue?.texts ?? '[]') as string[];
  const client = await readClient(tx, portalId, clientId);
  const portal = await readPortal(tx, portalId);
  const feed = feedKey(clientId, model);
  return {
    reportId: record.report_id,
    state: record.state,
    model,
    parts,
    card: portal?.card ?? 'old',
    attachments: await readAttachments(tx, portalId, partKey(clientId, model, parts.length)),
    toFeed: (await postStates(tx, portalId, [feed])).has(feed),
    postingUser: await readPostingUser(tx, portalId),
    reportTaskId: client?.report_task_id ?? null,
  };
}

/** Where the posts of an issued report stand together. */
export async function postingState(
  tx: Tx,
  of: { portalId: string; clientId: number; model: ReportModel; parts: number },
): Promise<'posted' | 'uncertain' | 'issued'> {
  const { portalId, clientId, model, parts } = of;
  const keys = Array.from({ length: parts }, (_, index) => partKey(clientId, model, index + 1));
  const states = [...(await postStates(tx, portalId, keys)).values()];
  if (states.length === parts && states.every((state) => state === 'sent')) return 'posted';
  return states.some((state) => state === 'uncertain' || state === 'failed') ? 'uncertain' : 'issued';
}
