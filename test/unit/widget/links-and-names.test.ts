import { describe, expect, it } from '@jest/globals';
import { groupBeside } from '../../../client-widget/clients/group-beside.js';
import { choiceOf, cutOfLink, cutText } from '../../../client-widget/reports/cut-choices.js';
import { todayIn } from '../../../client-widget/ui/dates.js';

describe('the end of a new report in its link', () => {
  // A Wednesday: yesterday, last Sunday and the end of last month are three days.
  const today = '2026-11-18';

  it('is the day itself, so that it is the same tomorrow', () => {
    expect(cutText({ cut: { at: 'day', day: '2026-11-15' }, kind: 'period' })).toBe('2026-11-15');
    expect(choiceOf('2026-11-15', today)).toEqual({ choice: 'period:1', day: null });
    expect(choiceOf('2026-11-15', '2026-11-19')).toEqual({ choice: 'period:1', day: null });
    expect(choiceOf('2026-11-15', '2026-11-26')).toEqual({ choice: 'custom', day: '2026-11-15' });
    expect(choiceOf(today, today)).toEqual({ choice: 'today', day: null });
  });

  it('is yesterday where the link names none, or nothing known', async () => {
    const yesterday = { choice: 'period:0', day: null };
    expect([null, 'tasks', '2026-13-45'].map((text) => choiceOf(text, today))).toEqual(
      Array.from({ length: 3 }, () => yesterday),
    );
    const named = await cutOfLink('package-9', 'UTC', () => Promise.resolve([]));
    expect(named.kind).toBe('period');
  });

  it('is a package, asked for only then', async () => {
    const cut = { at: 'package-end', packageId: 7, workedAt: 1, entryId: 2 } as const;
    expect(cutText({ cut, kind: 'package' })).toBe('package-7');
    expect(choiceOf('package-7', today)).toEqual({ choice: 'package:7', day: null });
    const packages = () => Promise.resolve([{ packageId: 7, cut }]);
    expect(await cutOfLink('package-7', 'UTC', packages)).toEqual({ cut, kind: 'package' });
    const none = () => Promise.reject(new Error('Nobody asked for packages'));
    const day = todayIn('UTC');
    expect(await cutOfLink(day, 'UTC', none)).toEqual({ cut: { at: 'day', day }, kind: 'custom' });
  });
});

describe("a group's name beside its client's", () => {
  it('leaves out what only repeats the client', () => {
    expect(groupBeside('Кедр', 'Кедр')).toBe('');
    expect(groupBeside('Кедр', 'Кедр — магазин')).toBe('магазин');
    expect(groupBeside('Кедр', 'Кедр: обмен - 1С')).toBe('обмен - 1С');
  });

  it('is whole where it does not', () => {
    expect(groupBeside('Кедр', 'Кедровка — сайт')).toBe('Кедровка — сайт');
    expect(groupBeside('Кедр', 'Кедр 2')).toBe('Кедр 2');
    expect(groupBeside('Кедр', 'Сайт Кедра')).toBe('Сайт Кедра');
  });
});
