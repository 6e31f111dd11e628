import { recordAction, type Visitor } from '../access/index.js';
import type { BoardSettings, SaveBoardWays } from '../api/index.js';
import { dayOf } from '../base/days.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { readGroupsWithOwners } from '../clients/index.js';
import { readCapacity } from '../planning/index.js';
import { lockPortal, readPortal } from '../portal/installs/index.js';
import { readWays, writeWays } from './board-ways-store.js';
import { readCards } from './cards-view.js';
import { readEmployeeNames } from './employees-view.js';

/** How the board looks, and whom and what that may name. */
export async function showWays(db: DbOrTx, portalId: string, now: number): Promise<BoardSettings> {
  const ways = await readWays(db, portalId);
  const today = dayOf(now, (await readPortal(db, portalId))?.time_zone ?? 'UTC');
  const department = await readCapacity(db, { portalId, from: today, to: today, now });
  const cards = await readCards(db, { portalId, ways: { ...ways, hiddenGroupIds: [] }, now });
  const onBoard = new Set([...department, ...cards].map((one) => one.userId));
  const groups = await readGroupsWithOwners(db, portalId);
  return {
    ways,
    people: (await readEmployeeNames(db, portalId)).map((one) => ({
      ...one,
      onBoard: onBoard.has(one.userId),
    })),
    groups: groups
      .filter((group) => group.clientId !== null || group.part !== null)
      .map(({ groupId, name }) => ({ groupId, name })),
  };
}

/** Everything said about the board, at once. Said twice with one request id, it is done once. */
export async function setWays(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: SaveBoardWays,
): Promise<void> {
  const { portalId, userId } = visitor;
  const { requestId, ...after } = wanted;
  await lockPortal(tx, portalId);
  const before = await readWays(tx, portalId);
  const action = { portalId, userId, what: 'set-board', before, after, cause: `set-board:${requestId}` };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (!repeated) await writeWays(tx, portalId, after, { actionId, at: ground.clock.now() });
}
