import { describe, expect, it } from '@jest/globals';
import { type RolloverTerms, defaultTerms } from '../../server/base/terms.js';
import { worked } from '../given/facts.js';
import { apply } from '../given/ledger-changes.js';
import { instant, localDay } from '../given/ledger-days.js';
import { buy, closePackage, standsFor, waive, work } from '../given/ledger-hands.js';
import { type World, issue, newWorld, post } from '../given/ledger-world.js';
import { sumsOf } from '../given/sums.js';

const upToDay = (day: number) => ({ until: instant(day + 1) });
const half = { mode: 'share', sharePermille: 500, seconds: 0, times: 'once', validMonths: 1 } as const;

function rolling(rollover: RolloverTerms, lateEntryDays = 3): World {
  const terms = { ...defaultTerms, rollover, lateEntryDays };
  return newWorld({ terms: [{ version: 1, effectiveFrom: '2000-01-01', terms }], nextPackageId: 100 });
}

function on(world: World, day: number) {
  world.today = localDay(day);
  return post(world);
}

const sums = (world: World) => sumsOf([...world.frozen, ...world.open]);
/** What is left of a package. */
const leftOf = (world: World, packageId: number) => {
  const { size, spent, forfeited } = sums(world);
  const bought = world.facts.packages.find((each) => each.packageId === packageId)?.sizeSeconds ?? 0;
  const of = (map: Map<number, number>) => map.get(packageId) ?? 0;
  return bought + of(size) - of(spent) - of(forfeited);
};

describe('a back-dated entry that predates the end of a used-up package (what ConnectWise calls unsolvable)', () => {
  function usedUp(): World {
    const world = newWorld();
    buy(world, 1, 3600);
    buy(world, 2, 7200, { validFrom: localDay(4), boughtAt: instant(4) });
    work(world, 1, 3, 3000);
    work(world, 2, 5, 2000);
    return world;
  }

  it('takes its place there, and what it pushes on is named line by line', () => {
    const world = usedUp();
    expect(standsFor(world, 2)).toEqual([
      ['spend', 1, 600],
      ['spend', 2, 1400],
    ]);
    const { reverse, add } = work(world, 3, 4, 900);
    expect(standsFor(world, 3)).toEqual([
      ['spend', 1, 600],
      ['spend', 2, 300],
    ]);
    expect(standsFor(world, 2)).toEqual([['spend', 2, 2000]]);
    expect(reverse.map(({ entryId, packageId, seconds }) => [entryId, packageId, seconds])).toEqual([
      [2, 1, 600],
      [2, 2, 1400],
    ]);
    expect(add.map(({ entryId, packageId, seconds }) => [entryId, packageId, seconds])).toEqual([
      [3, 1, 600],
      [3, 2, 300],
      [2, 2, 2000],
    ]);
    expect([leftOf(world, 1), leftOf(world, 2)]).toEqual([0, 4900]);
  });

  it('leaves a report as it was issued; the next one holds it and closes with the difference', () => {
    const world = usedUp();
    const first = issue(world, upToDay(5));
    const shown = JSON.stringify(first.lines);
    work(world, 3, 2, 900);
    expect(JSON.stringify(world.frozen)).toBe(shown);
    expect(standsFor(world, 3)).toEqual([['spend', 2, 900]]);
    const second = issue(world, upToDay(6));
    expect(second.lines.map(({ entryId, packageId, seconds }) => [entryId, packageId, seconds])).toEqual([
      [3, 2, 900],
    ]);
  });
});

describe('a package bought later (what Odoo’s users report)', () => {
  it('moves no issued hour, even when it comes first in the order of packages; open hours move', () => {
    const world = newWorld();
    buy(world, 1, 3600);
    work(world, 1, 2, 3000);
    const shown = JSON.stringify(issue(world, upToDay(5)).lines);
    work(world, 2, 8, 900);
    expect(standsFor(world, 2)).toEqual([
      ['spend', 1, 600],
      ['overage', null, 300],
    ]);
    buy(world, 2, 3600, { expiresOn: localDay(30) });
    expect(JSON.stringify(world.frozen)).toBe(shown);
    expect(standsFor(world, 1)).toEqual([['spend', 1, 3000]]);
    expect(standsFor(world, 2)).toEqual([['spend', 2, 900]]);
  });
});

