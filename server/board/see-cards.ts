import type { Visitor } from '../access/index.js';
import type { BoardCard } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { readUrgencies, reachableClients } from '../clients/index.js';
import { type CardRow, readOwnGroups } from './cards-view.js';

/**
 * Which cards a visitor may see. A manager: those of the clients they keep, and those of groups without a client. A
 * performer: their own, and those of the groups they belong to.
 */
export async function seeCards(db: DbOrTx, visitor: Visitor): Promise<(card: CardRow) => boolean> {
  if (visitor.role === 'performer') {
    const groups = await readOwnGroups(db, visitor.portalId, visitor.userId);
    return (card) => card.userId === visitor.userId || groups.has(card.groupId);
  }
  const reach = await reachableClients(db, visitor);
  return (card) => reach === 'all' || card.clientId === null || reach.has(card.clientId);
}

/** Cards as the widget gets them. */
export async function printCards(
  db: DbOrTx,
  portalId: string,
  rows: readonly CardRow[],
): Promise<BoardCard[]> {
  const urgencyOf = await readUrgencies(db, portalId);
  return rows.map((row) => {
    const { groupId: _group, createdBy: _creator, tags, ...card } = row;
    return { ...card, urgency: urgencyOf({ taskId: row.taskId, tags }) };
  });
}
