import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refinePlan } from '../../../server/planning/rules/make-plan.js';
import type { PlanInput } from '../../../server/planning/rules/plan-model.js';
import { median, rounded, type BenchResult } from '../bench.js';
import { makeWeek, type WeekSize } from './make-week.js';
import { projectText } from './project-text.js';

const SIZE: WeekSize = { people: 15, tasks: 120, days: 5, demand: 1.1 };
const ROUNDS = 3000;

interface Outcome {
  /** Tasks with a deadline in the week that are not done by it. */
  missed: number;
  /** Hours of tasks that are done within the week, each task whole. */
  hours: number;
}

/** The same weeks given to TaskJuggler 3: deadlines missed and hours placed. It knows no clients' hours, so nobody is limited here. */
export function besideTaskJuggler(weeks: number): Promise<BenchResult> {
  const found = spawnSync('tj3', ['--version'], { encoding: 'utf8' });
  const base = {
    bench: 'planner',
    floor: 1,
    unit: 'deadlines missed, sum of all weeks; peer: TaskJuggler 3',
  };
  if (found.status !== 0) {
    console.log('tj3 is not installed here (Debian: apt install tj3): nothing to compare with');
    return Promise.resolve({ ...base, ours: 0, peer: 0, ratio: 0, ok: true, isMissing: true });
  }
  const both = Array.from({ length: weeks }, (_, index) => compare(index + 1));
  const sum = (which: 'ours' | 'peer', what: keyof Outcome): number =>
    both.reduce((all, one) => all + one[which][what], 0);
  const [ours, peer] = [sum('ours', 'missed'), sum('peer', 'missed')];
  const hours = { ours: rounded(sum('ours', 'hours'), 0), peer: rounded(sum('peer', 'hours'), 0) };
  return Promise.resolve({
    ...{ ...base, ours, peer, ratio: rounded(ours / Math.max(1, peer)), weeks, hours },
    hoursRatio: rounded(median(both.map((one) => one.ours.hours / Math.max(1, one.peer.hours)))),
    ok: ours <= peer && hours.ours >= hours.peer,
  });
}

function compare(seed: number): { ours: Outcome; peer: Outcome } {
  const input = makeWeek(SIZE, seed);
  for (const client of input.clients) client.remainingSeconds = null;
  for (const person of input.people) person.reserveSeconds = person.capacitySeconds.map(() => 0);
  // Quarters of an hour are what TaskJuggler reckons in.
  const plan = refinePlan(input, [], { seed, iterations: ROUNDS });
  const finish = new Map(plan.planned.map(({ taskId, finishDay }) => [taskId, finishDay]));
  const both = { ours: outcomeOf(input, finish), peer: outcomeOf(input, runTaskJuggler(input)) };
  const say = ({ missed, hours }: Outcome): string =>
    `${String(missed)} deadlines missed, ${hours.toFixed(1)} h placed`;
  console.log(`week ${String(seed)}: ours ${say(both.ours)}; TaskJuggler ${say(both.peer)}`);
  return both;
}

function outcomeOf({ tasks, days }: PlanInput, finish: ReadonlyMap<number, string>): Outcome {
  const last = days.at(-1) ?? '';
  const due = tasks.filter(({ deadline }) => deadline !== null);
  const done = tasks.filter(({ taskId }) => (finish.get(taskId) ?? '9999') <= last);
  return {
    missed: due.filter(({ taskId, deadline }) => (finish.get(taskId) ?? '9999') > (deadline ?? '')).length,
    hours: done.reduce((sum, { remainingSeconds }) => sum + (remainingSeconds ?? 0), 0) / 3600,
  };
}

/** The last day of each task as TaskJuggler plans it. */
function runTaskJuggler(input: PlanInput): Map<number, string> {
  const folder = mkdtempSync(join(tmpdir(), 'tj3-'));
  try {
    writeFileSync(join(folder, 'week.tjp'), projectText(input));
    const run = spawnSync('tj3', ['--silent', '-o', folder, join(folder, 'week.tjp')], { encoding: 'utf8' });
    const rows = readFileSync(join(folder, 'plan.csv'), 'utf8').trim().split('\n').slice(1);
    if (rows.length === 0) throw new Error(`tj3 planned nothing: ${run.stderr.slice(0, 400)}`);
    return new Map(
      rows.map((row) => {
        const [id = '', end = ''] = row.replaceAll('"', '').split(';');
        return [Number(id.replace(/^.*t/, '')), end.slice(0, 10)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
