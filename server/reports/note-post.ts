import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { setReportTask } from '../clients/index.js';
import { readIssues } from '../ledger/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import type { OutboxRow, PostResult } from '../portal/outbox/index.js';
import { readReportByNumber, updateReport } from './report-store.js';
import { postingState } from './report-view.js';
import { storedModel } from './stored-model.js';

/** A post of ours arrived: remember the report task, or see whether the whole report is there now. */
export async function noteSent(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  row: OutboxRow,
  result: PostResult,
): Promise<void> {
  if (row.kind === 'create-report-task' && result.taskId !== null) {
    await setReportTask(tx, row.portal_id, row.client_id, result.taskId);
    // Time may have been tracked on the new task before it was known to be no work.
    const fact = { subject: 'client', subjectId: String(row.client_id), name: 'REPORT-TASK' };
    await acceptFact(tx, ground.clock, { portalId: row.portal_id, ...fact });
    return;
  }
  await notePosting(tx, ground, row);
}

/** The state of a report follows its posts: posted when all are there, uncertain when one waits for a person. */
export async function notePosting(tx: Tx, ground: Pick<Ground, 'clock'>, row: OutboxRow): Promise<void> {
  const [what, , number] = row.key.split(':');
  if (what !== 'report') return;
  const report = await readReportByNumber(tx, row.portal_id, row.client_id, Number(number));
  if (!report || report.model === null || report.state === 'dismissed') return;
  const model = storedModel(report.model);
  const issues = await readIssues(tx, row.portal_id, row.client_id);
  const issue = issues.find((issued) => issued.number === report.number);
  if (!issue) return;
  const parts = (JSON.parse(issue.texts) as string[]).length;
  const state = await postingState(tx, { portalId: row.portal_id, clientId: row.client_id, model, parts });
  const now = ground.clock.now();
  const posted_at = report.posted_at ?? (state === 'posted' ? now : null);
  await updateReport(tx, report, { state, updated_at: now, posted_at });
}
