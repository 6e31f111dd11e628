import { noteRoleChange, recordAction, type Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import { readClientState } from './client-edit-view.js';
import { deleteClientManagers, insertClientManagers, lockClient } from './client-store.js';
import { readClients } from './clients-view.js';

/**
 * The clients a person is listed for as a manager, as the list is to be. Each client that gains or loses them has its own
 * change, as if its form had been saved. Throws NOT_FOUND for a client that is not there.
 */
export async function listForClients(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: { userId: number; clientIds: readonly number[]; requestId: string },
): Promise<void> {
  const { portalId } = visitor;
  await lockPortal(tx, portalId);
  const known = (await readClients(tx, portalId)).map((client) => client.client_id);
  if (wanted.clientIds.some((clientId) => !known.includes(clientId))) throw notFound('Client');
  let changed = false;
  for (const clientId of known) {
    const isListed = wanted.clientIds.includes(clientId);
    if (await listFor(tx, ground, visitor, { ...wanted, clientId, isListed })) changed = true;
  }
  if (changed) await noteRoleChange(tx, portalId, wanted.userId);
}

/** True when the client's list was changed. */
async function listFor(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: { userId: number; clientId: number; isListed: boolean; requestId: string },
): Promise<boolean> {
  const { portalId } = visitor;
  const { userId, clientId, isListed, requestId } = wanted;
  const before = await readClientState(tx, portalId, clientId);
  if (before.managerIds.includes(userId) === isListed) return false;
  await lockClient(tx, portalId, clientId);
  const others = before.managerIds.filter((one) => one !== userId);
  const managerIds = isListed ? [...others, userId].sort((a, b) => a - b) : others;
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, clientId, userId: visitor.userId, what: 'change-client' },
    ...{ before, after: { ...before, managerIds }, cause: `list-for-clients:${requestId}:${clientId}` },
  });
  if (repeated) return false;
  await deleteClientManagers(tx, portalId, clientId);
  await insertClientManagers(tx, portalId, clientId, managerIds);
  return true;
}
