import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accuracyOf } from '../../server/handoffs/rules/accuracy.js';
import {
  type EstimateEvent,
  type EstimateNow,
  isOpen,
  leadsOn,
  newEstimate,
  stepEstimate,
} from '../../server/handoffs/rules/estimate-states.js';
import {
  type HandoffEvent,
  type HandoffNow,
  stepHandoff,
} from '../../server/handoffs/rules/handoff-states.js';
import { mayStep } from '../../server/handoffs/rules/may-step.js';
import { areInOrder, proposedOf, reckonPoints } from '../../server/handoffs/rules/three-points.js';
import { type HandedSpan, spanOf } from '../../server/ledger/rules/handed.js';
import { target } from '../../server/ledger/rules/target.js';
import type { Facts, Target } from '../../server/ledger/rules/types.js';
import { anyScene } from '../given/facts.js';
import { instant } from '../given/ledger-days.js';

const seconds = fc.integer({ min: 60, max: 400_000 });
const points = fc
  .tuple(seconds, seconds, seconds)
  .map((all) => all.sort((a, b) => a - b))
  .map(([low = 60, likely = 60, high = 60]) => ({
    ...{ optimisticSeconds: low, likelySeconds: likely, pessimisticSeconds: high },
  }));
const question = fc.integer({ min: 1, max: 4 });
const event: fc.Arbitrary<EstimateEvent> = fc.oneof(
  fc.boolean().map((forClient) => ({ do: 'request' as const, forClient })),
  question.map((number) => ({ do: 'ask' as const, question: number })),
  question.map((number) => ({ do: 'answer' as const, question: number })),
  points.map((given) => ({ do: 'give' as const, points: given })),
  fc
    .tuple(seconds, fc.boolean())
    .map(([size, toClient]) => ({ do: 'approve' as const, seconds: size, toClient })),
  fc.constantFrom<EstimateEvent>({ do: 'agree' }, { do: 'return' }, { do: 'decline' }, { do: 'withdraw' }),
);

/** Plays events on a new estimate; those that lead nowhere change nothing. */
function play(forClient: boolean, events: readonly EstimateEvent[]): EstimateNow[] {
  const states = [newEstimate(forClient)];
  for (const each of events) {
    const next = stepEstimate(states.at(-1) as EstimateNow, each);
    if (typeof next !== 'string') states.push(next);
  }
  return states;
}

const history = fc.tuple(fc.boolean(), fc.array(event, { maxLength: 25 }));

describe('estimates, by law', () => {
  it('approve only what was given, and never without the client where the client has to agree', () => {
    fc.assert(
      fc.property(history, ([forClient, events]) => {
        const states = play(forClient, events);
        states.forEach((now, index) => {
          const before = states[index - 1];
          if (now.state !== 'approved' && now.state !== 'with-client') return;
          expect(now.points).not.toBeNull();
          expect(now.approvedSeconds).not.toBeNull();
          if (now.state === 'approved' && now.forClient) expect(before?.state).toBe('with-client');
        });
      }),
    );
  });

  it('have a way out of every state, for a manager alone', () => {
    const manager = { manages: true, isPerformer: false, isRequester: false, isClient: false };
    fc.assert(
      fc.property(history, ([forClient, events]) => {
        const now = play(forClient, events).at(-1) as EstimateNow;
        if (!isOpen(now.state)) return;
        expect(mayStep(manager, now.state, 'withdraw')).toBe(true);
        expect(stepEstimate(now, { do: 'withdraw' })).toMatchObject({ state: 'withdrawn' });
        const given = { optimisticSeconds: 60, likelySeconds: 60, pessimisticSeconds: 60 };
        const path: EstimateEvent[] = [
          ...(now.state === 'given' || now.state === 'with-client' ? [{ do: 'return' as const }] : []),
          { do: 'give', points: given },
          { do: 'approve', seconds: 60, toClient: false },
          { do: 'agree' },
        ];
        const end = path.reduce<EstimateNow>((at, each) => {
          const next = stepEstimate(at, each);
          return typeof next === 'string' ? at : next;
        }, now);
        expect(end.state).toBe('approved');
      }),
    );
  });

  it('join repeated requests, and say beforehand what they will do', () => {
    fc.assert(
      fc.property(history, event, ([forClient, events], next) => {
        const states = play(forClient, events);
        const now = states.at(-1) as EstimateNow;
        const joined = stepEstimate(now, { do: 'request', forClient: true });
        if (isOpen(now.state))
          expect(joined).toEqual({ ...now, requests: now.requests + 1, forClient: true });
        else expect(joined).toBe('ESTIMATE_OVER');
        const asked = 'question' in next && next.do === 'answer' && !now.unanswered.includes(next.question);
        if (!asked) expect(typeof stepEstimate(now, next) !== 'string').toBe(leadsOn(now.state, next.do));
      }),
    );
  });

  it('let a client decide only what lies with the client', () => {
    const client = { manages: false, isPerformer: false, isRequester: false, isClient: true };
    for (const state of ['requested', 'asked', 'given', 'approved', 'declined', 'withdrawn'] as const)
      for (const verb of ['ask', 'answer', 'give', 'approve', 'agree', 'return', 'decline'] as const)
        expect([state, verb, mayStep(client, state, verb)]).toEqual([state, verb, false]);
    expect(mayStep(client, 'with-client', 'agree')).toBe(true);
  });

  it('have a mean and a proposal within their bounds', () => {
    fc.assert(
      fc.property(points, (given) => {
        const { meanSeconds, spreadSeconds } = reckonPoints(given);
        expect(areInOrder(given)).toBe(true);
        expect(meanSeconds).toBeGreaterThanOrEqual(given.optimisticSeconds);
        expect(meanSeconds).toBeLessThanOrEqual(given.pessimisticSeconds);
        expect(spreadSeconds).toBeGreaterThanOrEqual(0);
        expect(proposedOf(given) - meanSeconds).toBeLessThan(900);
        expect(proposedOf(given) % 900).toBe(0);
      }),
    );
  });
});

