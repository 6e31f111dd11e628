import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { target } from '../../server/ledger/rules/target.js';
import type { Facts } from '../../server/ledger/rules/types.js';
import type { Day } from '../../server/base/days.js';
import { countedEntries, oracle, type Truth } from '../given/oracle.js';
import { anyScene } from '../given/facts.js';
import { sumsOf } from '../given/sums.js';

/** `rollover:rollover:7:…` = what came from package 7, twice. */
function rolloverName(cause: string): string {
  const [, times = '', from = ''] = /^((?:rollover:)+)(\d+):/.exec(cause) ?? [];
  return from + '+'.repeat(times.length / 'rollover:'.length);
}

/** What the ledger says, in the oracle's words. */
function figuresOf(facts: Facts, today: Day): Truth {
  const { lines, madePackages } = target(facts, [], today);
  const sums = sumsOf(lines);
  const names = new Map(madePackages.map(({ packageId, cause }) => [packageId, rolloverName(cause)]));
  const nameOf = (packageId: number) => names.get(packageId) ?? `${packageId}`;
  const counted = countedEntries(facts, today);
  return {
    perPackage: new Map(facts.packages.map(({ packageId }) => [packageId, sums.spent.get(packageId) ?? 0])),
    perRollover: new Map([...names].map(([packageId, name]) => [name, sums.spent.get(packageId) ?? 0])),
    forfeited: new Map([...sums.forfeited].map(([packageId, seconds]) => [nameOf(packageId), seconds])),
    overageSeconds: sums.overageSeconds,
    courtesySeconds: sums.courtesySeconds,
    recordedSeconds: [...sums.recorded.values()].reduce((sum, each) => sum + each, 0),
    perEntry: new Map(counted.map(({ entryId }) => [entryId, sums.billed.get(entryId) ?? 0])),
  };
}

describe('nothing issued', () => {
  it('the ledger agrees with the oracle to the second', () => {
    fc.assert(
      fc.property(anyScene, ({ facts, today }) => {
        expect(figuresOf(facts, today)).toEqual(oracle(facts, today));
      }),
      { numRuns: 3000 },
    );
  });

  it('every counted entry keeps its recorded seconds, and no other entry has a line', () => {
    fc.assert(
      fc.property(anyScene, ({ facts, today }) => {
        const { lines, heldEntryIds } = target(facts, [], today);
        const counted = countedEntries(facts, today);
        expect(sumsOf(lines).recorded).toEqual(
          new Map(counted.map((entry) => [entry.entryId, entry.seconds])),
        );
        const held = facts.entries.filter(
          (entry) => entry.workDay >= facts.accountingStartsOn && !counted.includes(entry),
        );
        expect(new Set(heldEntryIds)).toEqual(new Set(held.map(({ entryId }) => entryId)));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the order in which facts are listed', () => {
    fc.assert(
      fc.property(anyScene, ({ facts, today }) => {
        const entries = [...facts.entries].reverse();
        const packages = [...facts.packages].reverse();
        const { lines } = target({ ...facts, entries, packages }, [], today);
        expect(lines).toEqual(target(facts, [], today).lines);
      }),
      { numRuns: 1000 },
    );
  });
});
