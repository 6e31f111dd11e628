import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { refreshAtAuthServer } from './auth-server.js';
import { checkEndpoint } from './endpoint.js';
import type { RestAuthority, StoredTokens } from './types.js';

/**
 * Refreshes a stored token under the authority's lease. The answer must speak of the same portal and name an address
 * we may call; its client_endpoint is the only way a portal's address ever changes. A refusal that is final marks the
 * token broken.
 */
export async function refreshStored(
  ground: Ground,
  authority: RestAuthority,
  seen: StoredTokens,
): Promise<StoredTokens> {
  const { portalId, purpose } = seen;
  try {
    return await authority.refresh(portalId, purpose, seen, (tokens) => exchange(ground, tokens));
  } catch (error) {
    if (error instanceof AppError && error.code === 'TOKEN_REFUSED') {
      await authority.markBroken(portalId, purpose, error.message);
    }
    throw error;
  }
}

async function exchange(ground: Ground, tokens: StoredTokens): Promise<StoredTokens> {
  const { config } = ground;
  const { authEndpoint, refreshToken } = tokens;
  const answer = await refreshAtAuthServer(config, { authEndpoint, refreshToken });
  if (answer.memberId !== tokens.portalId) {
    throw new AppError('TOKEN_REFUSED', 'The auth server answers for another portal', { status: 403 });
  }
  return {
    ...tokens,
    userId: answer.userId,
    accessToken: answer.accessToken,
    refreshToken: answer.refreshToken,
    expiresAt: answer.expiresAt,
    clientEndpoint: checkEndpoint(config, answer.clientEndpoint),
  };
}
