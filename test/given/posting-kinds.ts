import type { Dialect } from '../harness/databases.js';
import { filesOnDisk } from './given-posting.js';
import { letterOf, withoutChatUpload, type Letter, type Way } from './posting-letters.js';
import { drainThrough, withPosting, type Trouble } from './posting-troubles.js';

/** Plays one trouble at the first send of every kind of write in turn: letter N meets it at its Nth write. */
export async function playLetters(way: Way, trouble: Trouble, dialect: Dialect = 'sqlite'): Promise<unknown> {
  const seed = JSON.stringify([way, trouble]);
  return withPosting(way === 'old' ? 'old' : 'new', { seed, dialect }, async (posting, db) => {
    if (way === 'folder') withoutChatUpload(posting);
    const letters: Letter[] = [];
    const writesOfOne = way === 'folder' ? 5 : 4;
    for (let index = 0; index < writesOfOne; index += 1) {
      letters.push(await letterOf(posting, db, `${index}`, way));
    }
    await posting.enqueue(letters.flatMap(({ posts }) => posts));
    const troubled = new Set(letters.map(({ keys }, index) => keys[index] ?? ''));
    await drainThrough(posting, trouble, troubled);
    await posting.portal.control.idle();
    const keys = letters.flatMap((letter) => letter.keys);
    return {
      met: [...troubled],
      notOnce: keys.filter((_, index) => posting.seen(keys)[index] !== 1),
      twiceOnDisk: keys.filter((key) => key.endsWith(':file:1') && filesOnDisk(posting.portal, key) !== 1),
      states: [...new Set(await posting.states(keys))],
    };
  });
}

export const onceEach = { met: [], notOnce: [], twiceOnDisk: [], states: ['sent'] };
