import type { Day } from '../../base/days.js';
import { makePlan } from './make-plan.js';
import type { Plan, PlanInput, PlanPart, PlanTask, TaskMove, UnplannedTask } from './plan-model.js';
import { partsOf } from './plan-of-state.js';
import { movesBetween } from './plan-moves.js';
import { type PlanPatch, patchBetween } from './plan-patch.js';
import { partsByTask } from './plan-problem.js';
import { takeCritical } from './take-critical.js';
import { takeUrgent } from './take-urgent.js';

export interface IntakeWish {
  taskId: number;
  kind: 'urgent' | 'critical';
  /** Whom the manager chose; null = the best. */
  userId: number | null;
  /** The manager lets it go beyond the client's paid hours. */
  mayExceedHours: boolean;
}

/** Somebody who could do it, and what that means. Reserve: seconds of the day they begin on. */
export interface IntakeCandidate {
  userId: number;
  startDay: Day;
  finishDay: Day;
  lateDays: number;
  skillPermille: number;
  clientPermille: number;
  reserveBefore: number;
  reserveAfter: number;
  teamReserveBefore: number;
  teamReserveAfter: number;
  /** Tasks of others that get another person or last day, or fall out. */
  pushes: number;
}

/** What taking a task in means for the plan everybody was told. */
export interface TakenIn {
  /** Best first, the chosen one among them; empty = it cannot be planned, `reason` says why. */
  candidates: IntakeCandidate[];
  chosen: IntakeCandidate | null;
  reason: UnplannedTask | null;
  /** The published plan with it. Only what had to move did. */
  after: PlanPart[];
  patch: PlanPatch;
  /** Others that people must hear of. */
  pushed: TaskMove[];
  /** Of these, the ones that miss their deadline now and did not before. */
  newlyLate: number[];
  /** Of the client's paid hours, what neither the told plan nor this takes; null = not limited. */
  clientLeftSeconds: number | null;
}

/** Seconds recorded today on a task by a person. */
export type DoneToday = (taskId: number, userId: number) => number;

/**
 * Takes a task into the published plan. `input` holds every open task; of them only those that were told and this one
 * count: what was left out of the plan does not slip in by the way. Urgent work goes into free time and reserve and moves
 * nobody else. Critical work begins at once; who has to, gives way. Of today's plan only what is not done yet takes time.
 */
export function takeIn(
  input: PlanInput,
  published: readonly PlanPart[],
  wish: IntakeWish,
  done: DoneToday = () => 0,
): TakenIn {
  const told = asTold(input, toDo(input, published, done), wish);
  const taken = wish.kind === 'urgent' ? takeInUrgent : takeInCritical;
  const kept = worked(input, published, done);
  return { ...taken(told, { published, kept }, wish), clientLeftSeconds: clientLeft(told, wish.taskId) };
}

/** The plan from now on. */
function toDo({ days }: PlanInput, published: readonly PlanPart[], done: DoneToday): PlanPart[] {
  const today = days[0] ?? '';
  return published.flatMap((part) => {
    if (part.day < today) return [];
    const seconds = part.seconds - (part.day === today ? done(part.taskId, part.userId) : 0);
    return seconds > 0 ? [{ ...part, seconds }] : [];
  });
}

/** What of the plan is done: it stays whatever moves. */
function worked({ days }: PlanInput, published: readonly PlanPart[], done: DoneToday): PlanPart[] {
  const today = days[0] ?? '';
  return published.flatMap((part) => {
    if (part.day < today) return [part];
    const seconds = part.day === today ? Math.min(part.seconds, done(part.taskId, part.userId)) : 0;
    return seconds > 0 ? [{ ...part, seconds }] : [];
  });
}

interface Told {
  published: readonly PlanPart[];
  kept: readonly PlanPart[];
}

function clientLeft({ tasks, clients }: PlanInput, taskId: number): number | null {
  const task = tasks.find((one) => one.taskId === taskId);
  const left = clients.find(({ clientId }) => clientId === task?.clientId)?.remainingSeconds ?? null;
  return left === null ? null : left - (task?.clientSeconds ?? 0);
}

type Taken = Omit<TakenIn, 'clientLeftSeconds'>;

function takeInUrgent(input: PlanInput, { published, kept }: Told, wish: IntakeWish): Taken {
  const standing = fitting(input, wish.taskId);
  const tasks = input.tasks.map((task) => pinnedTo(task, standing, wish.taskId));
  const offer = takeUrgent({ ...input, tasks }, makePlan({ ...input, tasks }, standing), wish.taskId);
  const candidates = offer.candidates.map(({ parts: _, ...candidate }) => ({ ...candidate, pushes: 0 }));
  const chosen = chosenOf(candidates, wish);
  const own = offer.candidates.find(({ userId }) => userId === chosen?.userId)?.parts ?? [];
  const reason = offer.reason && {
    ...{ taskId: wish.taskId, reason: offer.reason, afterTaskId: null },
    ...explained(input, standing, wish.taskId),
  };
  const after = chosen ? withParts(published, kept, new Map([[wish.taskId, own]])) : [...published];
  const patch = patchBetween(published, after);
  return { candidates, chosen, reason, after, patch, pushed: [], newlyLate: [] };
}

