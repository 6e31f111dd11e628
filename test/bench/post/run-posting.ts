import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, migrate } from '../../../server/base/db/index.js';
import type { PortalRest } from '../../../server/portal/rest/index.js';
import { filesOnDisk, openPosting, reportOf, timesOn, type Posting } from '../../given/given-posting.js';
import { letterOf, withoutChatUpload, type Way } from '../../given/posting-letters.js';
import { postNaively } from '../../given/naive-poster.js';
import type { Random } from '../../portal/world/random.js';
import type { NewPost } from '../../../server/portal/outbox/index.js';

export interface PostCount {
  posts: number;
  deaths: number;
  faults: number;
  doubled: number;
  /** Said to be sent, and not there. */
  missing: number;
  /** Wait for a person, visibly. */
  undecided: number;
}

const writes = [
  ...['tasks.task.add', 'task.commentitem.add', 'tasks.task.chat.message.send', 'disk.folder.uploadFile'],
  ...['im.v2.File.upload', 'im.disk.file.commit', 'im.notify.system.add', 'log.blogpost.add'],
];
const shares = [
  ...[{ kind: 'answerLost', share: 0.08 } as const, { kind: 'halfWritten', share: 0.05 } as const],
  { kind: 'landLate', share: 0.06, delayMs: 950 } as const,
  { kind: 'landLate', share: 0.06, delayMs: 950, mode: 'hang' } as const,
  ...[{ kind: 'reset', share: 0.04 } as const, { kind: 'serverError', share: 0.04 } as const],
  ...[{ kind: 'hang', share: 0.02 } as const, { kind: 'html502', share: 0.03 } as const],
];
const DEATHS = 0.08;
/** The platform’s second stands for its minute, these six for our 75 s; a machine that stands still longer proves nothing. */
export const SETTLE_MS = 6_000;
export const STALL_LIMIT_MS = 3_500;

export interface Run {
  way: Way;
  letters: number;
  seed: string;
  random: Random;
}

/** Everything the outbox can post, under random faults of the portal and deaths of our process at random steps. */
export function runOutbox(run: Run): Promise<PostCount> {
  return inTrouble(run, async (posting, posts, keys) => {
    await posting.enqueue(posts);
    const deaths = await drainThroughDeaths(posting, run.random);
    await posting.portal.control.idle();
    const states = await posting.states(keys);
    return count(posting, keys, { deaths, states });
  });
}

/** The control: the same posts under the same faults, sent again at once whenever something goes wrong. */
export function runNaively(run: Run): Promise<PostCount> {
  return inTrouble(run, async (posting, posts, keys) => {
    await postNaively(posting.rest, run.way, posts);
    await posting.portal.control.idle();
    return count(posting, keys, { deaths: 0, states: keys.map(() => 'sent') });
  });
}

async function inTrouble(
  { way, letters, seed }: Run,
  work: (posting: Posting, posts: NewPost[], keys: string[]) => Promise<PostCount>,
): Promise<PostCount> {
  const folder = mkdtempSync(join(tmpdir(), 'support-hours-post-'));
  const db = connect(join(folder, 'posting.sqlite'));
  await migrate(db);
  const card = way === 'old' ? 'old' : 'new';
  const posting = await openPosting(db, { card, seed, settleMs: SETTLE_MS });
  try {
    if (way === 'folder') withoutChatUpload(posting);
    const told: { posts: NewPost[]; keys: string[] }[] = [];
    for (let index = 0; index < letters; index += 1) {
      told.push(await letterOf(posting, db, `${index}`, way), reportOf(posting, `${index}`));
    }
    for (const fault of shares) posting.portal.control.addFault({ ...fault, methods: writes });
    const posts = told.flatMap((one) => one.posts);
    return await work(
      posting,
      posts,
      told.flatMap(({ keys }) => keys),
    );
  } finally {
    await posting.stop();
    await db.destroy();
    rmSync(folder, { recursive: true });
  }
}

function count(
  { portal }: Posting,
  keys: readonly string[],
  { deaths, states }: { deaths: number; states: readonly string[] },
): PostCount {
  const seen = keys.map((key) => timesOn(portal, key));
  const onDisk = keys.filter((key) => key.endsWith(':file:1') && filesOnDisk(portal, key) > 1);
  return {
    posts: keys.length,
    deaths,
    faults: portal.control.faults().reduce((total, { fired }) => total + fired, 0),
    doubled: seen.filter((times) => times > 1).length + onDisk.length,
    missing: keys.filter((_, index) => states[index] === 'sent' && seen[index] === 0).length,
    undecided: states.filter((state) => state !== 'sent').length,
  };
}

/** Every life drains until all is at rest, or until it ends at some call: before it leaves, or after it ran. */
async function drainThroughDeaths(posting: Posting, random: Random): Promise<number> {
  for (let deaths = 0; ; deaths += 1) {
    const ended = await new Promise<'at rest' | 'died'>((resolve, reject) => {
      const rest = mortal(posting.rest, random, () => resolve('died'));
      posting.settle(rest).then(() => resolve('at rest'), reject);
    });
    if (ended === 'at rest') return deaths;
  }
}

function mortal(rest: PortalRest, random: Random, die: () => void): PortalRest {
  let dead = false;
  const end = (): Promise<never> => {
    dead = true;
    die();
    return new Promise<never>(() => undefined);
  };
  return {
    ...rest,
    call: async (call) => {
      if (dead) return end();
      if (!writes.includes(call.method) || random.next() >= DEATHS) return rest.call(call);
      if (random.next() < 0.5) return end();
      return rest.call(call).then(end, end);
    },
  };
}