describe('the rest of an expired package', () => {
  it('rolls over as a share, some days after its last usable day; the other part expires', () => {
    const world = rolling(half);
    buy(world, 1, 3601, { expiresOn: localDay(20) });
    work(world, 1, 10, 600);
    expect(on(world, 22).add).toEqual([]);
    on(world, 23);
    expect([leftOf(world, 1), leftOf(world, 100), sums(world).forfeited.get(1)]).toEqual([0, 1500, 1501]);
    expect(world.facts.packages.at(-1)).toMatchObject({
      validFrom: localDay(21),
      expiresOn: '2026-04-21',
      cause: 'rollover:1:2026-04-21',
    });
  });

  it('is known only after the work of its days: a late entry takes hours back from what rolled over', () => {
    const world = rolling(half);
    buy(world, 1, 3600, { expiresOn: localDay(20) });
    on(world, 24);
    work(world, 1, 22, 1000);
    work(world, 2, 20, 2000);
    expect(standsFor(world, 2)).toEqual([['spend', 1, 2000]]);
    expect(standsFor(world, 1)).toEqual([
      ['spend', 100, 800],
      ['overage', null, 200],
    ]);
  });

  it('stays where a report has shown it; later work finds it there, late entries too', () => {
    const world = rolling(half);
    buy(world, 1, 3600, { expiresOn: localDay(20) });
    on(world, 24);
    issue(world, upToDay(24));
    work(world, 1, 19, 500);
    work(world, 2, 25, 500);
    expect([standsFor(world, 1), standsFor(world, 2)]).toEqual([
      [['spend', 100, 500]],
      [['spend', 100, 500]],
    ]);
    expect(leftOf(world, 100)).toBe(800);
  });

  it('rolls over at most so many hours, and once or always as the terms of that day say', () => {
    const hours = { ...half, mode: 'hours', seconds: 3000, validMonths: 1 } as const;
    const once = rolling(hours);
    const always = rolling({ ...hours, times: 'always' });
    for (const world of [once, always]) {
      buy(world, 1, 10_000, { expiresOn: localDay(20) });
      on(world, 60);
    }
    expect([sums(once).forfeited.get(1), sums(once).forfeited.get(100)]).toEqual([7000, 3000]);
    expect([sums(always).forfeited.get(1), leftOf(always, 101)]).toEqual([7000, 3000]);
    expect(always.facts.packages.at(-1)?.cause).toBe('rollover:rollover:1:2026-04-21:2026-05-21');
  });

  it('follows the terms in force on its last usable day, not those of the day of posting', () => {
    const world = rolling({ ...half, mode: 'none' });
    const later = { version: 2, effectiveFrom: localDay(21), terms: { ...defaultTerms, rollover: half } };
    buy(world, 1, 3600, { expiresOn: localDay(20) });
    buy(world, 2, 3600, { expiresOn: localDay(21) });
    apply(world, { subject: '', terms: later });
    on(world, 30);
    expect([sums(world).forfeited.get(1), sums(world).forfeited.get(2)]).toEqual([3600, 1800]);
  });

  it('of a package that was closed in time does not roll over', () => {
    const world = rolling(half);
    buy(world, 1, 3600, { expiresOn: localDay(25) });
    on(world, 24);
    closePackage(world, 1);
    on(world, 40);
    expect(world.facts.packages.map(({ packageId }) => packageId)).toEqual([1]);
    expect(sums(world).forfeited.get(1)).toBe(3600);
  });

  it('is not over while its last usable day lasts, however few days late entries get', () => {
    const world = rolling(half, 0);
    buy(world, 1, 3600, { expiresOn: localDay(20) });
    expect(on(world, 20).add).toEqual([]);
    expect(on(world, 21).add.map(({ kind }) => kind)).toEqual(['rollover', 'rollover', 'expiry']);
  });
});

describe('a package that becomes smaller', () => {
  it('lets open hours go on to the next one, never issued ones', () => {
    const world = newWorld();
    buy(world, 1, 3600);
    work(world, 1, 2, 1800);
    issue(world, upToDay(5));
    work(world, 2, 6, 1800);
    apply(world, { subject: '', resized: { packageId: 1, seconds: -9999 } });
    post(world);
    expect([standsFor(world, 1), standsFor(world, 2)]).toEqual([
      [['spend', 1, 1800]],
      [['overage', null, 1800]],
    ]);
  });
});

describe('a waiver', () => {
  it('beside rounding of a task’s day gives back its own entry’s seconds alone', () => {
    const rounding = { mode: 'up', stepSeconds: 900, per: 'task-day' } as const;
    const terms = { ...defaultTerms, rounding };
    const world = newWorld({ terms: [{ version: 1, effectiveFrom: '2000-01-01', terms }] });
    buy(world, 1, 7200);
    work(world, 1, 2, 600);
    work(world, 2, 2, 600, worked(2, 660));
    waive(world, 1, 400);
    expect([standsFor(world, 1), standsFor(world, 2)]).toEqual([[['spend', 1, 500]], [['spend', 1, 900]]]);
  });
});
