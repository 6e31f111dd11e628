import { describe, expect, it } from '@jest/globals';
import { plannedWeeks } from '../../../server/planning/rules/planned-weeks.js';

describe('planned hours, as forecasts want them', () => {
  it('are told for seven days from tomorrow, with the share of days that no plan covers', () => {
    // Wednesday; the plan is of this week (2 to 8 March).
    const planned = new Map([
      ['2026-03-04', 3600],
      ['2026-03-05', 7200],
      ['2026-03-06', 1800],
    ]);
    expect(plannedWeeks('2026-03-04', planned)).toEqual([{ seconds: 9000, asBefore: 3 / 7 }]);
  });

  it('leave a week in which nothing is planned as it was, between two that are planned too', () => {
    const planned = new Map([
      ['2026-03-03', 3600],
      ['2026-03-17', 7200],
    ]);
    expect(plannedWeeks('2026-03-01', planned)).toEqual([
      { seconds: 3600, asBefore: 0 },
      null,
      { seconds: 7200, asBefore: 0 },
    ]);
  });

  it('are none once the last planned week is over, or where nothing is planned', () => {
    expect(plannedWeeks('2026-03-08', new Map([['2026-03-03', 3600]]))).toEqual([]);
    expect(plannedWeeks('2026-03-08', new Map())).toEqual([]);
  });
});
