import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { refreshStored, type RestAuthority } from '../rest/index.js';
import { listIdleTokens } from './token-store.js';

const IDLE_MS = 30 * 24 * 3_600_000;

/**
 * A refresh token dies after 180 days without use, so tokens idle for a month are refreshed, and no others: more
 * frequent refreshing may get an app blocked (settings/oauth/auto-renewal.md). Returns how many were refreshed.
 */
export async function keepTokensAlive(
  ground: Ground,
  authority: RestAuthority,
  portalId: string,
): Promise<number> {
  const idle = await listIdleTokens(ground.db, portalId, ground.clock.now() - IDLE_MS);
  let refreshed = 0;
  for (const row of idle) {
    try {
      const seen = await authority.read(row.portal_id, row.purpose);
      await refreshStored(ground, authority, seen);
      refreshed += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ground.log.warn({ portalId: row.portal_id, code: error.code }, 'an idle token could not be refreshed');
    }
  }
  return refreshed;
}
