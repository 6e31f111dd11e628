import { recordAction, type Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import { lockClient } from '../clients/index.js';
import { readIssues, reopenReport } from '../ledger/index.js';
import { withdrawPosts } from '../portal/outbox/index.js';
import { issueAndPost } from './issue-and-post.js';
import type { PreparedReport } from './prepare-report.js';
import { feedKey, partKey } from './report-parts.js';
import {
  type ReportRecord,
  insertReport,
  readReport,
  readReportByNumber,
  updateReport,
} from './report-store.js';
import { storedModel } from './stored-model.js';

/** Issues and posts, on demand, the report a manager saw, as it was prepared. Repeated: nothing happens twice. */
export async function postReport(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: { clientId: number; requestId: string; prepared: PreparedReport },
): Promise<void> {
  const { clientId, prepared } = wanted;
  const { cut, kind, position } = prepared.model;
  const { portalId, userId } = visitor;
  await lockClient(tx, portalId, clientId);
  const cause = `post-report:${wanted.requestId}`;
  const action = { portalId, clientId, userId, what: 'post-report', after: { cut, kind, position }, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  const now = ground.clock.now();
  const report = { portal_id: portalId, client_id: clientId, report_id: newId() };
  await insertReport(tx, {
    ...report,
    cause: `demand:${wanted.requestId}`,
    state: 'draft',
    cut: JSON.stringify(cut),
    due_at: now,
    position: null,
    model: null,
    number: null,
    created_at: now,
    updated_at: now,
    action_id: actionId,
  });
  await issueAndPost(tx, ground, prepared, report, actionId);
}

/** Issues exactly the draft that was seen, as it was prepared. */
export async function approveReport(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: { clientId: number; reportId: string; requestId: string; prepared: PreparedReport },
): Promise<void> {
  const { clientId, reportId, prepared } = wanted;
  const { position } = prepared.model;
  const { portalId, userId } = visitor;
  await lockClient(tx, portalId, clientId);
  const report = await readReport(tx, portalId, clientId, reportId);
  const cause = `approve-report:${wanted.requestId}`;
  const action = { portalId, clientId, userId, what: 'approve-report', after: { reportId, position }, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  if (report.state !== 'draft' && report.state !== 'stale') {
    throw conflict('NOT_A_DRAFT', 'This report is not waiting for approval');
  }
  if (report.cut !== JSON.stringify(prepared.model.cut)) {
    throw conflict('STALE', 'The draft changed since it was shown: look at it again');
  }
  await issueAndPost(tx, ground, prepared, report, actionId);
}

/** Puts a draft aside; its hours stay open for the next report. */
export async function dismissReport(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: { clientId: number; reportId: string; requestId: string; reason: string },
): Promise<void> {
  const { clientId, reportId, reason } = wanted;
  const { portalId, userId } = visitor;
  const report = await readReport(tx, portalId, clientId, reportId);
  const cause = `dismiss-report:${wanted.requestId}`;
  const action = { portalId, clientId, userId, what: 'dismiss-report', reason, after: { reportId }, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  if (report.state !== 'draft' && report.state !== 'stale') {
    throw conflict('NOT_A_DRAFT', 'This report is not waiting for approval');
  }
  const updated_at = ground.clock.now();
  await updateReport(tx, report, { state: 'dismissed', updated_at, action_id: actionId });
}

/** Frees the lines of the newest issued report; the next one will say which it replaces. */
export async function reopenIssued(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: { clientId: number; number: number; requestId: string; reason: string },
): Promise<void> {
  const { clientId, number, reason } = wanted;
  const { portalId, userId } = visitor;
  const cause = `reopen-report:${wanted.requestId}`;
  const action = { portalId, clientId, userId, what: 'reopen-report', reason, after: { number }, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  await reopenReport(tx, ground, { portalId, clientId, number, reason, actionId });
  const report = await readReportByNumber(tx, portalId, clientId, number);
  if (!report) return;
  await withdrawParts(tx, report, actionId);
  const updated_at = ground.clock.now();
  await updateReport(tx, report, { state: 'dismissed', updated_at, action_id: actionId });
}

/** Parts of a reopened report that have not gone out yet never will. */
async function withdrawParts(tx: Tx, report: ReportRecord, actionId: string): Promise<void> {
  if (report.model === null) return;
  const { portal_id: portalId, client_id: clientId } = report;
  const model = storedModel(report.model);
  const issue = (await readIssues(tx, portalId, clientId)).find((row) => row.number === report.number);
  const parts = (JSON.parse(issue?.texts ?? '[]') as string[]).length;
  const keys = Array.from({ length: parts }, (_, index) => partKey(clientId, model, index + 1));
  await withdrawPosts(tx, { portalId, keys: [...keys, feedKey(clientId, model)], actionId });
}
