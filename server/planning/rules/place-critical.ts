import type { Wanted } from './adopt-plan.js';
import { fill, hoursLeftFor } from './find-room.js';
import { byRank } from './insert-task.js';
import { isPlaced, type Parts, place, type PlanState, remove, taskAt, worthOf } from './plan-state.js';
import type { Problem } from './plan-problem.js';

/** What an hour of ordinary work loses, in permille, when it gives way: it goes elsewhere, later, or not at all. */
const GIVES_WAY = 300;

/**
 * Starts critical work at once: with whoever ends it soonest and drops least. Only what was put by hand and other
 * critical work lies in `state` yet; the rest of the standing plan is in `wanted`.
 */
export function placeCritical(problem: Problem, state: PlanState, at: number, wanted: Wanted): void {
  const task = taskAt(problem, at);
  if (isPlaced(state, at) || task.blocked !== null || !hoursLeftFor(problem, state, task)) return;
  const others = standingLoad(problem, state, wanted, at);
  let best: { choice: number; parts: Parts; worth: number } | null = null;
  task.people.forEach((person, choice) => {
    const parts = fill(problem, state, at, person);
    if (!parts) return;
    const dropped = droppedSeconds(problem, state, { person, parts, others });
    const worth = worthOf(task, choice, parts.days.at(-1) ?? 0) - dropped * 2 * GIVES_WAY;
    if (best === null || worth > best.worth) best = { choice, parts, worth };
  });
  if (best) place(problem, state, at, best);
}

/** Of all that is not placed yet but the task itself. */
function standingLoad(problem: Problem, state: PlanState, wanted: Wanted, but: number): Int32Array {
  const load = new Int32Array(problem.capacity.length);
  for (const [at, { choice, parts }] of wanted) {
    const person = taskAt(problem, at).people[choice] ?? 0;
    if (at === but || isPlaced(state, at)) continue;
    parts.days.forEach((day, index) => {
      const spot = person * problem.dayCount + day;
      load[spot] = (load[spot] ?? 0) + (parts.seconds[index] ?? 0);
    });
  }
  return load;
}

interface Drop {
  person: number;
  parts: Parts;
  others: Int32Array;
}

/** Seconds of other work that would no longer have room. */
function droppedSeconds(problem: Problem, state: PlanState, { person, parts, others }: Drop): number {
  return parts.days.reduce((sum, day, index) => {
    const spot = person * problem.dayCount + day;
    const room = (problem.capacity[spot] ?? 0) - (state.load[spot] ?? 0) - (others[spot] ?? 0);
    return sum + Math.max(0, (parts.seconds[index] ?? 0) - Math.max(0, room));
  }, 0);
}

/** Critical work of the standing plan moves to time that has become free before it; none ends later. */
export function pullForward(problem: Problem, state: PlanState): void {
  const critical = byRank(problem).filter(
    (at) => taskAt(problem, at).level === 2 && taskAt(problem, at).pinned === null,
  );
  for (let hasMoved = true; hasMoved;) {
    hasMoved = false;
    for (const at of critical) if (pull(problem, state, at)) hasMoved = true;
  }
}

function pull(problem: Problem, state: PlanState, at: number): boolean {
  const task = taskAt(problem, at);
  const before = state.parts[at];
  const person = state.person[at] ?? -1;
  if (!before || person < 0) return false;
  const choice = task.people.indexOf(person);
  remove(problem, state, at);
  const parts = fill(problem, state, at, person) ?? before;
  place(problem, state, at, { choice, parts });
  return parts.days.join() !== before.days.join() || parts.seconds.join() !== before.seconds.join();
}
