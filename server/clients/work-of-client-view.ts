import type { DbOrTx } from '../base/db/index.js';
import { type ResolvedWork, type TaskWork, withMarks, workOfTask } from './rules/resolve-work.js';
import { markKey, readWorkMarks } from './work-marks-store.js';
import { readWorkRules } from './work-rules-store.js';
import { tagReader } from './work-type-of-tags.js';

export interface WorkedOn {
  task_id: number;
  /** 0 = the task itself. */
  entry_id: number;
  title: string | null;
  /** JSON array, as the mirror keeps them. */
  tags: string | null;
}

/**
 * Answers of an entry, or of a task, which work it is and who said so. Marks and rules are read once; what tags and
 * titles say is worked out once per task.
 * @param workTypes of the client's terms: tags may name them
 */
export async function readWorkOfClient(
  db: DbOrTx,
  of: { portalId: string; clientId: number },
  workTypes: Iterable<string>,
): Promise<(worked: WorkedOn) => ResolvedWork> {
  const marks = await readWorkMarks(db, of.portalId);
  const rules = await readWorkRules(db, of.portalId);
  const typeOfTag = tagReader(workTypes);
  const known = new Map<number, TaskWork>();

  function ofTask({ task_id: taskId, title, tags }: WorkedOn): TaskWork {
    const before = known.get(taskId);
    if (before) return before;
    const words = { title: title ?? '', tags: tags === null ? [] : (JSON.parse(tags) as string[]) };
    const work = workOfTask(words, of.clientId, rules, typeOfTag);
    known.set(taskId, work);
    return work;
  }

  return (worked) => {
    const { task_id: taskId, entry_id: entryId } = worked;
    const ofEntry = entryId === 0 ? undefined : marks.get(markKey({ taskId, entryId }));
    return withMarks(ofTask(worked), ofEntry, marks.get(markKey({ taskId, entryId: 0 })));
  };
}
