import { describe, it, expect } from '@jest/globals';
import { defaultTerms } from '../../server/base/terms.js';
import { instant, localDay } from '../given/ledger-days.js';
import { buy, closePackage, remove, standsFor, work } from '../given/ledger-hands.js';
import { issue, newWorld, post } from '../given/ledger-world.js';
import { sumsOf } from '../given/sums.js';
import { worked } from '../given/facts.js';

const nothing = { reverse: [], add: [] };
const upToDay = (day: number) => ({ until: instant(day + 1) });

describe('a package bought later', () => {
  it('does not move past issued hours: it covers issued overage and leaves the rest', () => {
    const world = newWorld();
    buy(world, 1, 3600);
    work(world, 1, 2, 3600);
    work(world, 2, 3, 1800);
    issue(world, upToDay(5));
    buy(world, 2, 3600, { expiresOn: localDay(30) });
    expect(standsFor(world, 1)).toEqual([['spend', 1, 3600]]);
    expect(standsFor(world, 2)).toEqual([
      ['overage', null, 1800],
      ['cover', 2, 1800],
    ]);
    work(world, 3, 6, 600);
    expect(standsFor(world, 3)).toEqual([['spend', 2, 600]]);
  });

  it('takes open hours that come first in its order', () => {
    const world = newWorld();
    buy(world, 1, 3600);
    work(world, 1, 2, 3600);
    buy(world, 2, 3000, { expiresOn: localDay(30) });
    expect(standsFor(world, 1)).toEqual([
      ['spend', 2, 3000],
      ['spend', 1, 600],
    ]);
  });

  it('covers no issued overage when its terms do not cover earlier work', () => {
    const world = newWorld();
    work(world, 1, 2, 600);
    issue(world, upToDay(5));
    buy(world, 1, 3600, { validFrom: localDay(6), coversEarlier: false });
    expect(standsFor(world, 1)).toEqual([['overage', null, 600]]);
  });
});

describe('a back-dated entry', () => {
  it('takes its place in a used-up package and pushes later open entries on', () => {
    const world = newWorld();
    buy(world, 1, 3600);
    work(world, 1, 5, 3600);
    work(world, 2, 2, 1000);
    expect(standsFor(world, 2)).toEqual([['spend', 1, 1000]]);
    expect(standsFor(world, 1)).toEqual([
      ['spend', 1, 2600],
      ['overage', null, 1000],
    ]);
  });

  it('stands behind issued hours and before open ones', () => {
    const world = newWorld();
    buy(world, 1, 3600);
    work(world, 1, 5, 2000);
    issue(world, upToDay(6));
    work(world, 2, 7, 1600);
    work(world, 3, 2, 1000);
    expect(standsFor(world, 1)).toEqual([['spend', 1, 2000]]);
    expect(standsFor(world, 3)).toEqual([['spend', 1, 1000]]);
    expect(standsFor(world, 2)).toEqual([
      ['spend', 1, 600],
      ['overage', null, 1000],
    ]);
  });
});

describe('an issued entry that changes', () => {
  it('gives back overage first, then the packages it came from, last first', () => {
    const world = newWorld();
    buy(world, 1, 100);
    buy(world, 2, 100);
    work(world, 1, 2, 250);
    issue(world, upToDay(5));
    work(world, 1, 2, 120);
    const { spent, overageSeconds } = sumsOf([...world.frozen, ...world.open]);
    expect([spent.get(1), spent.get(2), overageSeconds]).toEqual([100, 20, 0]);
  });

  it('gives back in the order of its hours even if the first of them was posted last', () => {
    const world = newWorld();
    buy(world, 2, 100);
    work(world, 1, 2, 150);
    buy(world, 1, 30, { expiresOn: localDay(25) });
    issue(world, upToDay(5));
    work(world, 1, 2, 100);
    const { spent, overageSeconds } = sumsOf([...world.frozen, ...world.open]);
    expect([spent.get(1), spent.get(2), overageSeconds]).toEqual([30, 70, 0]);
  });

  it('has what it owes more allocated by its work day to what is left', () => {
    const world = newWorld();
    buy(world, 1, 100, { expiresOn: localDay(25) });
    buy(world, 2, 100);
    work(world, 1, 2, 60);
    issue(world, upToDay(5));
    work(world, 1, 2, 170);
    const { spent } = sumsOf([...world.frozen, ...world.open]);
    expect([spent.get(1), spent.get(2)]).toEqual([100, 70]);
  });

  it('gives hours of a package closed on the day of notice a package of their own', () => {
    const world = newWorld({ nextPackageId: 9 });
    buy(world, 1, 100);
    work(world, 1, 2, 60);
    issue(world, upToDay(5));
    closePackage(world, 1);
    remove(world, 1);
    const { size, spent, forfeited } = sumsOf([...world.frozen, ...world.open]);
    expect([size.get(9), spent.get(1), forfeited.get(1)]).toEqual([60, 0, 40]);
  });

  it('keeps its place in its rounding group when only its time of day changes', () => {
    const rounding = { mode: 'up' as const, stepSeconds: 900, per: 'task-day' as const };
    const terms = [{ version: 1, effectiveFrom: '2000-01-01', terms: { ...defaultTerms, rounding } }];
    const world = newWorld({ terms });
    work(world, 1, 2, 100);
    work(world, 2, 2, 200, worked(2, 660));
    issue(world, upToDay(5));
    expect(work(world, 1, 2, 100, worked(2, 720))).toEqual(nothing);
  });
});

describe('a report that ends with a package', () => {
  it('holds what the entry took from packages before that one, whenever it was posted', () => {
    const world = newWorld();
    buy(world, 2, 100);
    work(world, 1, 2, 150);
    buy(world, 1, 30, { expiresOn: localDay(25) });
    const report = issue(world, { packageId: 2, workedAt: worked(2, 600).workedAt, entryId: 1 });
    expect(report.lines.map(({ packageId, seconds }) => [packageId, seconds])).toEqual([
      [1, 30],
      [2, 100],
    ]);
    expect(world.open.map(({ kind, seconds }) => [kind, seconds])).toEqual([['overage', 20]]);
  });

  it('leaves the recorded seconds of the rest as they were', () => {
    const world = newWorld({ terms: [threefold()] });
    buy(world, 1, 1673);
    buy(world, 2, 1);
    work(world, 1, 2, 3600);
    issue(world, { packageId: 1, workedAt: worked(2, 600).workedAt, entryId: 1 });
    expect(post(world)).toEqual(nothing);
  });

  it('that lies before the previous cut moves given-back hours once', () => {
    const world = newWorld({ nextPackageId: 9 });
    buy(world, 1, 100, { expiresOn: localDay(7) });
    work(world, 1, 7, 60);
    issue(world, upToDay(10));
    buy(world, 2, 50, { expiresOn: localDay(3) });
    work(world, 2, 3, 50);
    remove(world, 1);
    issue(world, { packageId: 2, workedAt: worked(3, 600).workedAt, entryId: 2 });
    post(world);
    const { size, spent } = sumsOf([...world.frozen, ...world.open]);
    expect([size.get(9), spent.get(1)]).toEqual([60, 0]);
  });
});

function threefold() {
  const consulting = { billable: true, multiplierPermille: 3000, courtesyReason: null };
  return {
    version: 1,
    effectiveFrom: '2000-01-01',
    terms: { ...defaultTerms, workTypes: { ...defaultTerms.workTypes, consulting } },
  };
}
