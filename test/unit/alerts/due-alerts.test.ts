import { describe, expect, it } from '@jest/globals';
import { dueAlerts } from '../../../server/alerts/rules/due-alerts.js';
import type { ClientState } from '../../../server/alerts/rules/types.js';
import { defaultTerms } from '../../../server/base/terms.js';
import { HOUR, NOW, clientState, entryState, packageState } from '../../given/alert-state.js';

const DAY_MS = 86_400_000;

function keys(changes: Partial<ClientState>, known: string[] = []): string[] {
  return dueAlerts(clientState(changes), new Set(known)).map(({ key, quiet }) => (quiet ? `(${key})` : key));
}

describe('thresholds', () => {
  it.each([
    [10, []],
    [2.01, []],
    [2, ['threshold:1:80']],
    [0.6, ['threshold:1:80']],
    [0.5, ['threshold:1:95']],
    [0, ['threshold:1:100']],
  ])('of ten hours with %d left', (left, wanted) => {
    expect(keys({ packages: [packageState(10, left)] })).toEqual(wanted);
  });

  it('above 100 % count overage', () => {
    const terms = { ...defaultTerms, alerts: { ...defaultTerms.alerts, thresholdsPercent: [100, 120] } };
    const at = (overage: number) =>
      keys({ terms, packages: [packageState(10, 0)], overageSeconds: overage * HOUR })[0];
    expect([at(1.9), at(2)]).toEqual(['threshold:1:100', 'threshold:1:120']);
  });

  it('are not told downwards: who heard of 95 % need not hear of 80 %', () => {
    expect(keys({ packages: [packageState(10, 1)] }, ['threshold:1:95'])).toEqual(['(threshold:1:80)']);
    expect(keys({ packages: [packageState(10, 1)] }, ['threshold:2:95'])).toEqual(['threshold:1:80']);
  });

  it('wait while a package bought in time, or one still to come, holds enough', () => {
    const next = packageState(20, 20, { packageId: 2, boughtAt: 2 });
    expect(keys({ packages: [packageState(10, 0), next] })).toEqual([]);
    expect(keys({ packages: [packageState(10, 0), { ...next, state: 'future' }] })).toEqual([]);
    expect(keys({ packages: [packageState(10, 0), { ...next, leftSeconds: 4 * HOUR }] })).toEqual([
      'threshold:2:80',
    ]);
  });

  it('are reckoned against what was bought: a gift of an hour neither hides nor makes an alert', () => {
    const gift = packageState(1, 1, { packageId: 2, source: 'gift', boughtAt: 2 });
    expect(keys({ packages: [packageState(10, 3), gift] })).toEqual([]);
    expect(keys({ packages: [packageState(10, 1), gift] })).toEqual(['threshold:1:80']);
    expect(keys({ packages: [packageState(10, 0), gift] })).toEqual(['threshold:1:80']);
    expect(keys({ packages: [packageState(10, 0), { ...gift, leftSeconds: 0, state: 'used-up' }] })).toEqual([
      'threshold:1:100',
    ]);
    expect(keys({ packages: [{ ...gift, leftSeconds: 0.1 * HOUR }] })).toEqual(['threshold:2:80']);
  });

  it('say nothing of packages that are over', () => {
    expect(keys({ packages: [packageState(10, 0, { state: 'expired' })] })).toEqual([]);
    expect(keys({ packages: [packageState(10, 0, { state: 'closed' })] })).toEqual([]);
  });
});

describe('overage', () => {
  const usedUp = [packageState(10, 0), packageState(5, 0, { packageId: 2, boughtAt: 2 })];
  const over = (mode: 'allow' | 'limit' | 'stop', isOverLimit: boolean, overageSeconds = HOUR) =>
    keys({
      packages: usedUp,
      overageSeconds,
      overage: { mode, allowedSeconds: mode === 'limit' ? 1800 : null, isOverLimit },
    }).filter((key) => key.includes('overage'));

  it('is one alert per package bought last, by what the terms say', () => {
    expect(over('allow', false)).toEqual(['overage:2']);
    expect(over('limit', false)).toEqual(['overage:2']);
    expect(over('limit', true)).toEqual(['overage-limit:2']);
    expect(over('stop', true)).toEqual(['overage-stop:2']);
    expect(over('stop', true, 0)).toEqual(['overage-stop:2']);
    expect(over('allow', false, 0)).toEqual([]);
  });

  it('within the limit is not told after it was above', () => {
    const state = { packages: [packageState(10, 0)], overageSeconds: HOUR };
    expect(keys(state, ['overage-limit:1'])).toContain('(overage:1)');
  });

  it('of a client who never bought anything is listed, not told', () => {
    expect(keys({ overageSeconds: HOUR })).toEqual(['(overage:0)']);
  });
});

