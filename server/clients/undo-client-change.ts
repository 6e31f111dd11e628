import { recordAction, type Visitor } from '../access/index.js';
import type { UndoClientChange } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import { type ClientChange, applyState } from './change-client.js';
import { readNewestChange } from './client-edit-view.js';
import { lockClient } from './client-store.js';
import { takeTenureBack } from './tenures-store.js';

/**
 * Takes the newest change of a client back: groups that came leave with all their hours, groups that went are the
 * client's again without a gap. Throws CLIENT_CHANGED_SINCE, CHANGE_ISSUED when a report was issued since, GROUP_TAKEN.
 * @param issuedAt when the newest report was issued; null = none ever was
 */
export async function undoClientChange(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: UndoClientChange & { clientId: number; issuedAt: number | null },
): Promise<ClientChange> {
  const { clientId, issuedAt, requestId, actionId } = wanted;
  const { portalId, userId } = visitor;
  await lockPortal(tx, portalId);
  await lockClient(tx, portalId, clientId);
  const newest = await readNewestChange(tx, portalId, clientId);
  if (newest === null) throw notFound('Change');
  const { before: after, after: before } = newest;
  const cause = `undo-client-change:${requestId}`;
  const action = { portalId, clientId, userId, what: 'undo-client-change', before, after, cause };
  const { repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return { repeated, addedGroupIds: [], zoneChanged: false };
  if (newest.actionId !== actionId || newest.what !== 'change-client')
    throw conflict('CLIENT_CHANGED_SINCE', 'The client was changed again since');
  if (issuedAt !== null && issuedAt >= newest.at)
    throw conflict('CHANGE_ISSUED', 'A report was issued since this change');
  const of = { portalId, clientId };
  return { repeated, ...(await applyState(tx, ground, of, { before, after }, takeTenureBack)) };
}
