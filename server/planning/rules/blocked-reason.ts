import type { UnplannedReason } from './plan-model.js';
import type { Problem, ProblemTask } from './plan-problem.js';

/** Why a task cannot be in any plan of this input, whatever else is in it; null = it can. */
export function blockedReason(problem: Problem, facts: ProblemTask): UnplannedReason | null {
  const { task, seconds, client } = facts;
  if (seconds === 0) return 'needs-estimate';
  const nobody = blockedByPeople(problem, facts);
  if (nobody) return nobody;
  if (facts.ready >= problem.dayCount) return 'not-yet';
  if (client >= 0 && task.clientSeconds > (problem.clientLimit[client] ?? Infinity)) {
    return 'client-out-of-hours';
  }
  if (!mayBePinned(problem, facts)) return 'pin-impossible';
  const longest = Math.max(...facts.people.map((person) => timeFor(problem, facts, person)));
  return longest < seconds ? 'too-long' : null;
}

function blockedByPeople(problem: Problem, { task, people }: ProblemTask): UnplannedReason | null {
  const only = task.startedByUserId ?? task.fixedUserId ?? task.pinned[0]?.userId ?? null;
  const present = people.filter((person) => hasTime(problem, person));
  if (only !== null) return present.length === 0 ? 'performer-away' : null;
  return people.length === 0 ? 'no-skill' : null;
}

function hasTime({ capacity, dayCount }: Problem, person: number): boolean {
  return capacity.subarray(person * dayCount, (person + 1) * dayCount).some((seconds) => seconds > 0);
}

/** All the time a person has for the task if there were nothing else; what is put by hand counts as it lies. */
export function timeFor(problem: Problem, facts: ProblemTask, person: number): number {
  const { dayCount, capacity, plainCapacity, input } = problem;
  const from = facts.level > 0 ? capacity : plainCapacity;
  const pinned = new Map(facts.pinned?.parts);
  let time = 0;
  for (let day = 0; day < dayCount; day += 1) {
    const at = person * dayCount + day;
    const put = pinned.get(day) ?? 0;
    const room = Math.min((from[at] ?? 0) - put, (capacity[at] ?? 0) - put);
    const least = facts.level > 1 ? 0 : Math.min(input.shortestPartSeconds, facts.seconds - time);
    time += put;
    if (day >= facts.ready && room > 0 && room >= least) time += room;
  }
  return time;
}

/** Parts put by hand: all of the one who may do it, on days of the plan, within capacity, no more than the task. */
function mayBePinned(problem: Problem, { task, pinned, people, seconds }: ProblemTask): boolean {
  if (!pinned) return true;
  const { dayCount, capacity } = problem;
  const isOnes = task.pinned.every(({ userId }) => userId === task.pinned[0]?.userId);
  if (!isOnes || !people.includes(pinned.person)) return false;
  const total = pinned.parts.reduce((sum, [, put]) => sum + put, 0);
  const days = new Set(pinned.parts.map(([day]) => day));
  return (
    total <= seconds &&
    days.size === pinned.parts.length &&
    pinned.parts.every(
      ([day, put]) =>
        put > 0 && day >= 0 && day < dayCount && put <= (capacity[pinned.person * dayCount + day] ?? 0),
    )
  );
}
