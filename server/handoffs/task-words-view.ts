import type { DbOrTx } from '../base/db/index.js';
import { readClient, readTermsToday, readWorkOfClient } from '../clients/index.js';
import type { EstimateRow } from './estimates-store.js';

async function readTask(db: DbOrTx, portalId: string, taskId: number) {
  return db
    .selectFrom('tasks')
    .select(['task_id', 'title', 'tags', 'chat_id'])
    .where('portal_id', '=', portalId)
    .where('task_id', '=', taskId)
    .executeTakeFirst();
}

export async function readTitle(db: DbOrTx, portalId: string, taskId: number): Promise<string> {
  return (await readTask(db, portalId, taskId))?.title ?? `#${taskId}`;
}

/** The chat of a task on the new card. */
export async function readChatOf(db: DbOrTx, portalId: string, taskId: number): Promise<number | null> {
  return (await readTask(db, portalId, taskId))?.chat_id ?? null;
}

/** Which kind of work a task is, by marks, tags, rules and terms; null without a client. */
export async function readWorkTypeOf(
  db: DbOrTx,
  row: Pick<EstimateRow, 'portal_id' | 'client_id' | 'task_id'>,
  now: number,
): Promise<string | null> {
  return (await readWorkOf(db, row, now))?.workType ?? null;
}

/** What billing a task's hours goes by, under today's terms. */
export async function readWorkOf(
  db: DbOrTx,
  row: Pick<EstimateRow, 'portal_id' | 'client_id' | 'task_id'>,
  now: number,
) {
  const { portal_id: portalId, client_id: clientId } = row;
  const client = clientId === null ? undefined : await readClient(db, portalId, clientId);
  const task = await readTask(db, portalId, row.task_id);
  if (!client || !task) return null;
  const terms = await readTermsToday(db, client, now);
  const workOf = await readWorkOfClient(
    db,
    { portalId, clientId: client.client_id },
    Object.keys(terms.workTypes),
  );
  const { workType, urgency } = workOf({ ...task, entry_id: 0 });
  return {
    client,
    terms,
    workType: workType?.value ?? terms.defaultWorkType,
    urgency: urgency?.value ?? 'normal',
  };
}
