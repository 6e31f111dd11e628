import { type Insertable, type Selectable, type Updateable, sql } from 'kysely';
import { type DbOrTx, isPostgres, type Tx } from '../base/db/index.js';
import type { EstimateQuestionsTable, EstimatesTable } from '../base/db/tables/handoffs.js';

export type EstimateRow = Selectable<EstimatesTable>;
export type QuestionRow = Selectable<EstimateQuestionsTable>;

const OPEN = ['requested', 'asked', 'given', 'with-client'] as const;

/** The next number of a portal; the caller holds the portal. */
export async function nextEstimateId(tx: Tx, portalId: string): Promise<number> {
  const row = await tx
    .selectFrom('estimates')
    .select(sql<number>`cast(coalesce(max(estimate_id), 0) + 1 as bigint)`.as('next'))
    .where('portal_id', '=', portalId)
    .executeTakeFirstOrThrow();
  return row.next;
}

export async function insertEstimate(tx: Tx, row: Insertable<EstimatesTable>): Promise<void> {
  await tx.insertInto('estimates').values(row).execute();
}

/** Reads an estimate and, inside a transaction, holds it: steps come one after another. */
export async function holdEstimate(
  tx: Tx,
  portalId: string,
  estimateId: number,
): Promise<EstimateRow | undefined> {
  return tx
    .selectFrom('estimates')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('estimate_id', '=', estimateId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
}

export async function readEstimate(
  db: DbOrTx,
  portalId: string,
  estimateId: number,
): Promise<EstimateRow | undefined> {
  return db
    .selectFrom('estimates')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('estimate_id', '=', estimateId)
    .executeTakeFirst();
}

export async function changeEstimate(
  tx: Tx,
  row: Pick<EstimateRow, 'portal_id' | 'estimate_id'>,
  change: Updateable<EstimatesTable>,
): Promise<void> {
  await tx
    .updateTable('estimates')
    .set(change)
    .where('portal_id', '=', row.portal_id)
    .where('estimate_id', '=', row.estimate_id)
    .execute();
}

/** Open estimates of these tasks: one a task at most. */
export async function readOpenOfTasks(
  db: DbOrTx,
  portalId: string,
  taskIds: readonly number[],
): Promise<EstimateRow[]> {
  if (taskIds.length === 0) return [];
  return db
    .selectFrom('estimates')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('task_id', 'in', [...taskIds])
    .where('state', 'in', OPEN)
    .orderBy('estimate_id')
    .execute();
}

/** Tasks of these that were ever to be sized. */
export async function readEverAsked(
  db: DbOrTx,
  portalId: string,
  taskIds: readonly number[],
): Promise<Set<number>> {
  if (taskIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('estimates')
    .select('task_id')
    .distinct()
    .where('portal_id', '=', portalId)
    .where('task_id', 'in', [...taskIds])
    .execute();
  return new Set(rows.map((row) => row.task_id));
}

export async function readQuestions(
  db: DbOrTx,
  portalId: string,
  estimateIds: readonly number[],
): Promise<QuestionRow[]> {
  if (estimateIds.length === 0) return [];
  return db
    .selectFrom('estimate_questions')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('estimate_id', 'in', [...estimateIds])
    .orderBy('estimate_id')
    .orderBy('question')
    .execute();
}

export async function insertQuestion(tx: Tx, row: Insertable<EstimateQuestionsTable>): Promise<void> {
  await tx.insertInto('estimate_questions').values(row).execute();
}

export async function answerQuestion(
  tx: Tx,
  of: Pick<EstimateRow, 'portal_id' | 'estimate_id'> & { question: number },
  answer: { answer: string; answered_by: number; answered_at: number },
): Promise<void> {
  await tx
    .updateTable('estimate_questions')
    .set(answer)
    .where('portal_id', '=', of.portal_id)
    .where('estimate_id', '=', of.estimate_id)
    .where('question', '=', of.question)
    .execute();
}
