import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import type { TargetLine } from '../../server/ledger/rules/types.js';
import { play, type Change, type Phase } from '../given/ledger-changes.js';
import { anyStory, type Story } from '../given/ledger-stories.js';
import { newWorld, type World } from '../given/ledger-world.js';
import { balanceOf, sumsOf } from '../given/sums.js';

const ranks = fc.array(fc.nat(999), { minLength: 30, maxLength: 30 });

/** Another order of arrival: facts about one subject stay in order, subjects mix. */
function shuffled(changes: readonly Change[], rank: readonly number[]): Change[] {
  const queues = new Map<string, Change[]>();
  for (const change of changes) {
    queues.set(change.subject, [...(queues.get(change.subject) ?? []), change]);
  }
  const slots = changes.map(({ subject }, index) => ({ subject, rank: rank[index % rank.length] ?? 0 }));
  slots.sort((a, b) => a.rank - b.rank);
  return slots.map(({ subject }) => queues.get(subject)?.shift() as Change);
}

/**
 * Only the newest fact about each subject arrives; of packages and their closing, both. An entry known to be
 * gone that comes back and goes again is noticed anew: its return is seen.
 */
function newest(changes: readonly Change[], { facts }: World): Change[] {
  const isOfEntry = (change: Change) => 'entry' in change || 'goneEntryId' in change;
  const isSeen = (change: Change, index: number) => {
    const later = changes.slice(index + 1).filter(({ subject }) => subject === change.subject);
    const isReturn = 'entry' in change && facts.goneOn.has(change.entry.entryId);
    return !isOfEntry(change) || later.length === 0 || (isReturn && !later.some((each) => 'entry' in each));
  };
  return changes.filter(isSeen);
}

function played(
  story: Story,
  ordered: (phase: Phase, world: World) => Change[],
  isPostedEachTime: boolean,
): World {
  const world = newWorld(story.start);
  for (const phase of story.phases) {
    play(world, { ...phase, changes: ordered(phase, world) }, isPostedEachTime);
  }
  return world;
}

/**
 * What stands, whatever posting it came with; packages that the rules made are named by their cause.
 * Figures in the explanation that change no seconds are told as of the posting.
 */
function standingIn(world: World) {
  const causes = new Map(world.facts.packages.map(({ packageId, cause }) => [packageId, cause]));
  const named = (id: number | null) => (id === null ? null : (causes.get(id) ?? id));
  const plain = ({ why, ...line }: TargetLine & { reportNumber?: number }) => ({
    ...line,
    packageId: named(line.packageId),
    why: [why.rule, why.termsVersion, why.multiplierPermille, why.urgency],
    posting: 0,
    line: 0,
  });
  const text = (lines: TargetLine[]) => lines.map((line) => JSON.stringify(plain(line))).sort();
  const sums = sumsOf([...world.frozen, ...world.open]);
  return {
    balance: balanceOf(sums),
    overageSeconds: sums.overageSeconds,
    frozen: text(world.frozen),
    open: text(world.open),
  };
}

describe('between two issues', () => {
  it('any order of arrival gives equal balances and equal standing lines', () => {
    fc.assert(
      fc.property(anyStory, ranks, (story, rank) => {
        const atOnce = played(story, ({ changes }) => changes, false);
        const mixed = played(story, ({ changes }) => shuffled(changes, rank), true);
        expect(standingIn(mixed)).toEqual(standingIn(atOnce));
      }),
      { numRuns: 1000 },
    );
  });

  it('versions that were never seen leave no trace', () => {
    fc.assert(
      fc.property(anyStory, ranks, (story, rank) => {
        const all = played(story, ({ changes }) => changes, true);
        const last = played(story, (phase, world) => shuffled(newest(phase.changes, world), rank), true);
        expect(standingIn(last)).toEqual(standingIn(all));
      }),
      { numRuns: 1000 },
    );
  });
});
