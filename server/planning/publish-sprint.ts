import { recordAction, type Visitor } from '../access/index.js';
import type { SprintPosts } from '../api/index.js';
import type { Day } from '../base/days.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import { conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal, readPortal } from '../portal/installs/index.js';
import type { Change } from './change-sprint.js';
import { readEmployees } from './people-view.js';
import { type PostedWeek, postsOf, queuePosts, type SprintPost, type TellClient } from './sprint-posts.js';
import { insertRevision, writeSprint } from './sprint-store.js';
import type { PlanPart } from './rules/plan-model.js';
import { movesBetween } from './rules/plan-moves.js';
import { readWeekState, type WeekState } from './week-state.js';

/**
 * The manager accepts the week: it becomes the plan, and every task and client concerned is told, once. What was told before
 * and did not change is not told again.
 */
export async function publishSprint(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: Change & { tellClient: TellClient },
): Promise<void> {
  const { portalId, userId } = visitor;
  const { requestId, version, weekOn, tellClient } = wanted;
  await lockPortal(tx, portalId);
  const state = await readWeekState(tx, { portalId, weekOn, now: ground.clock.now() });
  const { facts, draft } = state;
  const action = {
    ...{ portalId, userId, what: 'publish-sprint', cause: `publish-sprint:${requestId}` },
    ...{ before: { parts: state.published }, after: { weekOn: facts.weekOn, parts: draft.parts } },
  };
  const done = await recordAction(tx, ground.clock, action);
  if (done.repeated) return;
  if ((state.row?.draft_version ?? 0) !== version) throw conflict('STALE', 'Somebody else changed the plan');
  const revision = (state.row?.revision ?? 0) + 1;
  const posts = postsOf(await weekToPost(tx, state, revision));
  if (state.row?.published && posts.length === 0)
    throw conflict('NOTHING_CHANGED', 'The plan is as published');
  await writePublished(tx, ground, {
    state,
    parts: draft.parts,
    revision,
    by: userId,
    actionId: done.actionId,
  });
  await queuePosts(tx, ground, { facts, tellClient }, posts);
}

/** The week becomes what everybody was told. */
export async function writePublished(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: { state: WeekState; parts: readonly PlanPart[]; revision: number; by: number; actionId: string },
): Promise<void> {
  const { facts, row } = of.state;
  const now = ground.clock.now();
  const key = { portalId: facts.portalId, weekOn: facts.weekOn };
  const plan = JSON.stringify({ parts: of.parts });
  await writeSprint(tx, key, {
    ...{ revision: of.revision, draft: null, draft_version: (row?.draft_version ?? 0) + 1 },
    ...{ published: plan, published_at: now, updated_at: now },
  });
  await insertRevision(tx, {
    ...{ portal_id: facts.portalId, week_on: facts.weekOn, revision: of.revision, plan },
    ...{ published_at: now, published_by: of.by, action_id: of.actionId },
  });
}

export async function weekToPost(db: DbOrTx, state: WeekState, revision: number): Promise<PostedWeek> {
  const { facts, draft, published } = state;
  const employees = await readEmployees(db, facts.portalId);
  return {
    ...{ facts, revision, parts: draft.parts },
    moves: movesBetween(published, draft.parts),
    names: new Map(employees.map(({ userId, name }) => [userId, name])),
    portalLanguage: (await readPortal(db, facts.portalId))?.language,
  };
}

/** What publishing would post now. */
export async function previewPosts(
  db: DbOrTx,
  of: { portalId: string; weekOn?: Day | undefined; now: number },
): Promise<SprintPosts> {
  const state = await readWeekState(db, of);
  const posts = postsOf(await weekToPost(db, state, (state.row?.revision ?? 0) + 1));
  return { posts: posts.map(shown) };
}

export function shown({ key, taskId, clientId, title, text }: SprintPost): SprintPosts['posts'][number] {
  return { key, taskId, clientId, title, text };
}
