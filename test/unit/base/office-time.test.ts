import { describe, expect, it } from '@jest/globals';
import { officeTime } from '../../../server/base/office-time.js';

/** When somebody in Moscow may be written to. 25 November 2026 is a Wednesday. */
function moscow(local: string): string {
  const at = officeTime(Date.parse(`${local}:00+03:00`), 'Europe/Moscow');
  return new Date(at + 3 * 3_600_000).toISOString().slice(0, 16);
}

describe('office time', () => {
  it('is now from nine to six on a working day', () => {
    expect(moscow('2026-11-25T09:00')).toBe('2026-11-25T09:00');
    expect(moscow('2026-11-25T17:59')).toBe('2026-11-25T17:59');
  });

  it('is ten in the morning otherwise: of the same day before nine, else of the next working day', () => {
    expect(moscow('2026-11-25T00:00')).toBe('2026-11-25T10:00');
    expect(moscow('2026-11-25T08:59')).toBe('2026-11-25T10:00');
    expect(moscow('2026-11-25T18:00')).toBe('2026-11-26T10:00');
    expect(moscow('2026-11-27T23:59')).toBe('2026-11-30T10:00');
    expect(moscow('2026-11-28T12:00')).toBe('2026-11-30T10:00');
    expect(moscow('2026-11-30T03:00')).toBe('2026-11-30T10:00');
  });

  it('follows the calendar it is given', () => {
    const closed = officeTime(Date.parse('2026-11-25T12:00:00Z'), 'UTC', (day) => day.day > 27);
    expect(new Date(closed).toISOString()).toBe('2026-11-28T10:00:00.000Z');
  });
});
