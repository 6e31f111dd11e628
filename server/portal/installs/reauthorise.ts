import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import type { PortalRest } from '../rest/index.js';
import { type InstallClaim, verifyAndStore } from './verify-and-store.js';
import { wantsAuthorisation } from './wants-authorisation.js';

/** One at a time per portal: while a token is missing, every visit brings one. */
const trying = new Set<string>();

/**
 * A page of the app was opened. When the owner's token is dead or of a former administrator, the one this page brings
 * takes its place, if its user is an administrator. True when it did. A page that cannot help is no error.
 */
export async function reauthorise(
  ground: Ground,
  rest: PortalRest,
  claim: InstallClaim & { memberId: string },
): Promise<boolean> {
  const { memberId: portalId } = claim;
  if (claim.refreshToken === '' || trying.has(portalId)) return false;
  if (!(await wantsAuthorisation(ground, portalId))) return false;
  trying.add(portalId);
  try {
    await verifyAndStore(ground, rest, claim);
    ground.log.info({ portalId }, 'an administrator has authorised the app again');
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ground.log.info(
      { portalId, reason: error.code },
      'the token of this page could not replace the dead one',
    );
    return false;
  } finally {
    trying.delete(portalId);
  }
}