/** Figures of the reason: the planner tells them with a whole plan. */
function explained(
  input: PlanInput,
  standing: readonly PlanPart[],
  taskId: number,
): Pick<UnplannedTask, 'missingSeconds' | 'nearestUserId'> {
  const tasks = input.tasks.map((task) => pinnedTo(task, standing, taskId));
  const { unplanned } = makePlan({ ...input, tasks }, standing);
  const { missingSeconds = 0, nearestUserId = null } = unplanned.find((one) => one.taskId === taskId) ?? {};
  return { missingSeconds, nearestUserId };
}

function takeInCritical(told: PlanInput, { published, kept }: Told, wish: IntakeWish): Taken {
  const ahead = fitting(told, wish.taskId);
  const input = {
    ...told,
    published: ahead,
    tasks: told.tasks.flatMap((task) => ofLength(task, ahead, wish.taskId)),
  };
  const others = input.tasks.filter(({ taskId }) => taskId !== wish.taskId);
  const standing = makePlan({ ...input, tasks: others }, ahead);
  const offers = input.people.flatMap(({ userId }) => {
    const offer = takeCritical(input, standing, { taskId: wish.taskId, userId });
    return offer.planned?.userId === userId ? [offer] : [];
  });
  // The best for the week as a whole: the critical task counts most, and whoever gives way counts, too.
  offers.sort((a, b) => b.plan.objective.total - a.plan.objective.total);
  const candidates = offers.map((offer) => criticalCandidate(input, standing, offer));
  const chosen = chosenOf(candidates, wish);
  const offer = offers.find(({ planned }) => planned?.userId === chosen?.userId);
  if (!chosen || !offer) {
    const none = { after: [...published], patch: { tasks: [] }, pushed: [], newlyLate: [] };
    const { reason } = takeCritical(input, standing, { taskId: wish.taskId });
    return { candidates: [], chosen: null, reason, ...none };
  }
  const standsIn = new Set(ahead.map(({ taskId }) => taskId));
  const moved = patchBetween(partsOf(standing), partsOf(offer.plan)).tasks;
  const fresh = moved.filter(({ taskId }) => taskId === wish.taskId || standsIn.has(taskId));
  const after = withParts(published, kept, new Map(fresh.map((one) => [one.taskId, one.after])));
  const pushed = movesBetween(published, after).filter(({ taskId }) => taskId !== wish.taskId);
  return {
    ...{ candidates, chosen, reason: null, after, patch: patchBetween(published, after), pushed },
    newlyLate: offer.newlyLate,
  };
}

function criticalCandidate(
  input: PlanInput,
  standing: Plan,
  { planned, plan, taskId, pushedAside }: ReturnType<typeof takeCritical>,
): IntakeCandidate {
  const { userId = 0, startDay = '', finishDay = '', lateDays = 0 } = planned ?? {};
  const at = input.days.indexOf(startDay);
  const person = input.people.find((one) => one.userId === userId);
  const task = input.tasks.find((one) => one.taskId === taskId);
  const left = ({ load }: Plan, of?: number): number =>
    load
      .filter((one) => of === undefined || one.userId === of)
      .reduce((sum, { reserveLeftSeconds }) => sum + (reserveLeftSeconds[at] ?? 0), 0);
  return {
    ...{ userId, startDay, finishDay, lateDays, pushes: pushedAside.length },
    skillPermille: person?.skillPermille[task?.workType ?? ''] ?? person?.otherSkillPermille ?? 0,
    clientPermille: person?.clientPermille[task?.clientId ?? 0] ?? 0,
    ...{ reserveBefore: left(standing, userId), reserveAfter: left(plan, userId) },
    ...{ teamReserveBefore: left(standing), teamReserveAfter: left(plan) },
  };
}

function chosenOf(candidates: readonly IntakeCandidate[], { userId }: IntakeWish): IntakeCandidate | null {
  return (userId === null ? candidates[0] : candidates.find((one) => one.userId === userId)) ?? null;
}

