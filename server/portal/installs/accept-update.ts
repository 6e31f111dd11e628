import type { Ground } from '../../base/ground.js';
import { installChanged } from '../../base/telemetry.js';
import type { PortalRest } from '../rest/index.js';
import { type BoundManifest, bindManifest } from './bind-manifest.js';
import { confirmInstalled } from './confirm-installed.js';
import { type InstallClaim, verifyAndStore } from './verify-and-store.js';

/**
 * ONAPPUPDATE: it may bring a new application_token, which counts only after its tokens were verified like an
 * install's; then everything is bound anew, because a version may have lost its handlers. `isGenuine` says that the
 * event carried the application_token we know: then nothing has to be believed and no token is spent.
 */
export async function acceptUpdate(
  ground: Ground,
  rest: PortalRest,
  update: { portalId: string; isGenuine: boolean; claim: InstallClaim },
): Promise<BoundManifest> {
  const { portalId, isGenuine, claim } = update;
  if (isGenuine) await confirmInstalled(ground, rest, portalId);
  else await verifyAndStore(ground, rest, { ...claim, memberId: portalId });
  const repaired = await bindManifest(ground, rest, portalId);
  installChanged('updated');
  return repaired;
}
