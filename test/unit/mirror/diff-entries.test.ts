import { describe, expect, it } from '@jest/globals';
import { judgeEntry, type KeptEntry } from '../../../server/portal/mirror/rules/diff-entries.js';

const kept: KeptEntry = {
  ...{ entryId: 1, userId: 5, seconds: 600, comment: 'a', workedAt: 1_000 },
  ...{ source: 2, state: 'live', askedAt: 100 },
};
const facts = {
  entryId: 1,
  taskId: 9,
  userId: 5,
  seconds: 600,
  comment: 'a',
  workedAt: 1_000,
  madeAt: 1,
  source: 2,
};
const judge = (row: KeptEntry | undefined, change: Partial<typeof facts>, askedAt = 200) =>
  judgeEntry(row, { facts: { ...facts, ...change }, comment: change.comment ?? facts.comment, askedAt });

describe('what a reading means for an entry', () => {
  it('knows new, same and stale', () => {
    expect(judge(undefined, {})).toBe('new');
    expect(judge(kept, {})).toBe('same');
    expect(judge(kept, { seconds: 1 }, 99)).toBe('stale');
  });

  it('takes other seconds, day, person or comment for an edit', () => {
    expect(judge(kept, { seconds: 601 })).toBe('edited');
    expect(judge(kept, { workedAt: 2_000 })).toBe('edited');
    expect(judge(kept, { userId: 6 })).toBe('edited');
    expect(judge(kept, { comment: 'b' })).toBe('edited');
  });

  it('does not take a text that was not kept before for an edit', () => {
    expect(judge({ ...kept, comment: '' }, {})).toBe('filled');
    expect(judge({ ...kept, comment: '' }, { seconds: 1 })).toBe('edited');
  });

  it('sees a deleted entry come back, but not by an older answer', () => {
    expect(judge({ ...kept, state: 'deleted' }, {})).toBe('back');
    expect(judge({ ...kept, state: 'deleted' }, {}, 50)).toBe('stale');
  });
});