describe('hand-offs, by law', () => {
  const step: fc.Arbitrary<HandoffEvent> = fc.oneof(
    seconds.map((at) => ({ do: 'refuse' as const, at })),
    fc.boolean().map((happened) => ({ do: 'take-back' as const, happened })),
    fc.constantFrom<HandoffEvent>({ do: 'close' }, { do: 'reopen' }),
  );

  it('end once, count their closings, and never end before they began', () => {
    fc.assert(
      fc.property(seconds, fc.array(step, { maxLength: 12 }), (sinceAt, events) => {
        let now: HandoffNow = { state: 'open', sinceAt, untilAt: null, closings: 0 };
        for (const each of events) {
          const next = stepHandoff(now, each);
          if (typeof next === 'string') continue;
          expect(['refused', 'taken-back']).not.toContain(now.state);
          expect(next.closings - now.closings).toBe(each.do === 'close' ? 1 : 0);
          if (each.do === 'take-back') expect(each.happened).toBe(false);
          now = next;
        }
        expect(now.untilAt === null || now.untilAt >= sinceAt).toBe(true);
        expect(now.untilAt === null).toBe(now.state !== 'refused');
      }),
    );
  });

  it('cover the hours from their boundary on, and none before it', () => {
    fc.assert(
      fc.property(seconds, fc.option(seconds), seconds, (sinceAt, until, workedAt) => {
        const untilAt = until === null ? null : Math.max(sinceAt, until);
        const span = { handoffId: 1, reason: 'own-bug', sinceAt, untilAt };
        const isWithin = workedAt >= sinceAt && (untilAt === null || workedAt < untilAt);
        expect(spanOf([span], workedAt)).toEqual(isWithin ? span : null);
      }),
    );
  });
});

describe('accuracy', () => {
  const sample = (workType: string, ratio: number) => ({
    ...{ workType, plannedSeconds: 3600, recordedSeconds: Math.round(3600 * ratio) },
  });

  it('is told of a kind of work where there are enough closed tasks, else of all, else not', () => {
    const three = [sample('1c', 1.2), sample('1c', 1.4), sample('1c', 3)];
    expect(accuracyOf(three, '1c')).toEqual({ tasks: 3, ratioPermille: 1400, workType: '1c' });
    expect(accuracyOf(three, 'parsing')).toEqual({ tasks: 3, ratioPermille: 1400, workType: null });
    expect(accuracyOf(three.slice(1), '1c')).toBeNull();
    expect(accuracyOf([...three, sample('1c', 0)], '1c')?.tasks).toBe(3);
  });
});

describe('a hand-over in the ledger', () => {
  const DAY_MS = 86_400_000;
  const handed = fc.record({
    taskId: fc.integer({ min: 1, max: 4 }),
    day: fc.integer({ min: 0, max: 45 }),
    lasts: fc.option(fc.integer({ min: 0, max: 20 })),
  });

  /** The same facts with the time on one task at our expense from one instant on. */
  function handOver(facts: Facts, span: HandedSpan, taskId: number): Facts {
    const entries = facts.entries.map((entry) => {
      const isHanded = entry.taskId === taskId && spanOf([span], entry.workedAt) !== null;
      return isHanded ? { ...entry, courtesyReason: entry.courtesyReason ?? span.reason } : entry;
    });
    return { ...facts, entries };
  }

  it('leaves the lines before it as they are, bills nothing after it, and keeps every recorded second', () => {
    fc.assert(
      fc.property(anyScene, handed, ({ facts, today }, { taskId, day, lasts }) => {
        const sinceAt = instant(day);
        const untilAt = lasts === null ? null : sinceAt + lasts * DAY_MS;
        const span = { handoffId: 1, reason: 'own-bug', sinceAt, untilAt };
        const before = target(facts, [], today);
        const after = target(handOver(facts, span, taskId), [], today);
        const early = (one: Target) =>
          one.lines.filter((line) => line.entryId !== null && (line.workedAt ?? 0) < sinceAt);
        expect(early(after)).toEqual(early(before));
        for (const line of after.lines)
          if (line.taskId === taskId && line.workedAt !== null && spanOf([span], line.workedAt))
            expect(line.kind).toBe('courtesy');
        const recorded = ({ lines }: Target) => lines.reduce((sum, line) => sum + line.recordedSeconds, 0);
        expect(recorded(after)).toBe(recorded(before));
      }),
      { numRuns: 150 },
    );
  });
});
