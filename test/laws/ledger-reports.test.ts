import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { linesAtCut } from '../../server/ledger/rules/cut.js';
import { balanceEffectOf } from '../../server/ledger/rules/effect.js';
import { target } from '../../server/ledger/rules/target.js';
import { apply, cutOf, play } from '../given/ledger-changes.js';
import { anyStory } from '../given/ledger-stories.js';
import { factsNow, issue, keyOf, newWorld, post } from '../given/ledger-world.js';
import { balanceOf, sumsOf } from '../given/sums.js';
import { instant, localDay } from '../given/ledger-days.js';

describe('reports', () => {
  it('close with what they opened with plus their lines, and the chain is the balance', () => {
    fc.assert(
      fc.property(anyStory, ({ start, phases }) => {
        const world = newWorld(start);
        let closing = 0;
        for (const phase of phases) {
          const report = play(world, phase, false);
          if (!report) continue;
          closing += report.lines.reduce((sum, line) => sum + balanceEffectOf(line), 0);
          expect(closing).toBe(balanceOf(sumsOf(world.frozen)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('hold every open line at or before the cut and none after it', () => {
    fc.assert(
      fc.property(anyStory, fc.nat(25), ({ start, phases }, day) => {
        const world = newWorld(start);
        for (const phase of phases) play(world, { ...phase, cut: null }, false);
        const cut = { until: instant(day) };
        const within = new Set(linesAtCut(world.open, cut).map(keyOf));
        for (const line of world.open) {
          if (line.workedAt !== null) expect(within.has(keyOf(line))).toBe(line.workedAt < cut.until);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('that end with a package hold all it paid for and nothing worked later', () => {
    fc.assert(
      fc.property(anyStory, fc.nat(4), ({ start, phases }, pick) => {
        const world = newWorld(start);
        for (const phase of phases) play(world, { ...phase, cut: null }, false);
        const cut = cutOf(world, { usedUpPackage: pick });
        fc.pre('packageId' in cut);
        if (!('packageId' in cut)) return;
        const within = new Set(linesAtCut(world.open, cut).map(keyOf));
        for (const line of world.open) {
          if (line.packageId === cut.packageId && line.kind === 'spend')
            expect(within).toContain(keyOf(line));
          if (line.workedAt === null) continue;
          if (line.workedAt > cut.workedAt) expect(within).not.toContain(keyOf(line));
          if (line.workedAt < cut.workedAt) expect(within).toContain(keyOf(line));
          if (line.entryId === cut.entryId && line.kind === 'overage')
            expect(within).not.toContain(keyOf(line));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('freeze their lines: later facts leave them standing and touch them in no posting', () => {
    fc.assert(
      fc.property(anyStory, ({ start, phases }) => {
        const world = newWorld(start);
        for (const phase of phases) {
          world.today = localDay(phase.day);
          for (const change of phase.changes) {
            const frozen = JSON.stringify(world.frozen);
            const frozenKeys = new Set(world.frozen.map(keyOf));
            apply(world, change);
            const { reverse } = post(world);
            expect(reverse.filter((line) => frozenKeys.has(keyOf(line)))).toEqual([]);
            expect(new Set(reverse.map(keyOf)).size).toBe(reverse.length);
            expect(JSON.stringify(world.frozen)).toBe(frozen);
          }
          if (phase.cut) issue(world, cutOf(world, phase.cut));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('alone change nothing: what was open and what is issued is still all that is wanted', () => {
    fc.assert(
      fc.property(anyStory, ({ start, phases }) => {
        const world = newWorld(start);
        for (const phase of phases) {
          play(world, phase, false);
          const seconds = ({ kind, seconds, packageId, entryId }: (typeof world.open)[number]) =>
            JSON.stringify([kind, seconds, packageId, entryId]);
          const wanted = target(factsNow(world), world.frozen, world.today).lines;
          expect(wanted.map((line) => seconds({ ...line, posting: 0, line: 0 })).sort()).toEqual(
            world.open.map(seconds).sort(),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
});
