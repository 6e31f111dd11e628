import { describe, expect, it } from '@jest/globals';
import { readPortalCalendar } from '../../../server/clients/rules/portal-calendar.js';

describe('the calendar of a portal', () => {
  it('is read as the platform documents it', () => {
    const told = { year_holidays: '1.01,2.01,23.02', year_workdays: '31.12', week_holidays: ['SA', 'SU'] };
    expect(readPortalCalendar(told)).toEqual({
      weekdays: [1, 2, 3, 4, 5],
      days: [
        { day: '12-31', works: 1 },
        { day: '01-01', works: 0 },
        { day: '01-02', works: 0 },
        { day: '02-23', works: 0 },
      ],
    });
  });

  it('leaves out what is no day, and needs nothing to be there', () => {
    expect(readPortalCalendar({ year_holidays: '32.01, 29.02 ,5.13,x', year_workdays: null })).toEqual({
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      days: [{ day: '02-29', works: 0 }],
    });
  });
});
