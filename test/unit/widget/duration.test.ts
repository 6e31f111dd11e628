import { describe, expect, it } from '@jest/globals';
import { formatChange, formatDuration, parseHours } from '../../../client-widget/ui/duration.js';

const minus = '\u2212';

describe('durations on the screen', () => {
  it.each([
    [0, '0:00'],
    [59, '0:00'],
    [60, '0:01'],
    [3_599, '0:59'],
    [3_600, '1:00'],
    [360_000, '100:00'],
    [-3_600, `${minus}1:00`],
    [-5_430, `${minus}1:30`],
  ])('%i seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('shows no minus before nothing', () => {
    expect(formatDuration(-59)).toBe('0:00');
    expect(formatDuration(-59, true)).toBe(`${minus}0:00:59`);
  });

  it('adds seconds only where they are asked for and there are any', () => {
    expect(formatDuration(3_727, true)).toBe('1:02:07');
    expect(formatDuration(3_720, true)).toBe('1:02');
  });

  it('signs a change both ways and leaves nothing unsigned', () => {
    expect(formatChange(7_200)).toBe('+2:00');
    expect(formatChange(-7_200)).toBe(`${minus}2:00`);
    expect(formatChange(0)).toBe('0:00');
  });
});

describe('hours that a person types', () => {
  it.each([
    ['20', 72_000],
    [' 12,5 ', 45_000],
    ['12.25', 44_100],
    ['12:30', 45_000],
    ['-3', -10_800],
    [`${minus}0:30`, -1_800],
    ['0', 0],
  ])('reads %s', (text, seconds) => {
    expect(parseHours(text)).toBe(seconds);
  });

  it.each(['', 'ten', '12:60', '1:2', '1.234', '--3', '1e3', '999999'])('refuses %j', (text) => {
    expect(parseHours(text)).toBeNull();
  });
});
