import { createRandom, type Random } from '../../portal/world/random.js';
import { sleep } from './app-process.js';
import { openLane, type Lane, type LaneOptions } from './lane.js';
import { judge, tellSmallStory, type Verdict } from './small-story.js';

export interface KillCount extends Verdict {
  kills: number;
  stories: number;
}

const troubles = ['answerLost', 'halfWritten', 'landLate', null, null] as const;
const MAX_SHOTS = 4;
const writes = ['tasks.task.add', 'task.commentitem.add', 'tasks.task.chat.message.send'];

/**
 * Tells small stories while the app is killed at random moments, until it was killed `kills` times. Sums what went wrong.
 * `each` is told of every story.
 */
export async function runKills(
  options: LaneOptions & { kills: number },
  each: (story: string, verdict: Verdict, kills: number) => void = () => undefined,
): Promise<KillCount> {
  const random = createRandom(`crash|${options.seed}`);
  const lane = await openLane(options);
  const count: KillCount = { kills: 0, stories: 0, ...nothing() };
  try {
    while (count.kills < options.kills) {
      const name = `Клиент ${options.seed}-${count.stories}`;
      const verdict = await tellUnderFire(lane, name, random, (kills) => (count.kills += kills));
      for (const key of Object.keys(nothing()) as (keyof Verdict)[]) count[key] += verdict[key];
      count.stories += 1;
      each(name, verdict, count.kills);
    }
  } finally {
    await lane.close();
  }
  return count;
}

async function tellUnderFire(
  lane: Lane,
  name: string,
  random: Random,
  killed: (times: number) => void,
): Promise<Verdict> {
  const kind = troubles[Math.floor(random.next() * troubles.length)] ?? null;
  if (kind !== null) lane.portal.control.addFault({ kind, methods: writes, times: 1, delayMs: 900 });
  const story = { told: false };
  const telling = tellSmallStory(lane, name).finally(() => {
    story.told = true;
  });
  const shoot = async (): Promise<void> => {
    await lane.app.kill();
    killed(1);
    await sleep(random.next() * 200);
    await startUnderFire(lane, random, killed);
  };
  const shooting = (async () => {
    // not without end: a dead process's lease must be able to run out, or no story would ever be told
    for (let shots = 0; shots < MAX_SHOTS && !story.told; shots += 1) {
      await Promise.race([sleep(random.next() * 1_500), telling]);
      if (!story.told) await shoot();
    }
    await telling;
    // close behind the last events: what was acknowledged must be there afterwards
    await sleep(random.next() * 500);
    await shoot();
  })();
  const [client] = await Promise.all([telling, shooting]);
  lane.portal.control.clearFaults();
  return judge(lane, client);
}

/** Every fourth start is shot at too: migrations, first jobs, what was left over. */
async function startUnderFire(lane: Lane, random: Random, killed: (times: number) => void): Promise<void> {
  if (random.chance(0.25)) {
    const starting = lane.app.start();
    await sleep(random.next() * 1_500);
    await lane.app.kill();
    killed(1);
    await starting;
  }
  await lane.app.start();
}

function nothing(): Verdict {
  return {
    lostSeconds: 0,
    doubledSeconds: 0,
    lostEvents: 0,
    postsMissing: 0,
    postsDoubled: 0,
    posts: 0,
    events: 0,
  };
}
