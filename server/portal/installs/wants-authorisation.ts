import type { Ground } from '../../base/ground.js';
import type { PortalRest } from '../rest/index.js';
import { profileSchema } from './app-facts.js';
import { readOwner } from './owner-view.js';
import { readPortal } from './portal-store.js';
import { readUsableTokens } from './read-tokens.js';
import { writeOwnerIsAdmin } from './token-store.js';

/**
 * Is the token that a page brings needed? Only when there is no portal yet, or its owner's token is missing, dead, or
 * of a person who is no administrator any more. Refreshing at every visit could get the app blocked.
 */
export async function wantsAuthorisation(ground: Ground, portalId: string): Promise<boolean> {
  const portal = await readPortal(ground.db, portalId);
  if (!portal || portal.state === 'uninstalled') return true;
  const owner = await readOwner(ground.db, portalId, 'owner');
  if (owner === null || owner.brokenReason !== null || !owner.isAdmin) return true;
  return !(await canOpenTokens(ground, portalId));
}

/** After a lost or changed key the stored tokens are there, but nobody can read them. */
async function canOpenTokens(ground: Ground, portalId: string): Promise<boolean> {
  try {
    await readUsableTokens(ground, portalId, 'owner');
    return true;
  } catch (error) {
    ground.log.warn({ err: error, portalId }, 'the stored token cannot be opened');
    return false;
  }
}

/** Is the owner of the token still an administrator? Asks the portal and remembers; lists are only complete then. */
export async function confirmOwner(ground: Ground, rest: PortalRest, portalId: string): Promise<boolean> {
  const answer = await rest.call({ portalId, method: 'profile' });
  const profile = profileSchema.safeParse(answer.result);
  const isAdmin = profile.success && profile.data.ADMIN;
  await writeOwnerIsAdmin(ground.db, portalId, isAdmin);
  return isAdmin;
}
