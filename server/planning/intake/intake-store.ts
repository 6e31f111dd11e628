import { type Selectable, sql } from 'kysely';
import { type DbOrTx, isPostgres, type Tx } from '../../base/db/index.js';
import type { IntakesTable } from '../../base/db/tables/planning.js';

export type IntakeRow = Selectable<IntakesTable>;

/** A row as it begins; everything else is decided later. */
export const freshIntake = {
  ...{ week_on: null, user_id: null, start_day: null, finish_day: null, patch: null, pushed: null },
  ...{ reserve: null, posts: null, accepted_by: null, accepted_at: null, mark_before: null },
  ...{ priority_before: null, priority: 'none' as const, ended_by: null, ended_at: null, end_reason: null },
};

/** Key of the post that sets a task's planned time. */
export const plannedTimeKey = (intakeId: number): string => `intake:${intakeId}:planned-time`;

/** The next free number; the portal is locked meanwhile. */
export async function nextIntakeId(tx: Tx, portalId: string): Promise<number> {
  const { last } = await tx
    .selectFrom('intakes')
    .select(sql<number>`cast(coalesce(max(intake_id), 0) as bigint)`.as('last'))
    .where('portal_id', '=', portalId)
    .executeTakeFirstOrThrow();
  return last + 1;
}

export async function insertIntake(tx: Tx, row: IntakeRow): Promise<void> {
  await tx.insertInto('intakes').values(row).execute();
}

export async function changeIntake(
  tx: Tx,
  row: Pick<IntakeRow, 'portal_id' | 'intake_id'>,
  set: Partial<Omit<IntakeRow, 'portal_id' | 'intake_id'>> & { updated_at: number },
): Promise<void> {
  await tx
    .updateTable('intakes')
    .set(set)
    .where('portal_id', '=', row.portal_id)
    .where('intake_id', '=', row.intake_id)
    .execute();
}

export async function readIntake(
  db: DbOrTx,
  portalId: string,
  intakeId: number,
  hold = false,
): Promise<IntakeRow | undefined> {
  return db
    .selectFrom('intakes')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('intake_id', '=', intakeId)
    .$if(hold && isPostgres(db), (query) => query.forUpdate())
    .executeTakeFirst();
}

/** What waits or holds for these tasks: proposed and accepted ones, oldest first. */
export async function readStandingIntakes(
  db: DbOrTx,
  portalId: string,
  taskIds: readonly number[],
): Promise<IntakeRow[]> {
  if (taskIds.length === 0) return [];
  return db
    .selectFrom('intakes')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('task_id', 'in', [...new Set(taskIds)])
    .where('state', 'in', ['proposed', 'accepted'])
    .orderBy('intake_id')
    .execute();
}

/** What waits for a manager to decide; of one client, or of all. */
export async function readProposedIntakes(
  db: DbOrTx,
  portalId: string,
  onlyClientId?: number,
): Promise<{ clientId: number; intakeId: number; taskId: number; kind: IntakeRow['kind'] }[]> {
  const rows = await db
    .selectFrom('intakes')
    .select(['client_id as clientId', 'intake_id as intakeId', 'task_id as taskId', 'kind'])
    .where('portal_id', '=', portalId)
    .$if(onlyClientId !== undefined, (query) => query.where('client_id', '=', onlyClientId ?? 0))
    .where('state', '=', 'proposed')
    .orderBy('intake_id')
    .execute();
  return rows;
}

/** What waits for a manager, and what was decided since; newest first. Of one task, or of all. */
export async function readIntakesSince(
  db: DbOrTx,
  portalId: string,
  of: { since: number; taskId?: number },
): Promise<IntakeRow[]> {
  return db
    .selectFrom('intakes')
    .selectAll()
    .where('portal_id', '=', portalId)
    .$if(of.taskId !== undefined, (query) => query.where('task_id', '=', of.taskId ?? 0))
    .where((is) =>
      is.or([
        is('state', '=', 'proposed'),
        is('accepted_at', '>=', of.since),
        is('ended_at', '>=', of.since),
      ]),
    )
    .orderBy('intake_id', 'desc')
    .execute();
}
