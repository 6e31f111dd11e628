import type { Selectable } from 'kysely';
import type { Day } from '../base/days.js';
import { type DbOrTx, type Tx, isPostgres } from '../base/db/index.js';
import type { IntakesTable, SprintsTable } from '../base/db/tables/planning.js';
import type { PlanPart } from './rules/plan-model.js';

export type SprintRow = Selectable<SprintsTable>;
export type IntakeRow = Selectable<IntakesTable>;

/** A plan as it is being edited. */
export interface Draft {
  parts: PlanPart[];
  /** Tasks whose parts the manager put there: they stay. */
  pinned: number[];
  /** Tasks the manager does not want this week. */
  out: number[];
  /** Tasks that may go beyond the client's paid hours. */
  exceed: number[];
}

/** What was told to people and clients. */
export interface Published {
  parts: PlanPart[];
}

export async function readSprint(
  db: DbOrTx,
  of: { portalId: string; weekOn: Day },
  hold = false,
): Promise<SprintRow | undefined> {
  return db
    .selectFrom('sprints')
    .selectAll()
    .where('portal_id', '=', of.portalId)
    .where('week_on', '=', of.weekOn)
    .$if(hold && isPostgres(db), (query) => query.forUpdate())
    .executeTakeFirst();
}

/** Published weeks from that one on, in order. */
export async function readPublished(db: DbOrTx, portalId: string, from: Day): Promise<SprintRow[]> {
  return db
    .selectFrom('sprints')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('week_on', '>=', from)
    .where('published', 'is not', null)
    .orderBy('week_on')
    .execute();
}

/** Published weeks that began before and are not closed yet. */
export async function readToClose(db: DbOrTx, portalId: string, until: Day): Promise<SprintRow[]> {
  return db
    .selectFrom('sprints')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('week_on', '<=', until)
    .where('published', 'is not', null)
    .where('closed_at', 'is', null)
    .orderBy('week_on')
    .execute();
}

export async function writeSprint(
  tx: Tx,
  of: { portalId: string; weekOn: Day },
  set: Partial<Omit<SprintRow, 'portal_id' | 'week_on'>> & { updated_at: number },
): Promise<void> {
  const fresh = {
    ...{ revision: 0, draft: null, draft_version: 0, published: null, published_at: null },
    ...{ fact: null, closed_at: null },
  };
  await tx
    .insertInto('sprints')
    .values({ portal_id: of.portalId, week_on: of.weekOn, ...fresh, ...set })
    .onConflict((conflict) => conflict.columns(['portal_id', 'week_on']).doUpdateSet(set))
    .execute();
}

export async function insertRevision(
  tx: Tx,
  row: {
    portal_id: string;
    week_on: string;
    revision: number;
    plan: string;
    published_at: number;
    published_by: number;
    action_id: string;
  },
): Promise<void> {
  await tx.insertInto('sprint_revisions').values(row).execute();
}

export async function readIntakes(db: DbOrTx, of: { portalId: string; weekOn: Day }): Promise<IntakeRow[]> {
  return db
    .selectFrom('intakes')
    .selectAll()
    .where('portal_id', '=', of.portalId)
    .where('week_on', '=', of.weekOn)
    .orderBy('accepted_at', 'desc')
    .orderBy('intake_id')
    .execute();
}

export async function readIntake(
  db: DbOrTx,
  of: { portalId: string; intakeId: string },
): Promise<IntakeRow | undefined> {
  return db
    .selectFrom('intakes')
    .selectAll()
    .where('portal_id', '=', of.portalId)
    .where('intake_id', '=', of.intakeId)
    .executeTakeFirst();
}

export async function insertIntake(tx: Tx, row: IntakeRow): Promise<void> {
  await tx.insertInto('intakes').values(row).execute();
}

export async function markUndone(
  tx: Tx,
  of: { portalId: string; intakeId: string },
  set: { undone_at: number; undone_action_id: string },
): Promise<void> {
  await tx
    .updateTable('intakes')
    .set({ state: 'undone', ...set })
    .where('portal_id', '=', of.portalId)
    .where('intake_id', '=', of.intakeId)
    .execute();
}

export function draftOf(row: SprintRow | undefined): Draft | null {
  return row?.draft ? (JSON.parse(row.draft) as Draft) : null;
}

export function publishedOf(row: SprintRow | undefined): Published | null {
  return row?.published ? (JSON.parse(row.published) as Published) : null;
}
