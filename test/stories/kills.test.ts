import { describe, it, expect } from '@jest/globals';
import { runKills } from '../bench/crash/run-kills.js';

/** A handful; `npm run bench -- crash` kills a hundred times and brings the controls. */
describe('the app, killed at random moments of small stories', () => {
  it('loses nothing, doubles nothing, and posts every part once', async () => {
    const counts = await Promise.all(
      (['old', 'new'] as const).map((card) => runKills({ seed: `story-${card}`, card, kills: 4 })),
    );
    for (const count of counts) {
      expect(count).toMatchObject({
        lostSeconds: 0,
        doubledSeconds: 0,
        lostEvents: 0,
        postsMissing: 0,
        postsDoubled: 0,
      });
      expect(count.kills).toBeGreaterThanOrEqual(4);
      expect(count.posts).toBeGreaterThanOrEqual(2 * count.stories);
    }
  }, 240_000);
});