describe('expiry', () => {
  const until = (expiresOn: string, createdOn = '2026-01-10') =>
    keys({ packages: [packageState(10, 9, { expiresOn, createdOn })] });

  it('is noticed 14 and 3 days before, by the nearest notice, until the last day', () => {
    expect(until('2026-12-10')).toEqual([]);
    expect(until('2026-12-09')).toEqual(['expiry:1:2026-12-09:14']);
    expect(until('2026-11-28')).toEqual(['expiry:1:2026-11-28:3']);
    expect(until('2026-11-25')).toEqual(['expiry:1:2026-11-25:3']);
  });

  it('is not told of a package that was sold within the notice', () => {
    expect(until('2026-12-05', '2026-11-22')).toEqual(['(expiry:1:2026-12-05:14)']);
    expect(until('2026-12-05', '2026-11-21')).toEqual(['expiry:1:2026-12-05:14']);
  });

  it('is no matter where nothing is left or the package is not usable yet', () => {
    expect(keys({ packages: [packageState(10, 0, { expiresOn: '2026-11-28' })] })).toEqual([
      'threshold:1:100',
    ]);
    const future = packageState(10, 10, { expiresOn: '2026-11-28', state: 'future' });
    expect(keys({ packages: [future] })).toEqual([]);
  });
});

describe('entries', () => {
  const of = (changes: Parameters<typeof entryState>[1]) => keys({ entries: [entryState(5, changes)] });

  it('are noticed for what is odd about them', () => {
    expect(of({})).toEqual([]);
    expect(of({ hasComment: false })).toEqual(['no-comment:5']);
    expect([of({ seconds: 10 * HOUR }), of({ seconds: 10 * HOUR + 1 })]).toEqual([[], ['long-entry:5']]);
    expect(of({ workDay: '2026-11-26' })).toEqual([]);
    expect(of({ workDay: '2026-11-27' })).toEqual(['held-entry:5']);
  });

  it('on a completed task are odd only when the work came after it, with a quarter of an hour to spare', () => {
    expect(of({ taskClosedAt: NOW + 1 })).toEqual([]);
    expect(of({ taskClosedAt: NOW - 15 * 60_000 })).toEqual([]);
    expect(of({ taskClosedAt: NOW - 15 * 60_000 - 1 })).toEqual(['closed-task:5']);
  });
});

describe('what waits for somebody', () => {
  it('is a draft, and after three days a forgotten one', () => {
    const draft = (days: number) => keys({ drafts: [{ reportId: 'r', since: NOW - days * DAY_MS }] });
    expect(draft(3)).toEqual(['report-draft:r']);
    expect(draft(3.1)).toEqual(['report-draft:r', 'report-forgotten:r']);
  });

  it('is an unanswered report, where the terms reckon with an answer', () => {
    const unanswered = [{ reportId: 'r', number: 4, since: NOW - 8 * DAY_MS }];
    const withTerms = (acceptance: typeof defaultTerms.acceptance) =>
      keys({ unanswered, terms: { ...defaultTerms, acceptance } });
    expect(withTerms({ reminderDays: [], automaticDays: null })).toEqual([]);
    expect(withTerms({ reminderDays: [3], automaticDays: null })).toEqual(['report-unanswered:r']);
    expect(withTerms({ reminderDays: [3, 10], automaticDays: null })).toEqual([]);
    expect(withTerms({ reminderDays: [], automaticDays: 20 })).toEqual(['report-unanswered:r']);
  });

  it('is a dispute and a post nobody can decide about', () => {
    const disputes = [{ reportId: 'r', number: 4, dispute: 2, entryId: 5 }];
    expect(keys({ disputes, uncertainPosts: [{ outboxId: 'o' }] })).toEqual([
      'dispute:4:2',
      'uncertain-post:o',
    ]);
  });
});
