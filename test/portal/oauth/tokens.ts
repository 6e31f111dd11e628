import { randomBytes } from 'node:crypto';
import type { TokenPair } from '../app/app-state.js';
import type { World } from '../world/world.js';
import { originOf } from '../world/world.js';

export const accessLifeSeconds = 3_600;
const accessLifeMs = accessLifeSeconds * 1_000;
const refreshLifeMs = 180 * 24 * 3_600_000;

/** New access token for a user, with a refresh token unless told otherwise. */
export function issueTokens(world: World, userId: number, withRefresh = true): TokenPair {
  const now = world.clock.now();
  const pair: TokenPair = {
    accessToken: randomBytes(35).toString('hex'),
    refreshToken: withRefresh ? randomBytes(35).toString('hex') : null,
    userId,
    issuedAt: now,
    accessExpiresAt: now + accessLifeMs,
    refreshExpiresAt: now + refreshLifeMs,
    refreshed: false,
  };
  world.app.access.set(pair.accessToken, pair);
  if (pair.refreshToken !== null) world.app.refresh.set(pair.refreshToken, pair);
  return pair;
}

/** Token sent with an event: access only, kept while at least half of its life is left. */
export function eventToken(world: World, userId: number): TokenPair {
  const kept = world.app.eventTokens.get(userId);
  if (kept && kept.accessExpiresAt - world.clock.now() > accessLifeMs / 2) return kept;
  const made = issueTokens(world, userId, false);
  world.app.eventTokens.set(userId, made);
  return made;
}

/** After an uninstall: access tokens are unknown, refresh tokens used up. */
export function killTokens(world: World): void {
  world.app.access.clear();
  world.app.eventTokens.clear();
  for (const pair of world.app.refresh.values()) pair.refreshed = true;
}

export function expireAccess(world: World, belongs: (pair: TokenPair) => boolean): number {
  let count = 0;
  for (const pair of world.app.access.values()) {
    if (!belongs(pair)) continue;
    pair.accessExpiresAt = world.clock.now() - 1;
    count += 1;
  }
  return count;
}

export function restEndpoint(world: World): string {
  return `${originOf(world)}/rest/`;
}

export function serverEndpoint(world: World): string {
  return `${world.address.authOrigin}/rest/`;
}

/** The token answer of the auth server; `expires` and `user_id` stand only in a refresh answer. */
export function tokenAnswer(
  world: World,
  pair: TokenPair,
  isRefresh: boolean,
): Record<string, string | number> {
  const common = {
    access_token: pair.accessToken,
    client_endpoint: restEndpoint(world),
    domain: new URL(world.address.authOrigin).host,
    expires_in: accessLifeSeconds,
    member_id: world.settings.memberId,
    refresh_token: pair.refreshToken ?? '',
    scope: world.settings.app.scopes.join(','),
    server_endpoint: serverEndpoint(world),
    status: world.settings.app.status,
  };
  if (!isRefresh) return common;
  return { ...common, expires: Math.floor(pair.accessExpiresAt / 1000), user_id: pair.userId };
}
