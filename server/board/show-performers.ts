import type { Visitor } from '../access/index.js';
import type { Performers } from '../api/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { advisePerformers, foresightOf } from '../planning/index.js';
import { readWays } from './board-ways-store.js';
import { readCards } from './cards-view.js';
import { seeCards } from './see-cards.js';

/** Who could do a task and why, and where its card stands: whoever is chosen gets it by a move of the card. */
export async function showPerformers(ground: Ground, visitor: Visitor, taskId: number): Promise<Performers> {
  const { db, clock } = ground;
  const { portalId } = visitor;
  const ways = await readWays(db, portalId);
  // Groups that are not on the board have cards, too, for whoever asks for one.
  const shown = { ...ways, hiddenGroupIds: [] };
  const [card] = await readCards(db, { portalId, ways: shown, now: clock.now(), taskId });
  if (!card || !(await seeCards(db, visitor))(card)) throw notFound('Task');
  const { column, userId } = card;
  const of = { taskId, responsibleId: userId };
  const advice = advisePerformers(await foresightOf(ground).ask(portalId), of);
  const isMovable = column !== 'done' && !ways.hiddenGroupIds.includes(card.groupId);
  return {
    place: isMovable ? { column, userId } : null,
    ...(advice ?? { hasDeadline: false, isEstimated: false, people: [] }),
  };
}
