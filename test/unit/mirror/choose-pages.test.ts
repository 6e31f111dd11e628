import { describe, expect, it } from '@jest/globals';
import { pagesToAsk, takePages } from '../../../server/portal/mirror/rules/choose-pages.js';

const rows = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const self = (id: number): number => id;

describe('pages of a list', () => {
  it('asks one page for nothing, all that is expected otherwise, never more than a batch', () => {
    expect([0, 1, 50, 51, 2500, 9999].map((left) => pagesToAsk(left))).toEqual([1, 1, 1, 2, 50, 50]);
    expect(pagesToAsk(null)).toBe(50);
  });

  it('goes on while pages are full', () => {
    const taken = takePages([rows(1, 50), rows(51, 50)], self);
    expect(taken).toEqual({ rows: rows(1, 100), ended: false });
  });

  it('stops at the first short page and drops what follows it', () => {
    const taken = takePages([rows(1, 50), rows(51, 10), rows(900, 50)], self);
    expect(taken).toEqual({ rows: rows(1, 60), ended: true });
  });

  it('takes a page that repeats earlier rows for the end', () => {
    const taken = takePages([rows(1, 50), rows(51, 50), rows(1, 50)], self);
    expect(taken).toEqual({ rows: rows(1, 100), ended: true });
  });

  it('ends on an empty page', () => {
    expect(takePages([[]], self)).toEqual({ rows: [], ended: true });
  });
});
