import { parseArgs } from 'node:util';
import type { BenchResult } from './bench.js';
import { runKills, type KillCount } from './crash/run-kills.js';
import { runNaive } from './crash/run-naive.js';

/**
 * `npm run bench -- crash [--kills 100] [--seed S]`: the real app is killed (SIGKILL) at random moments of small stories on
 * both cards, with lost answers and late landings among them. After every restart nothing may be lost, doubled or posted
 * twice. Controls in the same run: a poster that sends again at once, and the app with events acknowledged before they
 * are stored. Prints lines for people and, last, one JSON line.
 */
export async function bench(argv: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: argv,
    options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: 'a' } },
  });
  const kills = Number(values.kills);
  const { seed } = values;
  const half = Math.ceil(kills / 2);
  const counted = await Promise.all(
    (['old', 'new'] as const).map((card) =>
      runKills({ seed: `${seed}-${card}`, card, kills: half }, (story, verdict, sofar) => {
        console.log(`${card} card  ${String(sofar).padStart(4)} kills  ${story}: ${JSON.stringify(verdict)}`);
      }),
    ),
  );
  const ours = sum(counted);
  const controlKills = Math.min(20, Math.max(6, Math.floor(kills / 5)));
  const naive = await runNaive({ seed, kills: controlKills });
  console.log(`naive poster   ${naive.kills} kills: ${naive.doubled} of ${naive.posts} posts stand twice`);
  const main = 'test/bench/crash/ack-first-main.ts';
  const ackFirst = await runKills({ seed: `${seed}-ack`, card: 'old', kills: controlKills, main });
  console.log(
    `ack first      ${ackFirst.kills} kills: ${ackFirst.lostEvents} of ${ackFirst.events} acknowledged events lost`,
  );
  const wrong =
    ours.lostSeconds + ours.doubledSeconds + ours.lostEvents + ours.postsMissing + ours.postsDoubled;
  const ok = wrong === 0 && naive.doubled > 0 && ackFirst.lostEvents > 0;
  const { kills: ackKills, lostEvents, events } = ackFirst;
  const controls = { naive, ackFirst: { kills: ackKills, lostEvents, events } };
  // what went wrong here, against what went wrong in the controls; nothing may
  return {
    bench: 'crash',
    ours: wrong,
    peer: naive.doubled + lostEvents,
    ratio: 0,
    floor: 0,
    ok,
    counted: ours,
    controls,
  };
}

function sum(counts: readonly KillCount[]): KillCount {
  return counts.reduce((total, count) => {
    const keys = Object.keys(total) as (keyof KillCount)[];
    return Object.fromEntries(keys.map((key) => [key, total[key] + count[key]])) as unknown as KillCount;
  });
}
