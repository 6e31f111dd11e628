import { describe, expect, it } from '@jest/globals';
import { planAlerts, type StoredAlert } from '../../../server/alerts/rules/plan-alerts.js';
import type { DueAlert } from '../../../server/alerts/rules/types.js';

const times = { now: 100, office: 200, morning: 300 };

function due(kind: DueAlert['kind'], changes: Partial<DueAlert> = {}): DueAlert {
  return { key: `${kind}:1`, kind, facts: { packageId: 1 }, quiet: false, ...changes };
}

function stored(kind: DueAlert['kind'], changes: Partial<StoredAlert> = {}): StoredAlert {
  return {
    ...{ key: `${kind}:1`, state: 'open', facts: { packageId: 1 } },
    ...{ tellAt: 10, toldAt: null, tellClientAt: null, toldClientAt: null, ...changes },
  };
}

const when = (kind: DueAlert['kind'], tell: 'nobody' | 'managers' | 'client', quiet = false) => {
  const [raised] = planAlerts([due(kind, { quiet })], [], times, tell).raise;
  return [raised?.tellAt, raised?.tellClientAt];
};

describe('a new alert', () => {
  it('is told by its kind: at once, in office hours, or gathered until the morning', () => {
    expect(when('threshold', 'managers')).toEqual([100, null]);
    expect(when('dispute', 'managers')).toEqual([100, null]);
    expect(when('expiry', 'managers')).toEqual([200, null]);
    for (const kind of ['no-comment', 'long-entry', 'closed-task', 'held-entry'] as const) {
      expect(when(kind, 'managers')).toEqual([300, null]);
    }
  });

  it('is told to the client in office hours, if it is about hours', () => {
    for (const kind of ['threshold', 'expiry', 'overage', 'overage-limit', 'overage-stop'] as const) {
      expect(when(kind, 'client')[1]).toBe(200);
    }
    for (const kind of ['no-comment', 'report-draft', 'dispute', 'uncertain-post'] as const) {
      expect(when(kind, 'client')[1]).toBeNull();
    }
  });

  it('that is quiet, or seen at the first look, is told to nobody', () => {
    expect(when('threshold', 'client', true)).toEqual([null, null]);
    expect(when('threshold', 'nobody')).toEqual([null, null]);
  });
});

describe('an alert that is stored', () => {
  const again = (was: Partial<StoredAlert>, quiet = false) =>
    planAlerts(
      [due('threshold', { quiet })],
      [stored('threshold', { state: 'closed', ...was })],
      times,
      'client',
    ).reopen[0];

  it('is left alone while nothing changes, and gets new figures when they do', () => {
    const nothing = { raise: [], reopen: [], close: [], refresh: [] };
    expect(planAlerts([due('threshold')], [stored('threshold')], times, 'managers')).toEqual(nothing);
    const facts = { packageId: 1, leftSeconds: 5 };
    const plan = planAlerts([due('threshold', { facts })], [stored('threshold')], times, 'managers');
    expect(plan).toEqual({ ...nothing, refresh: [{ key: 'threshold:1', facts }] });
  });

  it('closes when its fact goes away, once', () => {
    expect(planAlerts([], [stored('threshold')], times, 'managers').close).toEqual(['threshold:1']);
    expect(planAlerts([], [stored('threshold', { state: 'closed' })], times, 'managers').close).toEqual([]);
  });

  it('that comes back waits anew if it was not told yet', () => {
    expect(again({})).toMatchObject({ tellAt: 100, tellClientAt: null });
    expect(again({ toldAt: 20 })).toMatchObject({ tellAt: 10 });
    expect(again({ tellAt: null })).toMatchObject({ tellAt: null });
    expect(again({}, true)).toMatchObject({ tellAt: null });
    expect(again({ tellClientAt: 15 })).toMatchObject({ tellClientAt: 200 });
    expect(again({ tellClientAt: 15, toldClientAt: 16 })).toMatchObject({ tellClientAt: 15 });
  });
});
