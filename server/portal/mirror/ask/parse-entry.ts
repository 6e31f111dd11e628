import { z } from 'zod';
import type { EntryFacts } from '../readings.js';
import { wireInstant, wireInteger, wireIntegerOr, wireText } from './wire.js';

/** SOURCE of an entry that a stopped timer made. */
const SOURCE_TIMER = 3;

const entrySchema = z.object({
  ID: wireInteger,
  TASK_ID: wireInteger,
  USER_ID: wireInteger,
  COMMENT_TEXT: wireText,
  SECONDS: wireInteger,
  SOURCE: wireIntegerOr(1),
  CREATED_DATE: wireInstant,
  DATE_START: wireInstant,
  DATE_STOP: wireInstant,
});

/**
 * Rows of `task.elapseditem.getlist`. SECONDS count, never MINUTES. CREATED_DATE is the work date, which people
 * may set; the record of a manual entry was made at DATE_START, that of a timer when it stopped.
 * https://apidocs.bitrix24.com/api-reference/tasks/elapsed-item/task-elapsed-item-get-list.html
 */
export function parseEntries(result: unknown): EntryFacts[] {
  return z
    .array(entrySchema)
    .parse(result ?? [])
    .map(toFacts);
}

function toFacts(row: z.infer<typeof entrySchema>): EntryFacts {
  const recordedAt = row.SOURCE === SOURCE_TIMER ? row.DATE_STOP : row.DATE_START;
  const workedAt = row.CREATED_DATE ?? recordedAt ?? 0;
  return {
    entryId: row.ID,
    taskId: row.TASK_ID,
    userId: row.USER_ID,
    seconds: row.SECONDS,
    comment: row.COMMENT_TEXT,
    workedAt,
    madeAt: recordedAt ?? workedAt,
    source: row.SOURCE,
  };
}
