import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { play } from '../given/ledger-changes.js';
import { anyStory, type Story } from '../given/ledger-stories.js';
import { newWorld, owedPerEntry, post, type World } from '../given/ledger-world.js';
import { countedEntries } from '../given/oracle.js';
import { sumsOf } from '../given/sums.js';

/** Plays the story, posting after every fact, and looks after each phase. */
function afterEachPhase({ start, phases }: Story, look: (world: World) => void): void {
  const world = newWorld(start);
  for (const phase of phases) {
    play(world, phase, true);
    look(world);
  }
}

function standing(world: World) {
  return sumsOf([...world.frozen, ...world.open]);
}

/** Without entries that have nothing: gone ones, and ones never counted. */
function withoutZeros(map: Map<number, number>): Map<number, number> {
  return new Map([...map].filter(([, seconds]) => seconds !== 0).sort(([a], [b]) => a - b));
}

/** Playing a story costs far more than looking at it, so every law looks at the same ones. */
describe('across edits, deletions, moves and issues', () => {
  it('lines sum to what entries owe and hold, packages keep their bounds, and repeating posts nothing', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        afterEachPhase(story, (world) => {
          expectBilledSums(world);
          expectRecordedSums(world);
          expectBounds(world);
          expectNothingMore(world);
        });
      }),
      { numRuns: 1000 },
    );
  }, 240_000);
});

/** The lines of every entry sum to its billed seconds. */
function expectBilledSums(world: World): void {
  expect(withoutZeros(standing(world).billed)).toEqual(withoutZeros(owedPerEntry(world)));
}

/** The lines of every entry sum to its recorded seconds. */
function expectRecordedSums(world: World): void {
  const counted = countedEntries(world.facts, world.today);
  const recorded = new Map(counted.map((entry) => [entry.entryId, entry.seconds]));
  expect(withoutZeros(standing(world).recorded)).toEqual(withoutZeros(recorded));
}

/** No package spends less than nothing or more than its size. */
function expectBounds(world: World): void {
  const { size, spent, forfeited, overageSeconds } = standing(world);
  for (const { packageId, sizeSeconds } of world.facts.packages) {
    const has = sizeSeconds + (size.get(packageId) ?? 0);
    const uses = spent.get(packageId) ?? 0;
    const lost = forfeited.get(packageId) ?? 0;
    const isSane = 0 <= uses && uses <= has && 0 <= lost && uses + lost <= has;
    expect({ packageId, isSane }).toEqual({ packageId, isSane: true });
  }
  expect(overageSeconds).toBeGreaterThanOrEqual(0);
}

function expectNothingMore(world: World): void {
  post(world);
  expect(post(world)).toEqual({ reverse: [], add: [] });
}
