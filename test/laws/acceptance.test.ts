import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { addDays, dayOf } from '../../server/base/days.js';
import { mondayToFriday } from '../../server/base/next-due.js';
import { type Acceptance, acceptanceOf, type ResponseFact } from '../../server/reports/rules/acceptance.js';
import { dueNow, objectionsUntil, type Waiting } from '../../server/reports/rules/acceptance-due.js';

const START = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const numRuns = 1000;

/** Anything anybody could ever say, sensible or not: unknown disputes, second endings, words after the end. */
const said: fc.Arbitrary<Omit<ResponseFact, 'response' | 'at'>> = fc.record({
  what: fc.constantFrom('dispute', 'dispute', 'withdraw', 'answer', 'waive', 'accept', 'remind'),
  dispute: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(null)),
  entryId: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.constant(null)),
  text: fc.constantFrom('почему так долго', 'проверили'),
  seconds: fc.oneof(fc.integer({ min: 1, max: 7200 }), fc.constant(null)),
  days: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(null)),
  how: fc.constantFrom('app', 'recorded', 'automatic'),
  link: fc.constant(null),
  userId: fc.integer({ min: 0, max: 3 }),
});
const talk: fc.Arbitrary<ResponseFact[]> = fc
  .array(said, { maxLength: 14 })
  .map((all) => all.map((one, index) => ({ ...one, response: index + 1, at: START + index * HOUR })));
const jumbled = talk.chain((facts) =>
  fc.tuple(
    fc.constant(facts),
    fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2, maxLength: facts.length * 2 }),
  ),
);

const given = (acceptance: Acceptance) =>
  acceptance.disputes.reduce((sum, dispute) => sum + dispute.waivedSeconds, 0);

describe('where a report stands with its client', () => {
  it('is the same in whatever order and however often things are told', () => {
    fc.assert(
      fc.property(jumbled, ([facts, told]) => expect(acceptanceOf(told)).toEqual(acceptanceOf(facts))),
      { numRuns },
    );
  });

  it('is never accepted while a line is questioned, and never without a yes', () => {
    fc.assert(
      fc.property(talk, (facts) => {
        const now = acceptanceOf(facts);
        const open = now.disputes.filter((dispute) => dispute.ending === 'open');
        expect(now.openDisputes).toBe(open.length);
        const shouldBe = open.length > 0 ? 'disputed' : now.agreed === null ? 'waiting' : 'accepted';
        expect(now.state).toBe(shouldBe);
        expect(now.acceptedAt === null).toBe(now.state !== 'accepted');
        expect(new Set(open.map((dispute) => dispute.entryId)).size).toBe(open.length);
      }),
      { numRuns },
    );
  });

  it('changes no more once it is accepted: neither lines nor money', () => {
    fc.assert(
      fc.property(talk, (facts) => {
        const states = facts.map((_, index) => acceptanceOf(facts.slice(0, index + 1)));
        const first = states.find((one) => one.state === 'accepted');
        if (first) expect(states.at(-1)).toEqual(first);
      }),
      { numRuns },
    );
  });

  it('gives back only what a waiver gives: once for each dispute, and never after its end', () => {
    fc.assert(
      fc.property(talk, (facts) => {
        let before = acceptanceOf([]);
        for (const [index, fact] of facts.entries()) {
          const after = acceptanceOf(facts.slice(0, index + 1));
          const added = given(after) - given(before);
          if (added !== 0) {
            expect(fact.what).toBe('waive');
            expect(added).toBe(fact.seconds);
            expect(before.disputes.find((one) => one.dispute === fact.dispute)?.ending).toBe('open');
          }
          before = after;
        }
      }),
      { numRuns },
    );
  });
});

const zones = ['Europe/Moscow', 'America/Sao_Paulo', 'Australia/Sydney', 'America/New_York'];
const silence = fc.record({
  zone: fc.constantFrom(...zones),
  postedAt: fc.integer({ min: 0, max: 24 * 40 * 60 }).map((minutes) => START + minutes * 60_000),
  reminderDays: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 3 }),
  automaticDays: fc.option(fc.integer({ min: 0, max: 12 })),
  announced: fc.boolean(),
  /** Hours between looks: the app may be away for days. */
  pauses: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 6, maxLength: 14 }),
  /** Before which look a line is questioned, and before which the question is answered. */
  questioned: fc.option(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 5 }))),
});

type Silence = typeof silence extends fc.Arbitrary<infer T> ? T : never;
interface Look {
  at: number;
  waiting: Waiting;
  due: ReturnType<typeof dueNow>;
}

