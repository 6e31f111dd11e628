import type { Problem, ProblemTask } from '../plan-problem.js';
import { moveOf } from '../plan-state.js';
import { WHOLE } from '../weights.js';

/**
 * What a search needs of a problem, as flat arrays: it looks at them millions of times. An option is a person who may do
 * a task; those of task `t` are `optionsFrom[t]` to `optionsFrom[t + 1]`, who loses least first. A task's days are at `t * dayCount`.
 */
export interface SearchFacts {
  problem: Problem;
  dayCount: number;
  taskCount: number;
  /** Tasks that the search may move, and whether a task is one of them. */
  movable: number[];
  isMovable: Uint8Array;
  seconds: Int32Array;
  /** Points that a task brings for each permille that is not lost. */
  points: Float64Array;
  isPlain: Uint8Array;
  ready: Int16Array;
  client: Int16Array;
  clientSeconds: Int32Array;
  /** Movable tasks of each client. */
  ofClient: number[][];
  /** 1 where `task * people + person` may be. */
  may: Uint8Array;
  rank: Int32Array;
  optionsFrom: Int32Array;
  optionPerson: Int16Array;
  optionLoss: Int16Array;
  /** By task and last day, for any person. */
  dayLoss: Int16Array;
  /** The least of them. */
  leastDayLoss: Int16Array;
  /** No part of ordinary or urgent work is shorter, unless it is the last of its task. */
  shortest: number;
}

export function searchFacts(problem: Problem): SearchFacts {
  const { tasks, dayCount, input } = problem;
  const taskCount = tasks.length;
  const optionCount = tasks.reduce((sum, { people }) => sum + people.length, 0);
  const facts: SearchFacts = {
    ...{ problem, dayCount, taskCount, shortest: Math.max(1, input.shortestPartSeconds) },
    movable: tasks.flatMap((task, at) => (task.isFixed || task.blocked !== null ? [] : [at])),
    isMovable: new Uint8Array(taskCount),
    seconds: Int32Array.from(tasks, ({ seconds }) => seconds),
    points: Float64Array.from(tasks, ({ seconds, weight }) => seconds * weight),
    isPlain: Uint8Array.from(tasks, ({ level }) => (level === 0 ? 1 : 0)),
    ready: Int16Array.from(tasks, ({ ready }) => Math.min(ready, dayCount)),
    client: Int16Array.from(tasks, ({ client }) => client),
    clientSeconds: Int32Array.from(tasks, ({ task }) => task.clientSeconds),
    ofClient: problem.clientLimit.map(() => []),
    may: problem.may,
    rank: Int32Array.from(tasks, ({ rank }) => rank),
    optionsFrom: new Int32Array(taskCount + 1),
    optionPerson: new Int16Array(optionCount),
    optionLoss: new Int16Array(optionCount),
    dayLoss: new Int16Array(taskCount * dayCount),
    leastDayLoss: new Int16Array(taskCount),
  };
  for (const at of facts.movable) {
    facts.isMovable[at] = 1;
    facts.ofClient[facts.client[at] ?? -1]?.push(at);
  }
  let from = 0;
  tasks.forEach((task, at) => {
    fillDays(facts, task, at);
    facts.optionsFrom[at] = from;
    for (const choice of choicesOf(problem, task)) {
      facts.optionPerson[from] = task.people[choice] ?? 0;
      facts.optionLoss[from] = lossOf(task, choice);
      from += 1;
    }
  });
  facts.optionsFrom[taskCount] = from;
  return facts;
}

/** Who loses least first; between equals whoever is responsible for the task now. */
function choicesOf({ input }: Problem, task: ProblemTask): number[] {
  const isResponsible = (choice: number): number =>
    Number(input.people[task.people[choice] ?? -1]?.userId === task.task.responsibleUserId);
  return task.people
    .map((_, choice) => choice)
    .sort((a, b) => lossOf(task, a) - lossOf(task, b) || isResponsible(b) - isResponsible(a) || a - b);
}

/** What is lost with a person, whatever the day. */
function lossOf(task: ProblemTask, choice: number): number {
  const told = task.published?.finish ?? 0;
  return (task.fit[choice] ?? 0) + moveOf(task, choice, Math.max(0, told));
}

function fillDays({ dayLoss, leastDayLoss, dayCount }: SearchFacts, task: ProblemTask, at: number): void {
  const same = task.published === null ? 0 : task.people.indexOf(task.published.person);
  let least = WHOLE;
  for (let day = 0; day < dayCount; day += 1) {
    // A choice of -1 is nobody who may do it: what it loses for the person is taken off again.
    const moved = moveOf(task, same, day) - moveOf(task, same, Math.max(0, task.published?.finish ?? 0));
    const loss = (task.dayLoss[day] ?? 0) + moved;
    dayLoss[at * dayCount + day] = loss;
    if (day >= task.ready) least = Math.min(least, loss);
  }
  leastDayLoss[at] = least;
}

/** The choice of a problem's task that a person is. */
export function choiceOf({ problem }: SearchFacts, at: number, person: number): number {
  return problem.tasks[at]?.people.indexOf(person) ?? -1;
}
