import type { DbOrTx } from '../base/db/index.js';
import { urgencyOf } from './rules/resolve-work.js';
import { markKey, readWorkMarks } from './work-marks-store.js';

/** Urgent takes reserve; critical starts now. */
export type TaskUrgency = 'critical' | 'urgent' | 'normal';

/**
 * Answers how pressing a task is: what a person marked it with, else what its tags say («срочно», «критично»). The same
 * that the ledger's urgency multiplier goes by.
 * @param tags JSON array, as the mirror keeps them
 */
export async function readUrgencies(
  db: DbOrTx,
  portalId: string,
): Promise<(task: { taskId: number; tags: string }) => TaskUrgency> {
  const marks = await readWorkMarks(db, portalId);
  return ({ taskId, tags }) => {
    const marked = marks.get(markKey({ taskId, entryId: 0 }))?.urgency;
    const value = (marked ?? urgencyOf({ title: '', tags: JSON.parse(tags) as string[] }))?.value;
    return value === 'critical' || value === 'urgent' ? value : 'normal';
  };
}
