import { recordAction, type Visitor } from '../access/index.js';
import type { TaskMoveView } from '../api/index.js';
import type { Day } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import { badInput, conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import { type Draft, writeSprint } from './sprint-store.js';
import type { PlanPart } from './rules/plan-model.js';
import { movesBetween } from './rules/plan-moves.js';
import { partsFrom } from './rules/parts-from.js';
import { weekInput } from './rules/week-input.js';
import { readWeekState, replanned, type WeekState, wishesOf } from './week-state.js';

type On = Pick<Ground, 'clock'>;
type Who = Pick<Visitor, 'portalId' | 'userId'>;

export interface Change {
  requestId: string;
  version: number;
  weekOn: Day;
}

export interface Changed {
  state: WeekState;
  effects: TaskMoveView[];
}

/** A task goes to a person, from a day on, or out of the plan; others give way or move up. */
export async function moveTask(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  wanted: Change & { taskId: number; to: { userId: number; day: Day } | null; mayExceedHours: boolean },
): Promise<Changed> {
  return change(tx, ground, visitor, { what: 'move-planned-task', wanted }, (state) => {
    const { taskId, to, mayExceedHours } = wanted;
    const task = state.facts.tasks.find((one) => one.taskId === taskId);
    if (!task) throw notFound('Task');
    const rest = withoutTask(state.draft, taskId);
    if (to === null) return { ...rest, out: [...rest.out, taskId] };
    const parts = placed(state, rest, { taskId, to });
    const exceed = mayExceedHours ? [...rest.exceed, taskId] : rest.exceed;
    return { ...rest, exceed, parts: [...rest.parts, ...parts], pinned: [...rest.pinned, taskId] };
  });
}

/** A task is the planner's again. */
export async function freeTask(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  wanted: Change & { taskId: number },
): Promise<Changed> {
  return change(tx, ground, visitor, { what: 'free-planned-task', wanted }, ({ draft }) => {
    const { pinned, out, exceed } = withoutTask(draft, wanted.taskId);
    return { ...draft, pinned, out, exceed };
  });
}

/** The days ahead are planned anew; what the manager put somewhere stays. */
export async function replanSprint(tx: Tx, ground: On, visitor: Visitor, wanted: Change): Promise<Changed> {
  return change(tx, ground, visitor, { what: 'replan-sprint', wanted, isFresh: true }, ({ draft }) => draft);
}

/** Back to what was published, or to what the rules propose. */
export async function discardDraft(tx: Tx, ground: On, visitor: Visitor, wanted: Change): Promise<void> {
  const state = await holdWeek(tx, ground, visitor, wanted);
  const { repeated } = await note(tx, ground, visitor, { what: 'discard-sprint-draft', wanted });
  if (repeated || state.state !== 'draft') return;
  const of = { portalId: visitor.portalId, weekOn: state.facts.weekOn };
  const version = (state.row?.draft_version ?? 0) + 1;
  await writeSprint(tx, of, { draft: null, draft_version: version, updated_at: ground.clock.now() });
}

/** A better plan that was looked for beside; refused when somebody changed the draft meanwhile. */
export async function keepParts(
  tx: Tx,
  ground: On,
  visitor: Who,
  wanted: Change & { parts: PlanPart[] },
): Promise<void> {
  const state = await holdWeek(tx, ground, visitor, wanted);
  const { parts, ...named } = wanted;
  const { repeated } = await note(tx, ground, visitor, { what: 'refine-sprint', wanted: named });
  if (repeated) return;
  const past = state.draft.parts.filter(({ day }) => day < state.facts.today);
  await keepDraft(tx, ground, visitor, state, { ...state.draft, parts: [...past, ...parts] });
}

async function change(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  { what, wanted, isFresh = false }: { what: string; wanted: Change; isFresh?: boolean },
  next: (state: WeekState) => Draft,
): Promise<Changed> {
  const before = await holdWeek(tx, ground, visitor, wanted);
  const draft = next(before);
  const standing = isFresh ? [] : draft.parts;
  const planned = replanned(before.facts, draft, { standing, published: before.published });
  const taskId = 'taskId' in wanted ? (wanted as Change & { taskId: number }).taskId : null;
  const isRefused =
    taskId !== null &&
    draft.pinned.includes(taskId) &&
    planned.unplanned.some((one) => one.taskId === taskId);
  if (isRefused) {
    const reason = planned.unplanned.find((one) => one.taskId === taskId)?.reason ?? 'pin-impossible';
    const code = reason.startsWith('client-') ? 'PLAN_CLIENT_HOURS' : 'PLAN_NO_ROOM';
    throw conflict(code, 'The task does not fit there', { reason });
  }
  const { repeated } = await note(tx, ground, visitor, { what, wanted });
  if (repeated) return { state: before, effects: [] };
  const row = await keepDraft(tx, ground, visitor, before, planned.draft);
  const moves = movesBetween(before.draft.parts, planned.draft.parts);
  return {
    state: { ...before, ...planned, state: 'draft', row },
    effects: moves.filter((move) => move.taskId !== taskId),
  };
}

/** The week, held against everybody else until the transaction ends. Errors: STALE, WEEK_IS_OVER. */
export async function holdWeek(tx: Tx, ground: On, visitor: Who, wanted: Change): Promise<WeekState> {
  const { portalId } = visitor;
  await lockPortal(tx, portalId);
  const state = await readWeekState(tx, { portalId, weekOn: wanted.weekOn, now: ground.clock.now() });
  if ((state.row?.draft_version ?? 0) !== wanted.version) {
    throw conflict('STALE', 'Somebody else changed the plan');
  }
  if (
    state.facts.weekOn < state.facts.today &&
    weekInput(state.facts, new Map(), []).input.days.length === 0
  ) {
    throw badInput('WEEK_IS_OVER', 'The week is over');
  }
  return state;
}

async function note(
  tx: Tx,
  ground: On,
  visitor: Who,
  { what, wanted }: { what: string; wanted: Change },
): Promise<{ repeated: boolean }> {
  const { portalId, userId } = visitor;
  const { requestId, ...after } = wanted;
  return recordAction(tx, ground.clock, { portalId, userId, what, after, cause: `${what}:${requestId}` });
}

async function keepDraft(
  tx: Tx,
  ground: On,
  visitor: Who,
  before: WeekState,
  draft: Draft,
): Promise<NonNullable<WeekState['row']>> {
  const of = { portalId: visitor.portalId, weekOn: before.facts.weekOn };
  const set = {
    draft: JSON.stringify(draft),
    draft_version: (before.row?.draft_version ?? 0) + 1,
    updated_at: ground.clock.now(),
  };
  await writeSprint(tx, of, set);
  const fresh = { revision: 0, published: null, published_at: null, fact: null, closed_at: null };
  return { portal_id: of.portalId, week_on: of.weekOn, ...(before.row ?? fresh), ...set };
}

function withoutTask(draft: Draft, taskId: number): Draft {
  const others = (ids: readonly number[]) => ids.filter((id) => id !== taskId);
  return {
    parts: draft.parts.filter((part) => part.taskId !== taskId),
    ...{ pinned: others(draft.pinned), out: others(draft.out), exceed: others(draft.exceed) },
  };
}

/** The task's rest, from that day on, in what the manager's other tasks leave of the person's days. */
function placed(
  state: WeekState,
  rest: Draft,
  { taskId, to }: { taskId: number; to: { userId: number; day: Day } },
): PlanPart[] {
  const { input } = weekInput(state.facts, wishesOf(rest), []);
  const parts = partsFrom(input, { taskId, ...to });
  if (parts === null) throw conflict('PLAN_NO_ROOM', 'The task does not fit there', { reason: 'too-long' });
  return parts;
}
