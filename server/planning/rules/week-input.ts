import { type Day, startOfDay } from '../../base/days.js';
import type { Terms } from '../../base/terms.js';
import { leftOfDay } from './day-left.js';
import { type Learned, UNKNOWN_SKILL } from './learn-skills.js';
import type { PlanClient, PlanInput, PlanPart, PlanPerson } from './plan-model.js';
import { heldReason, type HeldReason, planTaskOf, type TaskFacts, type Wish } from './plan-task-of.js';
import { daysBetween, weekOf } from './week-days.js';

export interface InputPerson {
  userId: number;
  norm: { zone: string; startsAt: number };
  days: readonly { day: Day; seconds: number }[];
}

export interface InputFacts {
  weekOn: Day;
  today: Day;
  now: number;
  people: readonly InputPerson[];
  clients: ReadonlyMap<number, PlanClient & { terms: Terms }>;
  tasks: readonly TaskFacts[];
  learned: ReadonlyMap<number, Learned>;
  /** Permille by work type, as managers said. */
  setSkills: ReadonlyMap<number, Readonly<Record<string, number>>>;
  wipLimitOf: (userId: number) => number | null;
  reservePercent: number;
  until: Day;
}

export interface HeldTask {
  taskId: number;
  reason: HeldReason;
}

/** Work of less than half an hour is not begun for the sake of a full day. */
const SHORTEST_PART = 1_800;
const BREAK_MS = 3_600_000;

/** Days that are still to be planned: of a running week from today on. */
function daysToPlan({ weekOn, until, today }: Pick<InputFacts, 'weekOn' | 'until' | 'today'>): Day[] {
  return daysBetween(weekOn, until).filter((day) => day >= today);
}

/** What the planner is asked: the facts of the week, the manager's wishes, and what was told to everybody last. */
export function weekInput(
  facts: InputFacts,
  wishes: ReadonlyMap<number, Wish>,
  published: readonly PlanPart[],
): { input: PlanInput; held: HeldTask[] } {
  const days = daysToPlan(facts);
  const held: HeldTask[] = [];
  const tasks = facts.tasks.flatMap((task) => {
    const told = wishes.get(task.taskId);
    const wish = told && { ...told, pinned: told.pinned.filter(({ day }) => day >= facts.today) };
    const reason = heldReason(task, wish);
    if (reason !== null) held.push({ taskId: task.taskId, reason });
    const terms = facts.clients.get(task.clientId)?.terms;
    return reason !== null || !terms ? [] : [planTaskOf(task, terms, wish)];
  });
  const input: PlanInput = {
    days,
    people: facts.people.map((person) => planPerson(facts, person, days)),
    clients: [...facts.clients.values()].map(({ clientId, remainingSeconds, overageSeconds }) => ({
      ...{ clientId, remainingSeconds, overageSeconds },
    })),
    tasks,
    published: published.filter(({ day }) => day >= facts.today),
    shortestPartSeconds: SHORTEST_PART,
  };
  return { input, held };
}

function planPerson(facts: InputFacts, person: InputPerson, days: readonly Day[]): PlanPerson {
  const learned = facts.learned.get(person.userId);
  const capacitySeconds = days.map((day) => secondsLeft(facts, person, day));
  return {
    userId: person.userId,
    capacitySeconds,
    reserveSeconds: days.map((day, index) => reserveOn(facts, day, capacitySeconds[index] ?? 0)),
    skillPermille: { ...learned?.skillPermille, ...facts.setSkills.get(person.userId) },
    otherSkillPermille: UNKNOWN_SKILL,
    clientPermille: learned?.clientPermille ?? {},
    wip: facts.tasks.filter((task) => task.status === 3 && task.responsibleId === person.userId).length,
    wipLimit: facts.wipLimitOf(person.userId),
  };
}

/** Of today only what is left of it. */
function secondsLeft(facts: InputFacts, person: InputPerson, day: Day): number {
  const seconds = person.days.find((one) => one.day === day)?.seconds ?? 0;
  if (day !== facts.today || seconds === 0) return seconds;
  const opensAt = startOfDay(day, person.norm.zone) + person.norm.startsAt * 60_000;
  return leftOfDay({ seconds, opensAt, closesAt: opensAt + seconds * 1000 + BREAK_MS }, facts.now);
}

/** What is kept free for urgent work: a share of the day, and nothing any more when the week's last working day has come. */
export function reserveOn(facts: InputFacts, day: Day, seconds: number): number {
  if (day === facts.today && day === lastWorkingDay(facts)) return 0;
  return Math.floor((seconds * facts.reservePercent) / 100 / 60) * 60;
}

/** The last day of the week on which anybody works. */
export function lastWorkingDay(facts: Pick<InputFacts, 'people' | 'weekOn'>): Day | null {
  const worked = weekOf(facts.weekOn).filter((day) =>
    facts.people.some((person) => person.days.some((one) => one.day === day && one.seconds > 0)),
  );
  return worked.at(-1) ?? null;
}
