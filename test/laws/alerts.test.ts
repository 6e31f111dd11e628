import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueAlerts } from '../../server/alerts/rules/due-alerts.js';
import { type StoredAlert, planAlerts } from '../../server/alerts/rules/plan-alerts.js';
import type { ClientState } from '../../server/alerts/rules/types.js';
import { addDays } from '../../server/base/days.js';
import { HOUR, NOW, clientState, entryState, packageState } from '../given/alert-state.js';

type Step =
  | { do: 'facts'; state: Partial<ClientState>; tell: 'nobody' | 'managers' | 'client' }
  | { do: 'time'; ms: number }
  | { do: 'tell' };

const HOUR_MS = 3_600_000;

/** The alerts of one client as a database would hold them, and a record of who was told what and when. */
class Client {
  readonly stored = new Map<string, StoredAlert>();
  readonly told: { key: string; to: 'managers' | 'client' }[] = [];
  now = NOW;

  look(changes: Partial<ClientState>, tell: 'nobody' | 'managers' | 'client'): string[] {
    const today = addDays('2026-11-25', Math.floor((this.now - NOW) / 86_400_000));
    const due = dueAlerts(clientState({ ...changes, now: this.now, today }), new Set(this.stored.keys()));
    const times = { now: this.now, office: this.now + 3 * HOUR_MS, morning: this.now + 20 * HOUR_MS };
    const plan = planAlerts(due, [...this.stored.values()], times, tell);
    for (const { key, facts, tellAt, tellClientAt } of plan.raise) {
      if (this.stored.has(key)) throw new Error(`raised twice: ${key}`);
      const untold = { toldAt: null, toldClientAt: null };
      this.stored.set(key, { key, state: 'open', facts, tellAt, tellClientAt, ...untold });
    }
    for (const { key, ...set } of plan.reopen) this.change(key, { ...set, state: 'open' });
    for (const key of plan.close) this.change(key, { state: 'closed' });
    for (const { key, facts } of plan.refresh) this.change(key, { facts });
    return due.map(({ key }) => key);
  }

  tell(): void {
    for (const alert of this.stored.values()) {
      if (alert.state === 'closed') continue;
      if (alert.tellAt !== null && alert.tellAt <= this.now && alert.toldAt === null) {
        this.told.push({ key: alert.key, to: 'managers' });
        this.change(alert.key, { toldAt: this.now });
      }
      if (alert.tellClientAt !== null && alert.tellClientAt <= this.now && alert.toldClientAt === null) {
        this.told.push({ key: alert.key, to: 'client' });
        this.change(alert.key, { toldClientAt: this.now });
      }
    }
  }

  private change(key: string, set: Partial<StoredAlert>): void {
    const before = this.stored.get(key);
    if (before) this.stored.set(key, { ...before, ...set });
  }
}

const packages = fc.array(
  fc
    .record({ size: fc.integer({ min: 0, max: 20 }), share: fc.integer({ min: 0, max: 20 }) })
    .chain(({ size, share }) =>
      fc
        .record({
          packageId: fc.integer({ min: 1, max: 3 }),
          source: fc.constantFrom('manual', 'gift', 'opening', 'correction'),
          boughtAt: fc.integer({ min: 1, max: 3 }),
          state: fc.constantFrom(
            'usable' as const,
            'future' as const,
            'expired' as const,
            'used-up' as const,
          ),
          expiresOn: fc.option(fc.constantFrom('2026-11-27', '2026-12-04', '2026-12-20')),
          createdOn: fc.constantFrom('2026-01-10', '2026-11-25'),
        })
        .map((changes) => packageState(size, (size * share) / 20, changes)),
    ),
  { maxLength: 3 },
);
const entries = fc.array(
  fc
    .record({
      seconds: fc.constantFrom(HOUR, 11 * HOUR),
      hasComment: fc.boolean(),
      taskClosedAt: fc.constantFrom(null, NOW - 86_400_000),
      workDay: fc.constantFrom('2026-11-25', '2026-11-30'),
    })
    .map((changes) => changes),
  { maxLength: 3 },
);
const state: fc.Arbitrary<Partial<ClientState>> = fc
  .record({ packages, entries, overageSeconds: fc.constantFrom(0, 0, 1800, HOUR), isOverLimit: fc.boolean() })
  .map(({ entries: rows, overageSeconds, isOverLimit, packages: all }) => ({
    packages: [...new Map(all.map((each) => [each.packageId, each])).values()],
    overageSeconds,
    overage: { mode: 'limit', allowedSeconds: 600, isOverLimit: isOverLimit && overageSeconds > 0 },
    entries: rows.map((changes, index) => entryState(index + 1, changes)),
  }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('facts' as const), state, tell: tellers() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('time' as const),
      ms: fc.integer({ min: 0, max: 3 * 86_400_000 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tell' as const) }) },
);

function tellers(): fc.Arbitrary<'nobody' | 'managers' | 'client'> {
  return fc.constantFrom('managers', 'client', 'managers', 'client', 'nobody');
}

function play(steps: readonly Step[], check: (client: Client, due: string[]) => void = () => {}): Client {
  const client = new Client();
  for (const each of steps) {
    if (each.do === 'facts') check(client, client.look(each.state, each.tell));
    if (each.do === 'time') client.now += each.ms;
    if (each.do === 'tell') client.tell();
  }
  return client;
}

const histories = fc.array(step, { minLength: 1, maxLength: 15 });

describe('whatever happens, in whatever order, with whatever pauses', () => {
  it('each alert is told at most once to the managers and once to the client', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { told } = play(steps);
        const names = told.map(({ key, to }) => `${key} → ${to}`);
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('the open alerts are exactly those that are due, and looking again changes nothing', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        play(steps, (client, due) => {
          const open = [...client.stored.values()].filter((alert) => alert.state === 'open');
          expect(
            open
              .map(({ key }) => key)
              .sort()
              .join(),
          ).toBe([...due].sort().join());
        });
        const last = steps.findLast((each) => each.do === 'facts');
        if (!last) return;
        const client = new Client();
        client.look(last.state, last.tell);
        const once = structuredClone([...client.stored]);
        client.look(last.state, last.tell);
        expect([...client.stored]).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });

  it('the client never hears of single entries, and nobody of what was there at the first look', () => {
    fc.assert(
      fc.property(state, histories, (first, steps) => {
        const client = new Client();
        const before = new Set(client.look(first, 'nobody'));
        for (const each of steps) {
          if (each.do === 'facts') client.look(each.state, each.tell);
          if (each.do === 'time') client.now += each.ms;
          if (each.do === 'tell') client.tell();
        }
        expect(client.told.filter(({ key }) => before.has(key))).toEqual([]);
        const toClient = client.told.filter(({ to }) => to === 'client');
        expect(toClient.filter(({ key }) => !/^(threshold|expiry|overage)/.test(key))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('of a package, thresholds are told upwards only, however its hours come and go', () => {
    const rest = fc.integer({ min: 0, max: 10 });
    fc.assert(
      fc.property(fc.array(rest, { minLength: 2, maxLength: 12 }), (rests) => {
        const client = new Client();
        for (const left of rests) {
          client.look({ packages: [packageState(20, left / 2)] }, 'client');
          client.tell();
          client.now += 4 * HOUR_MS;
          client.tell();
        }
        for (const to of ['managers', 'client']) {
          const percents = client.told
            .filter((each) => each.to === to)
            .map(({ key }) => Number(key.split(':')[2]));
          expect(percents).toEqual([...percents].sort((a, b) => a - b));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
