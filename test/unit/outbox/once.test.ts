import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import {
  afterLook,
  afterSend,
  beforeSend,
  type Finding,
  type Repeats,
  type SendOutcome,
  type Step,
} from '../../../server/portal/outbox/rules/next-step.js';

/** A portal that does what it likes with our calls, as far as the platform's promises let it. */
interface Fate {
  /** What we hear of the send. */
  heard: 'answer' | 'nothing' | 'crash' | 'not-run' | 'refused' | 'denied';
  /** When it lands, ms after the send; null = never. At most as long as the platform lets a call run. */
  landsAfterMs: number | null;
  /** What the look shows of what is there. */
  shown: 'all' | 'hidden' | 'failed';
  authorChanges: boolean;
  idleMs: number;
}

const RUN_LIMIT_MS = 60_000;
const DAY_MS = 86_400_000;

const fate: fc.Arbitrary<Fate> = fc.record({
  heard: fc.constantFrom('answer', 'nothing', 'crash', 'not-run', 'refused', 'denied'),
  landsAfterMs: fc.option(fc.integer({ min: 0, max: RUN_LIMIT_MS }), { freq: 2 }),
  shown: fc.constantFrom('all', 'all', 'hidden', 'failed'),
  authorChanges: fc.constantFrom(false, false, false, true),
  idleMs: fc.constantFrom(0, 0, 0, 1_000, 3_600_000, DAY_MS),
});

interface Story {
  /** By what a repeat is kept from doubling: nothing, a key for a day, or that the post replaces its earlier self. */
  repeats: Repeats;
  fates: Fate[];
}
const story: fc.Arbitrary<Story> = fc.record({
  repeats: fc.constantFrom<Repeats>('never', 'by-key', 'always'),
  fates: fc.array(fate, { minLength: 1, maxLength: 12 }),
});

interface Ending {
  state: Step['to'] | 'sending';
  /** How often readers see the post once everything has landed. */
  seen: number;
}

/** Plays one post against the portal, moving from step to step as the outbox does. */
function play({ repeats, fates }: Story, settleMs: number): Ending {
  const landings: { at: number; key: string }[] = [];
  let now = 0;
  let author = 1;
  let step: Step = { to: 'ready', afterMs: 0, reason: '' };
  const card = repeats === 'always' ? null : repeats === 'by-key' ? 'new' : 'old';
  const post = { attempts: 0, unclear: 0, author: 0, sentAt: 0, firstAt: -1, reason: '' };

  for (const turn of fates) {
    now += turn.idleMs;
    if (turn.authorChanges) author += 1;
    if (step.to === 'ready') {
      const keyAgeMs = post.firstAt < 0 ? null : now - post.firstAt;
      const hindered = beforeSend({
        ...{ unclear: post.unclear, sameAuthor: post.author === author, keyAgeMs, repeats },
      });
      if (hindered) {
        step = hindered;
        continue;
      }
      Object.assign(post, { attempts: post.attempts + 1, author, sentAt: now });
      if (post.firstAt < 0) post.firstAt = now;
      step = afterSend(send(turn), post);
      if (step.to === 'settling') post.unclear += 1;
      if (step.to === 'ready' && post.unclear === 0) post.firstAt = -1;
      now += 'afterMs' in step ? step.afterMs : 0;
    } else if (step.to === 'settling') {
      now = Math.max(now, post.sentAt + settleMs);
      post.attempts += 1;
      step = afterLook(look(turn), {
        ...{
          repeats,
          attempts: post.attempts,
          unclear: post.unclear,
          sameAuthor: post.author === author,
        },
        ...{ sentCard: card, card, keyAgeMs: now - post.firstAt, keyReused: false, confirmed: false },
      });
      if (step.to === 'ready' && step.absent) post.firstAt = -1;
      now += 'afterMs' in step ? step.afterMs : 0;
    } else break;
  }
  return { state: step.to, seen: repeats === 'always' ? Math.min(landings.length, 1) : landings.length };

  function send(turn: Fate): SendOutcome {
    if (turn.heard === 'not-run')
      return { kind: 'not-run', code: 'QUERY_LIMIT_EXCEEDED', retryAfterMs: null };
    if (turn.heard === 'denied') return { kind: 'refused', code: 'ACCESS_DENIED' };
    const key = `${author}`;
    const replayed =
      repeats === 'by-key' &&
      landings.some((landed) => landed.key === key && landed.at <= now && now - landed.at < DAY_MS);
    const landsAfterMs = turn.heard === 'answer' ? 0 : turn.landsAfterMs;
    if (!replayed && landsAfterMs !== null) landings.push({ at: now + landsAfterMs, key });
    if (turn.heard === 'answer') return { kind: 'done' };
    return turn.heard === 'refused'
      ? { kind: 'refused', code: 'ERROR_CORE' }
      : { kind: 'unknown', code: 'ECONNRESET' };
  }

  function look(turn: Fate): Finding {
    if (turn.shown === 'hidden' || repeats === 'always')
      return { kind: 'not-permitted', code: 'ACCESS_ERROR' };
    if (turn.shown === 'failed') return { kind: 'failed', code: 'ETIMEDOUT' };
    return { kind: landings.some((landed) => landed.at <= now) ? 'there' : 'absent' };
  }
}

const isHonest = ({ state, seen }: Ending): boolean =>
  seen <= 1 && (state !== 'sent' || seen === 1) && (state !== 'failed' || seen === 0);

describe('a post', () => {
  it('appears once or not at all, sent means there and failed means absent, whatever the portal does', () => {
    fc.assert(
      fc.property(story, (told) => isHonest(play(told, 75_000))),
      { numRuns: 20_000 },
    );
  });

  it('is sent in the end when the portal answers in the end', () => {
    const good: Fate = { heard: 'answer', landsAfterMs: 0, shown: 'all', authorChanges: false, idleMs: 0 };
    const kinds = fc.constantFrom<Repeats>('never', 'by-key', 'always');
    const troubled = fate.map((turn) => ({ ...turn, authorChanges: false, shown: 'all' as const }));
    fc.assert(
      fc.property(kinds, fc.array(troubled, { maxLength: 4 }), (repeats, fates) => {
        fc.pre(fates.every(({ heard }) => heard !== 'denied'));
        const ending = play({ repeats, fates: [...fates, good, good, good] }, 75_000);
        expect(ending).toEqual({ state: 'sent', seen: 1 });
      }),
    );
  });

  it('would double if it were looked for before the call must have ended', () => {
    const outcome = fc.check(
      fc.property(story, (told) => isHonest(play(told, 10_000))),
      { numRuns: 20_000 },
    );
    expect(outcome.failed).toBe(true);
  });
});
