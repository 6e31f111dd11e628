import { AppError } from '../../base/errors.js';
import type { Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import { checkEndpoint, type PortalRest, type RefreshAnswer, refreshAtAuthServer } from '../rest/index.js';
import { appInfoSchema, profileSchema } from './app-facts.js';
import { readPortal } from './portal-store.js';
import { sealTokens } from './sealed-tokens.js';
import { deletePostingToken, replaceTokenRow, type TokenRow } from './token-store.js';

/**
 * A person lets the app post in their name: the refresh token that the frame has just issued to them is spent at the
 * STORED auth server, and only that answer says whose it is. Their own pair: the owner's row is not touched. Network
 * only; `keepPosting` stores the result. Throws CLAIM_REFUSED, TOKEN_REFUSED, PORTAL_NOT_READY.
 */
export async function authorisePosting(
  ground: Ground,
  rest: PortalRest,
  claim: { portalId: string; userId: number; refreshToken: string },
): Promise<TokenRow> {
  const { config } = ground;
  const portal = await readPortal(ground.db, claim.portalId);
  if (!portal || portal.state === 'uninstalled') {
    throw new AppError('PORTAL_NOT_READY', 'The app is not installed', { status: 409 });
  }
  const { auth_endpoint: authEndpoint } = portal;
  const answer = await refreshAtAuthServer(config, { authEndpoint, refreshToken: claim.refreshToken });
  if (answer.memberId !== claim.portalId) throw refused('the token belongs to another portal');
  if (answer.userId !== claim.userId) throw refused('the token belongs to somebody else');
  const isAdmin = await askWho(ground, rest, answer);
  return {
    portal_id: claim.portalId,
    purpose: 'posting',
    user_id: answer.userId,
    is_admin: isAdmin ? 1 : 0,
    ...sealTokens(config.keys, { portalId: claim.portalId, purpose: 'posting' }, answer),
    expires_at: answer.expiresAt,
    broken_reason: null,
    refresh_lease_until: 0,
    updated_at: ground.clock.now(),
  };
}

/** The app must be ours and the person the one the auth server named. */
async function askWho(ground: Ground, rest: PortalRest, answer: RefreshAnswer): Promise<boolean> {
  const items = await rest.asVisitor({
    portalId: answer.memberId,
    clientEndpoint: checkEndpoint(ground.config, answer.clientEndpoint),
    accessToken: answer.accessToken,
    commands: { app: { method: 'app.info' }, profile: { method: 'profile' } },
  });
  const failed = items['app']?.error ?? items['profile']?.error;
  if (failed) throw failed;
  const app = appInfoSchema.safeParse(items['app']?.result);
  const profile = profileSchema.safeParse(items['profile']?.result);
  const { appCode, clientId } = ground.config;
  if (!app.success || (app.data.CODE !== appCode && app.data.CODE !== clientId))
    throw refused('the app is another one');
  if (!profile.success || profile.data.ID !== answer.userId)
    throw refused('the portal and the auth server name different users');
  return profile.data.ADMIN;
}

export async function keepPosting(tx: Tx, row: TokenRow): Promise<void> {
  await replaceTokenRow(tx, row);
}

/** From now on the owner's token posts again. */
export async function releasePosting(tx: Tx, portalId: string): Promise<void> {
  await deletePostingToken(tx, portalId);
}

function refused(why: string): AppError {
  return new AppError('CLAIM_REFUSED', `The authorisation is refused: ${why}`, { status: 403 });
}
