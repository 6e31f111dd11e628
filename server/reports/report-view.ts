import type { Cut, ReportModel, ReportPreview, ReportRow } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { readIssues } from '../ledger/index.js';
import { postStates } from '../portal/outbox/index.js';
import { type BuiltReport, buildReport } from './build-report.js';
import { readPostingUser } from './posting-user-view.js';
import { partKey } from './report-parts.js';
import { type ReportRecord, readReport, readReports } from './report-store.js';

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
  const model = record.model === null ? null : (JSON.parse(record.model) as ReportModel);
  return {
    reportId: record.report_id,
    number: record.number,
    state: record.state,
    cause: record.cause.split(':')[0] as ReportRow['cause'],
    cut: JSON.parse(record.cut) as Cut,
    dueAt: record.due_at,
    createdAt: record.created_at,
    billedSeconds: model?.billedSeconds ?? null,
    closingSeconds: model?.closingSeconds ?? null,
  };
}

/** What would be posted now with this cut. Changes nothing. */
export async function previewReport(
  tx: Tx,
  ground: Ground,
  wanted: { portalId: string; clientId: number; cut: Cut },
): Promise<ReportPreview> {
  return previewOf(tx, await buildReport(tx, ground, wanted), null);
}

/** A draft as it would be posted now, or an issued report exactly as it was posted. */
export async function showReport(
  tx: Tx,
  ground: Ground,
  wanted: { portalId: string; clientId: number; reportId: string },
): Promise<ReportPreview> {
  const { portalId, clientId, reportId } = wanted;
  const record = await readReport(tx, portalId, clientId, reportId);
  const cut = JSON.parse(record.cut) as Cut;
  const built = await buildReport(tx, ground, { portalId, clientId, cut });
  const shown = await previewOf(tx, built, record);
  if (record.number === null || record.model === null) return shown;
  const issue = (await readIssues(tx, portalId, clientId)).find((row) => row.number === record.number);
  const parts = JSON.parse(issue?.texts ?? '[]') as string[];
  return { ...shown, model: JSON.parse(record.model) as ReportModel, parts };
}

async function previewOf(tx: Tx, built: BuiltReport, record: ReportRecord | null): Promise<ReportPreview> {
  return {
    reportId: record?.report_id ?? null,
    state: record?.state ?? null,
    model: built.model,
    parts: built.parts,
    card: built.card,
    postingUser: await readPostingUser(tx, built.client.portal_id),
    reportTaskId: built.client.report_task_id,
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