/** The week as it was told: of the open tasks those that stand in it, each with what is left of its planned time. */
function asTold(input: PlanInput, ahead: readonly PlanPart[], wish: IntakeWish): PlanInput {
  const told = partsByTask(ahead);
  const used = new Map<number | null, number>();
  const tasks = input.tasks.flatMap((task): PlanTask[] => {
    const { taskId, kind, mayExceedHours } = wish;
    if (task.taskId === taskId) return [{ ...task, urgency: kind, pinned: [], mayExceedHours }];
    const parts = told.get(task.taskId);
    const [first] = parts ?? [];
    if (!parts || !first || task.remainingSeconds === null) return [];
    const planned = parts.reduce((sum, { seconds }) => sum + seconds, 0);
    const remainingSeconds = Math.min(task.remainingSeconds, planned);
    // A manager may have given begun work to somebody else: what was told holds.
    const startedByUserId = task.startedByUserId === null ? null : first.userId;
    const given = { ...task, remainingSeconds, startedByUserId, pinned: [], mayExceedHours: true };
    if (remainingSeconds <= 0) return [];
    const share = Math.round((task.clientSeconds * remainingSeconds) / task.remainingSeconds);
    used.set(task.clientId, (used.get(task.clientId) ?? 0) + share);
    return [given];
  });
  // What was told stays told; the hours it takes are no longer there for the newcomer.
  const clients = input.clients.map((client) => ({
    ...client,
    remainingSeconds:
      client.remainingSeconds === null ? null : client.remainingSeconds - (used.get(client.clientId) ?? 0),
  }));
  const urgent = new Set(tasks.filter(({ urgency }) => urgency !== 'plain').map((task) => task.taskId));
  const plain = ahead.filter((part) => !urgent.has(part.taskId));
  const people = input.people.map((person) => ({
    ...person,
    // Ordinary work that was put into the reserve by hand has taken that part of it.
    reserveSeconds: person.reserveSeconds.map((seconds, at) => {
      const load = plain
        .filter((part) => part.userId === person.userId && part.day === input.days[at])
        .reduce((sum, part) => sum + part.seconds, 0);
      return Math.max(0, Math.min(seconds, (person.capacitySeconds[at] ?? 0) - load));
    }),
  }));
  return { ...input, people, clients, tasks, published: [...ahead] };
}

/** What was told, cut to what each day still holds: of a day that is half over, half of its plan. */
function fitting({ days, people, tasks, published }: PlanInput, taskId: number): PlanPart[] {
  const left = new Map(tasks.map((task) => [task.taskId, task.remainingSeconds ?? 0]));
  return days.flatMap((day, at) =>
    people.flatMap((person) => {
      let room = person.capacitySeconds[at] ?? 0;
      return published.flatMap((part): PlanPart[] => {
        if (part.day !== day || part.userId !== person.userId || part.taskId === taskId) return [];
        const seconds = Math.min(part.seconds, room, left.get(part.taskId) ?? 0);
        room -= seconds;
        left.set(part.taskId, (left.get(part.taskId) ?? 0) - seconds);
        return seconds > 0 ? [{ ...part, seconds }] : [];
      });
    }),
  );
}

function pinnedTo(task: PlanTask, standing: readonly PlanPart[], taskId: number): PlanTask {
  if (task.taskId === taskId) return task;
  const pinned = standing.filter((part) => part.taskId === task.taskId);
  return { ...task, pinned, remainingSeconds: pinned.reduce((sum, { seconds }) => sum + seconds, 0) };
}

/** As long as its parts: time that went by counts as worked. Without parts it is over, and out of the question. */
function ofLength(task: PlanTask, standing: readonly PlanPart[], taskId: number): PlanTask[] {
  if (task.taskId === taskId) return [task];
  const { pinned, remainingSeconds } = pinnedTo(task, standing, taskId);
  return pinned.length === 0 ? [] : [{ ...task, remainingSeconds }];
}

/** What is done stays as it was told; from now on these tasks have these parts. */
function withParts(
  published: readonly PlanPart[],
  kept: readonly PlanPart[],
  fresh: ReadonlyMap<number, readonly PlanPart[]>,
): PlanPart[] {
  const moved = [...fresh].flatMap(([taskId, parts]) => {
    // A task is one person's: what another had done of it is in their hours, not in the plan.
    const own = kept.filter(
      (part) => part.taskId === taskId && part.userId === (parts[0]?.userId ?? part.userId),
    );
    const later = parts.map((part) => ({
      ...part,
      seconds: part.seconds + secondsOn(own, part.day),
    }));
    return [...own.filter(({ day }) => !parts.some((part) => part.day === day)), ...later];
  });
  return [...published.filter(({ taskId }) => !fresh.has(taskId)), ...moved];
}

function secondsOn(parts: readonly PlanPart[], day: Day): number {
  return parts.filter((part) => part.day === day).reduce((sum, { seconds }) => sum + seconds, 0);
}
