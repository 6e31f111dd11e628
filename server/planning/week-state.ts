import type { Day } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { type Draft, draftOf, publishedOf, readSprint, type SprintRow } from './sprint-store.js';
import { readWeekFacts, type WeekFacts } from './read-week-facts.js';
import type { PlanPart } from './rules/plan-model.js';
import { type HeldTask, weekInput } from './rules/week-input.js';
import { type Wish } from './rules/plan-task-of.js';
import { planWeek, type Unplanned } from './rules/week-plan.js';

/** A week as it stands: what is planned, what is not and why. */
export interface WeekState {
  facts: WeekFacts;
  row: SprintRow | undefined;
  state: 'proposal' | 'draft' | 'published';
  draft: Draft;
  published: PlanPart[];
  unplanned: Unplanned[];
  held: HeldTask[];
}

export async function readWeekState(
  db: DbOrTx,
  of: { portalId: string; weekOn?: Day | undefined; now: number; hold?: boolean },
): Promise<WeekState> {
  const facts = await readWeekFacts(db, of);
  const row = await readSprint(db, { portalId: of.portalId, weekOn: facts.weekOn }, of.hold);
  return weekStateOf(facts, row);
}

function weekStateOf(facts: WeekFacts, row: SprintRow | undefined): WeekState {
  const published = publishedOf(row)?.parts ?? [];
  const kept = draftOf(row);
  const state = kept ? 'draft' : row?.published ? 'published' : 'proposal';
  if (state === 'proposal') {
    const { draft, unplanned, held } = replanned(facts, noWishes, { standing: published, published });
    return { facts, row, state, draft, published, unplanned, held };
  }
  const draft = kept ?? { ...noWishes, parts: published };
  const alive = new Set(facts.tasks.map(({ taskId }) => taskId));
  const parts = draft.parts.filter(({ taskId, day }) => day < facts.today || alive.has(taskId));
  const { unplanned, held } = leftOut(facts, { ...draft, parts });
  return { facts, row, state, draft: { ...draft, parts }, published, unplanned, held };
}

const noWishes: Draft = { parts: [], pinned: [], out: [], exceed: [] };

/** Plans the days ahead; what stands stays where it can, and what was told is not changed lightly. The past stays as it was. */
export function replanned(
  facts: WeekFacts,
  draft: Draft,
  { standing, published }: { standing: readonly PlanPart[]; published: readonly PlanPart[] },
): { draft: Draft; unplanned: Unplanned[]; held: HeldTask[] } {
  const { input, held } = weekInput(facts, wishesOf(draft), published);
  if (input.days.length === 0) return { draft, unplanned: [], held };
  const { parts, unplanned } = planWeek(input, standing);
  const past = draft.parts.filter(({ day }) => day < facts.today);
  return { draft: { ...draft, parts: [...past, ...parts] }, unplanned, held };
}

/** Why tasks that are not in a standing plan are not. */
function leftOut(facts: WeekFacts, draft: Draft): { unplanned: Unplanned[]; held: HeldTask[] } {
  const inside = new Set(draft.parts.map(({ taskId }) => taskId));
  const { input, held } = weekInput(facts, wishesOf(draft), draft.parts);
  if (input.days.length === 0) return { unplanned: [], held: [] };
  const { parts, unplanned } = planWeek(input, draft.parts);
  const fits = [...new Set(parts.map(({ taskId }) => taskId))].filter((taskId) => !inside.has(taskId));
  return {
    held: held.filter(({ taskId }) => !inside.has(taskId)),
    unplanned: [
      ...unplanned.filter(({ taskId }) => !inside.has(taskId)),
      ...fits.map((taskId) => ({ taskId, reason: 'new' as const, missingSeconds: 0, nearestUserId: null })),
    ],
  };
}

export function wishesOf(draft: Draft): Map<number, Wish> {
  const wishes = new Map<number, Wish>();
  const wish = (taskId: number): Wish => {
    const known = wishes.get(taskId) ?? { pinned: [], isOut: false, mayExceedHours: false };
    wishes.set(taskId, known);
    return known;
  };
  const pinned = new Set(draft.pinned);
  for (const part of draft.parts) if (pinned.has(part.taskId)) wish(part.taskId).pinned.push(part);
  for (const taskId of draft.out) wish(taskId).isOut = true;
  for (const taskId of draft.exceed) wish(taskId).mayExceedHours = true;
  return wishes;
}
