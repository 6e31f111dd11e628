import { fill } from './find-room.js';
import { place, type PlanState, remove, taskAt, worthOf } from './plan-state.js';
import type { Problem } from './plan-problem.js';

/** Moves tasks to free time before them, each with its person; none ends later and none brings less. */
export function closeGaps(problem: Problem, state: PlanState, movable: readonly number[]): void {
  const order = movable.filter((at) => (state.person[at] ?? -1) >= 0 && (state.finish[at] ?? 0) > 0);
  order.sort((a, b) => (state.start[a] ?? 0) - (state.start[b] ?? 0) || a - b);
  for (const at of order) moveForward(problem, state, at);
}

function moveForward(problem: Problem, state: PlanState, at: number): void {
  const task = taskAt(problem, at);
  const [person, finish, before] = [state.person[at] ?? -1, state.finish[at] ?? 0, state.parts[at]];
  const choice = task.people.indexOf(person);
  if (!before) return;
  remove(problem, state, at);
  const parts = fill(problem, state, at, person);
  const end = parts?.days.at(-1) ?? Infinity;
  const isBetter = end <= finish && worthOf(task, choice, end) >= worthOf(task, choice, finish);
  place(problem, state, at, { choice, parts: parts && isBetter ? parts : before });
}
