import { describe, it, expect } from '@jest/globals';
import type { NewPost } from '../../server/portal/outbox/index.js';
import { postNaively } from '../given/naive-poster.js';
import { onceEach, playLetters } from '../given/posting-kinds.js';
import { letterOf, ways, withoutChatUpload } from '../given/posting-letters.js';
import { isFault, unclear, withPosting, type Trouble } from '../given/posting-troubles.js';

const troubles: readonly Trouble[] = [...unclear, { kind: 'dies before the call leaves' }, { kind: 'hang' }];

describe('files, notices and feed posts', () => {
  it('appear once each on every kind of portal, whatever happens to one of their sends', async () => {
    const games = ways.flatMap((way) => troubles.map((trouble) => ({ way, trouble })));
    const played = games.map(async (game) => [
      JSON.stringify(game),
      await playLetters(game.way, game.trouble),
    ]);
    const flawless = games.map((game) => [JSON.stringify(game), onceEach]);
    expect(Object.fromEntries(await Promise.all(played))).toEqual(Object.fromEntries(flawless));
  }, 240_000);

  it('appear once each on PostgreSQL', async () => {
    const late: Trouble = { kind: 'landLate', delayMs: 950 };
    const played = ways.map((way) => playLetters(way, late, 'postgres'));
    expect(await Promise.all(played)).toEqual(ways.map(() => onceEach));
  }, 240_000);

  it.each(ways)('are doubled by the naive poster, our control (%s)', async (way) => {
    const doubled = await Promise.all(
      unclear.filter(isFault).map((fault) =>
        withPosting(way === 'old' ? 'old' : 'new', { seed: `naive ${way}` }, async (posting, db) => {
          if (way === 'folder') withoutChatUpload(posting);
          const { posts } = await letterOf(posting, db, 'naive', way);
          for (const method of naiveWrites) {
            posting.portal.control.addFault({ ...fault, methods: [method], times: 1 });
          }
          await postNaively(posting.rest, way, posts);
          await posting.portal.control.idle();
          return posting.seen(visible(posts));
        }),
      ),
    );
    // the file, the notice and the message in the feed; the comment was troubled too
    expect(doubled.map((seen) => seen.map((times) => times > 1))).toEqual(
      doubled.map(() => [true, true, true, true]),
    );
  });
});

const naiveWrites = [
  ...['task.commentitem.add', 'tasks.task.chat.message.send', 'im.v2.File.upload', 'im.disk.file.commit'],
  ...['im.notify.system.add', 'log.blogpost.add'],
];

function visible(posts: readonly NewPost[]): string[] {
  return [`${posts[0]?.key ?? ''}:file:1`, ...posts.map(({ key }) => key)];
}
