import type { Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import type { WeekFacts } from '../read-week-facts.js';
import type { PlanPart } from '../rules/plan-model.js';
import { type Draft, draftOf, insertRevision, type SprintRow, writeSprint } from '../sprint-store.js';
import { replanned } from '../week-state.js';

/**
 * The published week with these parts instead. A draft that somebody is working on goes on from there: the task stands in
 * it as it was told now, what was put by hand stays, others give way; its version grows, so that nobody saves over it unseen.
 */
export async function publishAround(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: {
    facts: WeekFacts;
    row: SprintRow;
    parts: readonly PlanPart[];
    task: { taskId: number; isPinned: boolean };
    by: number;
    actionId: string;
  },
): Promise<void> {
  const { facts, row, parts, by, actionId } = of;
  const now = ground.clock.now();
  const revision = row.revision + 1;
  const plan = JSON.stringify({ parts });
  const draft = draftOf(row);
  await writeSprint(
    tx,
    { portalId: facts.portalId, weekOn: facts.weekOn },
    {
      ...{ revision, published: plan, published_at: now, updated_at: now },
      draft: draft === null ? null : JSON.stringify(rebased(draft, of)),
      draft_version: row.draft_version + 1,
    },
  );
  await insertRevision(tx, {
    ...{ portal_id: facts.portalId, week_on: facts.weekOn, revision, plan },
    ...{ published_at: now, published_by: by, action_id: actionId },
  });
}

function rebased(
  draft: Draft,
  {
    facts,
    parts,
    task,
  }: { facts: WeekFacts; parts: readonly PlanPart[]; task: Parameters<typeof publishAround>[2]['task'] },
): Draft {
  const others = (ids: readonly number[]): number[] => ids.filter((id) => id !== task.taskId);
  const own = parts.filter(({ taskId }) => taskId === task.taskId);
  const next: Draft = {
    parts: [...draft.parts.filter(({ taskId }) => taskId !== task.taskId), ...own],
    pinned: task.isPinned ? [...others(draft.pinned), task.taskId] : others(draft.pinned),
    out: others(draft.out),
    exceed: task.isPinned ? [...others(draft.exceed), task.taskId] : others(draft.exceed),
  };
  return replanned(facts, next, { standing: next.parts, published: parts }).draft;
}
