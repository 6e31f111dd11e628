import { describe, it, expect } from '@jest/globals';
import { reportOf } from '../given/given-posting.js';
import { postNaively } from '../given/naive-poster.js';
import {
  allFlawless,
  isFault,
  notRun,
  playAll,
  settings,
  unclear,
  withPosting,
  type Trouble,
} from '../given/posting-troubles.js';
import { describeEachDatabase } from '../harness/databases.js';

describe.each(settings)('posting on the %s card', (setting) => {
  it('makes every part appear once, whatever happens to one of its sends', async () => {
    const troubles = [...unclear, ...notRun];
    expect(await playAll(setting, troubles)).toEqual(allFlawless(troubles));
  }, 240_000);
});

describe('posting on PostgreSQL', () => {
  it('makes every part appear once', async () => {
    const troubles: Trouble[] = [{ kind: 'landLate', delayMs: 950 }, { kind: 'dies after the call ran' }];
    const played = Promise.all([
      playAll('old', troubles, 'postgres'),
      playAll('blind', troubles, 'postgres'),
    ]);
    expect(await played).toEqual([allFlawless(troubles), allFlawless(troubles)]);
  });
});

describe('the naive poster, our control', () => {
  it.each(['old', 'new'] as const)('doubles on the %s card under the same faults', async (card) => {
    const doubled = await Promise.all(
      unclear.filter(isFault).map((fault) =>
        withPosting(card, { seed: `naive ${fault.kind}` }, async (posting) => {
          const { posts, keys } = reportOf(posting, 'naive');
          posting.portal.control.addFault({
            ...fault,
            methods: ['task.commentitem.add', 'tasks.task.chat.message.send'],
            times: 1,
          });
          await postNaively(posting.rest, card, posts);
          await posting.portal.control.idle();
          return posting.seen(keys);
        }),
      ),
    );
    expect(doubled).toEqual(doubled.map(() => [1, 2, 1, 1]));
    expect(doubled).toHaveLength(4);
  });
});

describeEachDatabase('several processes', ({ dialect }) => {
  it('post each part once between them', () =>
    withPosting('old', { dialect, seed: `two ${dialect}` }, async (posting) => {
      const reports = ['a', 'b', 'c'].map((name) => reportOf(posting, name));
      await posting.enqueue(reports.flatMap(({ posts }) => posts));
      await Promise.all([posting.settle(), posting.settle(), posting.settle()]);
      const keys = reports.flatMap((report) => report.keys);
      expect(posting.seen(keys)).toEqual(keys.map(() => 1));
      expect([...posting.told.sent].sort()).toEqual([...keys].sort());
    }));
});
