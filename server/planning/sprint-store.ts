import type { Selectable } from 'kysely';
import type { Day } from '../base/days.js';
import { type DbOrTx, type Tx, isPostgres } from '../base/db/index.js';
import type { SprintsTable } from '../base/db/tables/planning.js';
import type { PlanPart } from './rules/plan-model.js';

export type SprintRow = Selectable<SprintsTable>;

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

/** When the week's plan was accepted for the first time. */
export async function readFirstAccepted(
  db: DbOrTx,
  of: { portalId: string; weekOn: Day },
): Promise<number | null> {
  const row = await db
    .selectFrom('sprint_revisions')
    .select('published_at')
    .where('portal_id', '=', of.portalId)
    .where('week_on', '=', of.weekOn)
    .orderBy('revision')
    .limit(1)
    .executeTakeFirst();
  return row?.published_at ?? null;
}

export function draftOf(row: SprintRow | undefined): Draft | null {
  return row?.draft ? (JSON.parse(row.draft) as Draft) : null;
}

export function publishedOf(row: SprintRow | undefined): Published | null {
  return row?.published ? (JSON.parse(row.published) as Published) : null;
}
