import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { ways } from '../given/posting-letters.js';
import { createRandom } from '../portal/world/random.js';
import { runNaively, runOutbox, STALL_LIMIT_MS, type PostCount } from './post/run-posting.js';
import type { BenchResult } from './bench.js';

/**
 * `npm run bench -- post [--letters 40] [--seed S]`: reports, files, notices and feed posts on both cards (and on a portal
 * without the newer way to put a file into a chat), while the portal loses answers, lands calls late and fails, and our
 * process dies before and after its calls. Nothing may appear twice or be called sent without being there. The control,
 * a poster that sends again at once, must double under the same faults.
 */
export async function bench(argv: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: argv,
    options: { letters: { type: 'string', default: '40' }, seed: { type: 'string', default: 'a' } },
  });
  const letters = Number(values.letters);
  const runs = ways.map((way) => {
    const seed = `${values.seed}-${way}`;
    return { way, letters, seed, random: createRandom(`post|${seed}`) };
  });
  const stalls = monitorEventLoopDelay({ resolution: 10 });
  stalls.enable();
  const ours = await Promise.all(
    runs.map(async (run) => {
      const counted = await runOutbox(run);
      console.log(`${run.way.padEnd(7)} ${line(counted)}`);
      return counted;
    }),
  );
  const stallMs = Math.round(stalls.max / 1e6);
  if (stallMs > STALL_LIMIT_MS)
    console.log(`the machine stood still for ${stallMs} ms: say nothing of this run`);
  const naive = await Promise.all(runs.map((run) => runNaively({ ...run, letters: Math.ceil(letters / 4) })));
  for (const [index, counted] of naive.entries()) console.log(`naive   ${runs[index]?.way} ${line(counted)}`);
  const wrong = sum(ours, 'doubled') + sum(ours, 'missing');
  const control = sum(naive, 'doubled');
  return {
    ...{ bench: 'post', ours: wrong, peer: control, ratio: 0, floor: 0 },
    ok: wrong === 0 && naive.every(({ doubled }) => doubled > 0) && ours.every(({ deaths }) => deaths > 0),
    stallMs,
    counted: Object.fromEntries(runs.map(({ way }, index) => [way, ours[index]])),
    controls: Object.fromEntries(runs.map(({ way }, index) => [way, naive[index]])),
  };
}

function line({ posts, deaths, faults, doubled, missing, undecided }: PostCount): string {
  return `${posts} posts, ${faults} faults, ${deaths} deaths: ${doubled} doubled, ${missing} missing, ${undecided} wait for a person`;
}

function sum(counts: readonly PostCount[], what: keyof PostCount): number {
  return counts.reduce((total, count) => total + count[what], 0);
}