/** Looks again and again, says what is due, and tells every look. */
function live(one: Silence): Look[] {
  const facts: ResponseFact[] = [];
  const looks: Look[] = [];
  const blank = {
    text: null,
    seconds: null,
    link: null,
    userId: 0,
    entryId: null,
    days: null,
    dispute: null,
  };
  const say = (fact: Partial<ResponseFact> & Pick<ResponseFact, 'what' | 'at'>) =>
    facts.push({ ...blank, how: 'automatic', ...fact, response: facts.length + 1 });
  const announcedUntil =
    one.announced && one.automaticDays !== null
      ? addDays(dayOf(one.postedAt, one.zone), one.automaticDays)
      : null;
  let at = one.postedAt;
  let question: number | null = null;
  for (const [index, hours] of one.pauses.entries()) {
    at += hours * HOUR;
    if (one.questioned?.[0] === index && acceptanceOf(facts).state === 'waiting') {
      say({ what: 'dispute', entryId: 1, at });
      question = facts.length;
    }
    if (one.questioned && question !== null && index === one.questioned[0] + one.questioned[1])
      say({ what: 'answer', dispute: question, at });
    const { zone, postedAt, reminderDays, automaticDays } = one;
    const acceptance = acceptanceOf(facts);
    const silent = { acceptance, postedAt, zone, reminderDays, automaticDays, announcedUntil };
    const waiting: Waiting = { ...silent, isWorking: mondayToFriday };
    const due = dueNow(waiting, at);
    looks.push({ at, waiting, due });
    if (due?.what === 'remind') say({ what: 'remind', days: due.days, at });
    if (due?.what === 'accept') say({ what: 'accept', at });
  }
  return looks;
}

function expectCivil(one: Silence, { at, due, waiting }: Look): void {
  if (due === null) return;
  const local = DateTime.fromMillis(at, { zone: one.zone });
  expect(local.weekday <= 5 && local.hour >= 10 && local.hour < 18).toBe(true);
  expect(waiting.acceptance.state).toBe('waiting');
  expect(at > one.postedAt).toBe(true);
}

function expectRemindedOnce(one: Silence, looks: readonly Look[]): void {
  const sent = looks.flatMap(({ at, due }) => (due?.what === 'remind' ? [{ at, ...due }] : []));
  const days = sent.map((each) => each.days);
  expect(days).toEqual([...new Set(days)].sort((a, b) => a - b));
  for (const { at, days: day } of sent) {
    expect(one.reminderDays).toContain(day);
    expect(dayOf(at, one.zone) >= addDays(dayOf(one.postedAt, one.zone), day)).toBe(true);
  }
}

function expectAnnounced(one: Silence, looks: readonly Look[]): void {
  const accepted = looks.filter(({ due }) => due?.what === 'accept');
  expect(accepted.length <= 1).toBe(true);
  for (const { at, waiting } of accepted) {
    expect(one.announced && one.automaticDays !== null).toBe(true);
    const since = Math.max(one.postedAt, waiting.acceptance.answeredAt ?? 0);
    const until = addDays(dayOf(since, one.zone), one.automaticDays ?? 0);
    expect(objectionsUntil(waiting)).toBe(until);
    expect(dayOf(at, one.zone) > until).toBe(true);
  }
}

describe('silence about a report', () => {
  it('is spoken of in working hours, once for each day; it is acceptance only where the report said so', () => {
    fc.assert(
      fc.property(silence, (one) => {
        const looks = live(one);
        for (const look of looks) expectCivil(one, look);
        expectRemindedOnce(one, looks);
        expectAnnounced(one, looks);
      }),
      { numRuns },
    );
  });

  it('comes to its end: somebody who never answers is reminded, and the report is accepted at last', () => {
    fc.assert(
      fc.property(silence, (one) => {
        const noon = DateTime.fromMillis(one.postedAt, { zone: one.zone })
          .set({ hour: 12 })
          .plus({ days: 1 });
        const pauses = [(noon.toMillis() - one.postedAt) / HOUR, ...Array.from({ length: 20 }, () => 24)];
        const looks = live({ ...one, announced: true, questioned: null, automaticDays: 12, pauses });
        const dues = looks.flatMap(({ due }) => due ?? []);
        expect(dues.at(-1)?.what).toBe('accept');
        const soon = one.reminderDays.filter((day) => day <= 9);
        const latest = Math.max(-1, ...dues.map((due) => (due.what === 'remind' ? due.days : -1)));
        expect(latest >= Math.max(-1, ...soon)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
