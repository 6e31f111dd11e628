import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reckon } from '../../server/ledger/rules/reckon.js';
import { target } from '../../server/ledger/rules/target.js';
import type { TargetLine } from '../../server/ledger/rules/types.js';
import { anyScene } from '../given/facts.js';
import { play } from '../given/ledger-changes.js';
import { anyStory } from '../given/ledger-stories.js';
import { newWorld } from '../given/ledger-world.js';

/** Every figure a line tells leads to the next one; answers the lines whose figures do not. */
function unexplained(lines: readonly TargetLine[]): TargetLine[] {
  return lines.filter(({ why }) => {
    if (why.multiplierPermille === undefined || why.rule === 'not-billable') return false;
    // Its entry is gone: nothing is left to reckon.
    if (why.groupBilledSeconds === undefined)
      return why.entryRecordedSeconds !== 0 || why.entryBilledSeconds !== 0;
    const reckoned = reckon(why);
    return (
      reckoned?.billedSeconds !== why.entryBilledSeconds ||
      reckoned?.after.billedSeconds !== why.groupBilledSeconds ||
      reckoned.before.billedSeconds !== (why.groupBilledBeforeSeconds ?? 0)
    );
  });
}

describe('what a line says of itself', () => {
  it('leads from the timer to what is billed, whatever the terms', () => {
    fc.assert(
      fc.property(anyScene, ({ facts, today }) => {
        expect(unexplained(target(facts, [], today).lines)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('still does after edits, deletions, waivers, changed terms and reports', () => {
    fc.assert(
      fc.property(anyStory, ({ start, phases }) => {
        const world = newWorld(start);
        for (const phase of phases) {
          play(world, phase, false);
          expect(unexplained(world.open)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
