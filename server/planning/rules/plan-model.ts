import type { Day } from '../../base/days.js';

/** Everything the planner knows; plain data. Seconds are integers, shares are permille, days are local `YYYY-MM-DD`. */
export interface PlanInput {
  /** Consecutive days, the first one being today or the first day of the plan; a week, or four of them. */
  days: Day[];
  /** Who may be given work. */
  people: PlanPerson[];
  /** Whose hours are spent. */
  clients: PlanClient[];
  /** Open tasks, those without an estimate included. */
  tasks: PlanTask[];
  /** What was told to people and clients last; empty before the first sprint. New plans stay close to it. */
  published: PlanPart[];
  /** No part of a task is shorter than this, unless it is the last of it; 1800 is a good value, 0 allows anything. */
  shortestPartSeconds: number;
}

export interface PlanPerson {
  /** Portal user id. */
  userId: number;
  /** Working seconds of each day of `days`: calendar − holidays − absences, at the person's own norm; today: what is left of it. */
  capacitySeconds: number[];
  /** The part of each day's capacity that ordinary work leaves free; 0 on a day it was released. */
  reserveSeconds: number[];
  /** How well each work type is done, 0–1000; 0 = cannot do it. A type that is not listed counts as `otherSkillPermille`. */
  skillPermille: Record<string, number>;
  /** Skill for types not listed, and for tasks without a type; 500 where nothing is known. */
  otherSkillPermille: number;
  /** How well each client is known, 0–1000 by client id; not listed = 0. */
  clientPermille: Record<number, number>;
  /** Tasks in work now. */
  wip: number;
  /** Most tasks in work at once; null = no limit. Shown with suggestions, never a rule of the plan. */
  wipLimit: number | null;
}

export interface PlanClient {
  /** The app's client id. */
  clientId: number;
  /** Paid seconds not yet spent; negative in overage; null = not limited (a client without packages that is billed later). */
  remainingSeconds: number | null;
  /** Seconds beyond them that the terms allow; 0 = none, null = any. */
  overageSeconds: number | null;
}

export const urgencies = ['plain', 'urgent', 'critical'] as const;
/** Urgent may use the reserve; critical starts at once and others give way. */
export type Urgency = (typeof urgencies)[number];

export interface PlanTask {
  /** Portal task id. */
  taskId: number;
  /** Whose hours it takes; null = nobody's (own work). */
  clientId: number | null;
  /** Code of the work type; null = not known. */
  workType: string | null;
  /** Work still to do: estimate − what was worked; null or 0 = no estimate, or it is used up: never planned, always listed. */
  remainingSeconds: number | null;
  /** What that work will take of the client's hours: after multiplier and courtesy; 0 for work that is not billed. */
  clientSeconds: number;
  /** Three-point remaining seconds, for promised dates; null = the default spread of `promiseDates`. */
  spread: { optimisticSeconds: number; likelySeconds: number; pessimisticSeconds: number } | null;
  /** Not to be begun before this day; null = any. */
  earliestDay: Day | null;
  /** To be finished on this day or before; null = none. A plan may miss it; that costs, and is listed. */
  deadline: Day | null;
  /** Bitrix24 priority: 0 low, 1 normal, 2 high. */
  priority: 0 | 1 | 2;
  urgency: Urgency;
  /** The only person who may do it, as the manager said; null = free. */
  fixedUserId: number | null;
  /** Who may do it; null = everybody with skill for the work type. */
  eligibleUserIds: number[] | null;
  /** Who has already worked on it: it stays with them; null = not begun. Wins over `fixedUserId`. */
  startedByUserId: number | null;
  /** Its responsible person in the portal now; only a tie-breaker; null = nobody. */
  responsibleUserId: number | null;
  /** Tasks that must be finished first; ids that are not in `tasks` count as finished. */
  dependsOn: number[];
  /** Parts the manager put there by hand: they stay as they are. All of one person. */
  pinned: PlanPart[];
  /** The manager lets it go beyond the client's paid hours. */
  mayExceedHours: boolean;
}

/** Some seconds of a task on a person's day. */
export interface PlanPart {
  taskId: number;
  userId: number;
  day: Day;
  seconds: number;
}

/** A task that is in the plan: always whole, always one person's. */
export interface PlannedTask {
  taskId: number;
  userId: number;
  startDay: Day;
  finishDay: Day;
  /** By day, ascending. */
  parts: PlanPart[];
  /** Calendar days after its deadline; 0 = in time or without one. */
  lateDays: number;
}

export const unplannedReasons = [
  /** It has no estimate. */
  'needs-estimate',
  /** Nobody in the plan may do this type of work. */
  'no-skill',
  /** The only one who may do it (fixed, or has begun it) is not in the plan or has no working time in it. */
  'performer-away',
  /** The client has fewer paid hours than it takes: not even alone. */
  'client-out-of-hours',
  /** It would fit the client's hours, but tasks that come first use them. */
  'client-hours-taken',
  /** It may not begin before a day after the plan. */
  'not-yet',
  /** A task it waits for is not planned. */
  'after-dependency',
  /** A task it waits for is planned, but ends too late. */
  'dependency-late',
  /** It waits, over others or directly, for itself. */
  'dependency-cycle',
  /** Longer than all the time anybody who may do it has. */
  'too-long',
  /** It would fit, but everybody who may do it is busy with work that comes first. */
  'no-capacity',
  /** Parts put by hand do not fit: over capacity, another's task, or more than the task. */
  'pin-impossible',
] as const;
export type UnplannedReason = (typeof unplannedReasons)[number];

export interface UnplannedTask {
  taskId: number;
  reason: UnplannedReason;
  /** Seconds that are missing: of capacity, of the client's hours; 0 where it is no matter of time. */
  missingSeconds: number;
  /** The task it waits for; null where it is no matter of order. */
  afterTaskId: number | null;
  /** Who has the most time for it; null where nobody may do it. */
  nearestUserId: number | null;
}

/** Points, integers; one ordinary hour of a normal task is worth 3600 × 1000. `total` is the sum of the others. */
export interface Objective {
  total: number;
  /** Worth of the planned work: seconds × weight of priority and urgency. */
  work: number;
  /** ≤ 0: deadlines missed. */
  late: number;
  /** ≤ 0: later is worth less, urgent work above all. */
  delay: number;
  /** ≤ 0: done by someone with less skill for it, or who does not know the client. */
  fit: number;
  /** ≤ 0: differs from what was published: another person, another day. */
  moves: number;
}

export interface Plan {
  /** By task id. */
  planned: PlannedTask[];
  /** By task id; every task of the input is in one of the two lists. */
  unplanned: UnplannedTask[];
  objective: Objective;
  /** Per person (in the order of `people`) and day: seconds of all work, and what is left of the reserve. */
  load: PersonLoad[];
}

export interface PersonLoad {
  userId: number;
  plannedSeconds: number[];
  reserveLeftSeconds: number[];
}

/** What repeats a plan: the same input, start, seed and iterations give the same plan on every machine. */
export interface Effort {
  seed: number;
  iterations: number;
}

/** A line of a difference between two plans. `kind` says the most important thing. */
export interface TaskMove {
  taskId: number;
  kind: 'added' | 'removed' | 'other-person' | 'later' | 'earlier' | 'same-dates';
  before: Place | null;
  after: Place | null;
}

export interface Place {
  userId: number;
  startDay: Day;
  finishDay: Day;
}
