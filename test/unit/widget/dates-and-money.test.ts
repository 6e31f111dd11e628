import { describe, expect, it } from '@jest/globals';
import { dateWords, todayIn } from '../../../client-widget/ui/dates.js';
import { formatMoney, parseMoney } from '../../../client-widget/ui/money.js';

describe('dates', () => {
  it('keeps a local day whatever the zone of the machine', () => {
    expect(dateWords('ru').shortDay('2026-03-01')).toBe('01.03.2026');
    expect(dateWords('ru').day('2026-03-01')).toBe('1 марта 2026\u00a0г.');
  });

  it('names the month in English, where a figure may be read either way', () => {
    expect(dateWords('en').shortDay('2026-12-04')).toBe('Dec 4, 2026');
    expect(dateWords('en').moment(Date.parse('2026-12-04T21:05:00Z'), 'UTC')).toBe('Dec 4, 2026, 21:05');
  });

  it('writes a moment in the zone it is asked for', () => {
    const at = Date.parse('2026-03-01T22:30:00Z');
    expect(dateWords('ru').shortDayOfMoment(at, 'Europe/Moscow')).toBe('02.03.2026');
    expect(dateWords('ru').shortDayOfMoment(at, 'UTC')).toBe('01.03.2026');
  });

  it('knows that it is already tomorrow further east', () => {
    const now = Date.parse('2026-12-31T20:00:00Z');
    expect(todayIn('Europe/Kaliningrad', now)).toBe('2026-12-31');
    expect(todayIn('Asia/Vladivostok', now)).toBe('2027-01-01');
  });
});

describe('prices', () => {
  const plain = (text: string) => text.replace(/\s/g, ' ');

  it('writes kopecks only where there are any', () => {
    expect(plain(formatMoney(18_000_000, 'RUB', 'ru'))).toBe('180 000 ₽');
    expect(plain(formatMoney(9_500_050, 'RUB', 'ru'))).toBe('95 000,50 ₽');
  });

  it('reads amounts as people type them', () => {
    expect(parseMoney('40 000,50', 'RUB')).toBe(4_000_050);
    expect(parseMoney('40000', 'RUB')).toBe(4_000_000);
    expect(parseMoney('0.1', 'RUB')).toBe(10);
  });

  it.each(['', '-5', '1,234', 'много', '1 000.000'])('refuses %j', (text) => {
    expect(parseMoney(text, 'RUB')).toBeNull();
  });
});
