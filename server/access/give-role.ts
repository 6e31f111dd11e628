import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { recordAction } from './record-action.js';
import type { Visitor } from './visitor.js';
import { readGivenRole } from './visitor-view.js';
import { noteRoleChange, writeGivenRole } from './visits-store.js';

/** Makes somebody an administrator or a manager of all clients in the app, or takes that away; their sessions end. */
export async function giveRole(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: { userId: number; role: 'administrator' | 'manager' | null; requestId: string },
): Promise<void> {
  const { portalId } = visitor;
  const { userId, role, requestId } = wanted;
  const before = await readGivenRole(tx, portalId, userId);
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId: visitor.userId, what: 'give-role', cause: `give-role:${requestId}` },
    ...{ before: { userId, role: before }, after: { userId, role } },
  });
  if (repeated) return;
  await writeGivenRole(tx, { portalId, userId }, role);
  await noteRoleChange(tx, portalId, userId);
}
