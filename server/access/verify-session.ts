import type { Ground } from '../base/ground.js';
import { readPortal } from '../portal/installs/index.js';
import { readSessionToken, unauthorized } from './session-token.js';
import type { Visitor } from './visitor.js';
import { countRoleChanges } from './visits-store.js';

/** Who holds this bearer, as long as their portal has the app and their rights are those it was given for. Throws 401. */
export async function verifySession(ground: Ground, token: string): Promise<Visitor> {
  const visitor = await readSessionToken(ground, token);
  const portal = await readPortal(ground.db, visitor.portalId);
  if (!portal || portal.state === 'uninstalled') {
    throw unauthorized('SESSION_INVALID', 'The session is not valid');
  }
  const changes = await countRoleChanges(ground.db, visitor.portalId, visitor.userId);
  if (changes !== (visitor.roleChanges ?? 0)) {
    throw unauthorized('SESSION_EXPIRED', 'The rights of this person were changed');
  }
  return visitor;
}
