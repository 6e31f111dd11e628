import type { Ground } from '../base/ground.js';
import { readPortal } from '../portal/installs/index.js';
import { readSessionToken, unauthorized } from './session-token.js';
import type { Visitor } from './visitor.js';

/** Who holds this bearer, as long as their portal has the app. Throws 401. */
export async function verifySession(ground: Ground, token: string): Promise<Visitor> {
  const visitor = await readSessionToken(ground, token);
  const portal = await readPortal(ground.db, visitor.portalId);
  if (!portal || portal.state === 'uninstalled') {
    throw unauthorized('SESSION_INVALID', 'The session is not valid');
  }
  return visitor;
}
