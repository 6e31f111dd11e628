import { parseArgs } from 'node:util';
import { adoptPlan } from '../../server/planning/rules/adopt-plan.js';
import { problemOf } from '../../server/planning/rules/plan-problem.js';
import { refineState } from '../../server/planning/rules/refine-state.js';
import { exactPlan } from '../../server/planning/solve/exact-plan.js';
import { lpPoints } from '../../server/planning/solve/lp-bound.js';
import { median, rounded, type BenchResult } from './bench.js';
import { makeWeek, type WeekSize } from './planner/make-week.js';
import { arrivals } from './planner/arrivals.js';
import { besideTaskJuggler } from './planner/beside-task-juggler.js';

const LARGE: WeekSize = { people: 50, tasks: 600, days: 5, demand: 1.3 };
const SMALL: WeekSize = { people: 10, tasks: 60, days: 5, demand: 1.2 };
const GOAL = { short: 0.05, long: 0.015, longWorst: 0.03, exact: 0.005 };
const MANY = 10_000_000;

/**
 * How far are plans from what no plan can exceed? Weeks of 50 people and 600 tasks with skills, deadlines, clients' hours,
 * dependencies and urgent work; as many rounds of refining as take 50 ms and 1 s of one core's processor time here. The
 * peer and control is the plan at once, which must be seen to be worse. Small weeks are compared with what the exact
 * search proves within `--seconds`. Options: `--seeds`, `--small` (how many weeks), `--rounds` (of a second).
 */
export async function bench(options: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: options,
    options: {
      seeds: { type: 'string', default: '20' },
      small: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '15' },
      rounds: { type: 'string' },
      tj3: { type: 'boolean', default: false },
    },
  });
  if (values.tj3) return besideTaskJuggler(Number(values.seeds));
  const wanted = values.rounds === undefined ? null : Number(values.rounds);
  const long = wanted ?? calibrate(LARGE);
  const ofSmall = wanted ?? calibrate(SMALL);
  const short = Math.round(long / 20);
  console.log(
    `1 s of one core is ${String(long)} rounds here, 50 ms are ${String(short)}; ${String(ofSmall)} for small weeks`,
  );
  const gaps = await largeGaps(Number(values.seeds), short, long);
  const exact = await smallGaps(Number(values.small), { rounds: ofSmall, seconds: Number(values.seconds) });
  const moved = arrivals(LARGE, Math.min(5, Number(values.seeds)), long);
  return judge({ gaps, exact, moved, short, long });
}

/** Rounds that one second of processor time is worth, from a week that is not measured. */
function calibrate(size: WeekSize): number {
  const problem = problemOf(makeWeek(size, 1000));
  const state = adoptPlan(problem, []);
  refineState(problem, state, { seed: 1, iterations: 5_000 });
  const before = process.cpuUsage();
  let done = 0;
  refineState(problem, state, {
    ...{ seed: 2, iterations: MANY },
    goesOn: (rounds) => {
      done = rounds;
      return process.cpuUsage(before).user < 1_000_000;
    },
  });
  return Math.max(1000, Math.round(done / 1000) * 1000);
}

interface Gaps {
  greedy: number;
  short: number;
  long: number;
}

async function largeGaps(seeds: number, short: number, long: number): Promise<Gaps[]> {
  const all: Gaps[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const problem = problemOf(makeWeek(LARGE, seed));
    const bound = await lpPoints(problem);
    const gapAfter = (iterations: number): number => {
      const state = adoptPlan(problem, []);
      if (iterations > 0) refineState(problem, state, { seed, iterations });
      return 1 - state.score / bound;
    };
    const greedy = gapAfter(0);
    const afterShort = gapAfter(short);
    const spent = stopwatch();
    const gaps = { greedy, short: afterShort, long: gapAfter(long) };
    all.push(gaps);
    console.log(`week ${String(seed)}: below the bound ${percents(gaps)} (${spent()})`);
  }
  return all;
}

/** Milliseconds of processor time and of the clock since it was started, in words. */
function stopwatch(): () => string {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    const passed = performance.now() - wall;
    return `${String(Math.round((user + system) / 1000))} ms of processor time, ${String(Math.round(passed))} ms passed`;
  };
}

function percents({ greedy, short, long }: Gaps): string {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  return `at once ${percent(greedy)}, after 50 ms ${percent(short)}, after 1 s ${percent(long)}`;
}

interface SmallGaps {
  /** Below what the exact search proves that no plan exceeds. */
  gaps: number[];
  /** Weeks whose optimum was found and proven. */
  proven: number;
}

async function smallGaps(weeks: number, effort: { rounds: number; seconds: number }): Promise<SmallGaps> {
  const gaps: number[] = [];
  let proven = 0;
  for (let seed = 1; seed <= weeks; seed += 1) {
    const input = makeWeek(SMALL, 100 + seed);
    for (const task of input.tasks) if (task.urgency === 'critical') task.urgency = 'urgent';
    const problem = problemOf(input);
    const state = adoptPlan(problem, []);
    refineState(problem, state, { seed, iterations: effort.rounds });
    const exact = await exactPlan(problem, { mostDecisions: MANY, seconds: effort.seconds });
    const bound = Math.min(await lpPoints(problem), exact?.points ?? Infinity);
    const gap = 1 - state.score / bound;
    gaps.push(gap);
    if (exact?.isProven) proven += 1;
    const found = exact?.isProven ? 'the optimum' : 'what the exact search had proven when its time was up';
    console.log(`small week ${String(seed)}: ${(100 * gap).toFixed(3)} % below ${found}`);
  }
  return { gaps, proven };
}

interface Figures {
  gaps: Gaps[];
  exact: SmallGaps;
  moved: ReturnType<typeof arrivals>;
  short: number;
  long: number;
}

function judge({ gaps, exact, moved, short, long }: Figures): BenchResult {
  const of = (which: keyof Gaps): number[] => gaps.map((one) => one[which]);
  const worst = (values: readonly number[]): number => Math.max(...values);
  const isControlWorse = gaps.every((one) => one.greedy > one.long);
  const [middle, peer] = [median(of('long')), median(of('greedy'))];
  return {
    ...{ bench: 'planner', ours: rounded(middle, 5), peer: rounded(peer, 5), ratio: rounded(middle / peer) },
    ...{ unit: 'share below what no plan exceeds, median after 1 s', floor: GOAL.long },
    ok:
      worst(of('short')) <= GOAL.short &&
      middle <= GOAL.long &&
      worst(of('long')) <= GOAL.longWorst &&
      worst(exact.gaps) <= GOAL.exact &&
      isControlWorse &&
      moved.every(({ ours, scratch }) => ours <= scratch),
    weeks: gaps.length,
    rounds: { short, long },
    atOnce: { median: rounded(peer, 5), worst: rounded(worst(of('greedy')), 5) },
    after50ms: { median: rounded(median(of('short')), 5), worst: rounded(worst(of('short')), 5) },
    after1s: { median: rounded(middle, 5), worst: rounded(worst(of('long')), 5) },
    exact: {
      median: rounded(median(exact.gaps), 5),
      worst: rounded(worst(exact.gaps), 5),
      proven: exact.proven,
    },
    ...{ isControlWorse, moved },
  };
}
