import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import type { RestAuthority, StoredTokens } from '../rest/index.js';
import { REFRESH_TIME_LIMIT_MS } from '../rest/index.js';
import { changePortal } from './portal-store.js';
import { readUsableTokens, type UsableTokens } from './read-tokens.js';
import { sealTokens } from './sealed-tokens.js';
import { freeRefreshLease, saveRefreshed, takeRefreshLease } from './token-store.js';

const LEASE_MS = REFRESH_TIME_LIMIT_MS + 2_000;
const LOOK_AGAIN_MS = 50;

type Refresh = (tokens: StoredTokens) => Promise<StoredTokens>;

/** One refresh in flight per portal and purpose: inside this process by a shared promise, across processes by a lease. */
export function createRefresher(ground: Ground): RestAuthority['refresh'] {
  const flights = new Map<string, Promise<StoredTokens>>();
  return async (portalId, _purpose, seen, refresh) => {
    // The row the token came from: `posting` may be the owner's.
    const key = `${portalId}/${seen.purpose}`;
    const running = flights.get(key);
    if (running) return running;
    const flight = refreshOnce(ground, seen, refresh).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}

async function refreshOnce(ground: Ground, seen: StoredTokens, refresh: Refresh): Promise<StoredTokens> {
  const giveUpAt = systemClock.now() + 2 * LEASE_MS;
  while (systemClock.now() < giveUpAt) {
    const stored = await readUsableTokens(ground, seen.portalId, seen.purpose);
    if (stored.tokens.accessToken !== seen.accessToken) return stored.tokens;
    const now = systemClock.now();
    if (await takeRefreshLease(ground.db, stored.row, now, now + LEASE_MS)) {
      return refreshUnderLease(ground, stored, refresh);
    }
    await pause(LOOK_AGAIN_MS);
  }
  throw new AppError('REFRESH_BUSY', 'Another process has been refreshing this token for too long', {
    status: 503,
    retry: 'later',
  });
}

async function refreshUnderLease(
  ground: Ground,
  stored: UsableTokens,
  refresh: Refresh,
): Promise<StoredTokens> {
  try {
    const fresh = await refresh(stored.tokens);
    return await keep(ground, stored, fresh);
  } catch (error) {
    await freeRefreshLease(ground.db, stored.row);
    throw error;
  }
}

/** Stored before anybody uses it: the old refresh token is dead from the moment the new one was given. */
async function keep(ground: Ground, stored: UsableTokens, fresh: StoredTokens): Promise<StoredTokens> {
  const { portal_id: portalId, purpose } = stored.row;
  const saved = await ground.db.transaction().execute(async (tx) => {
    const pair = sealTokens(ground.config.keys, { portalId, purpose }, fresh);
    const row = {
      ...pair,
      expires_at: fresh.expiresAt,
      user_id: fresh.userId,
      updated_at: ground.clock.now(),
    };
    if (!(await saveRefreshed(tx, stored.row, row))) return false;
    await changePortal(tx, portalId, {
      client_endpoint: fresh.clientEndpoint,
      auth_endpoint: fresh.authEndpoint,
    });
    return true;
  });
  if (saved) return fresh;
  return (await readUsableTokens(ground, portalId, purpose)).tokens;
}
