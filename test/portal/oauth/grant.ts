import type { Params } from '../world/json.js';
import { asText } from '../world/json.js';
import type { World } from '../world/world.js';
import { issueTokens, tokenAnswer } from './tokens.js';

export interface TokenReply {
  status: number;
  body: Record<string, string | number>;
}

/** HTTP statuses of these answers are not documented; the body decides. */
export function refusal(error: string, description: string, status = 400): TokenReply {
  return { status, body: { error, error_description: description } };
}

/** `grant_type=authorization_code | refresh_token` over every portal this auth server knows. */
export function grant(worlds: Iterable<World>, params: Params): TokenReply {
  const type = asText(params['grant_type']);
  const portals = [...worlds];
  const own = portals.filter((world) => world.settings.app.clientId === asText(params['client_id']));
  if (type !== 'authorization_code' && type !== 'refresh_token')
    return refusal('invalid_request', 'Unknown or missing grant_type');
  if (own.length === 0) return refusal('invalid_client', 'Client not found', 401);
  const trusted = own.filter((world) => world.settings.app.clientSecret === asText(params['client_secret']));
  if (trusted.length === 0) return refusal('invalid_client', 'Wrong client secret', 401);
  const wantsScope = asText(params['scope']);
  const beyond = wantsScope
    .split(/[,\s]+/)
    .filter((scope) => scope !== '' && !own[0]?.settings.app.scopes.includes(scope));
  if (beyond.length > 0) return refusal('invalid_scope', `Scope is not granted: ${beyond.join(',')}`);
  return type === 'refresh_token' ? byRefresh(trusted, params) : byCode(trusted, params);
}

function closedDoor(world: World, userId: number): TokenReply | null {
  if (world.app.state === 'absent') return refusal('invalid_client', 'Application is not installed', 401);
  if (world.app.paymentExpired) return refusal('PAYMENT_REQUIRED', 'Payment required');
  if (world.data.users.get(userId)?.active !== true) return refusal('invalid_grant', 'User is not active');
  return null;
}

function byRefresh(worlds: World[], params: Params): TokenReply {
  const token = asText(params['refresh_token']);
  if (token === '') return refusal('invalid_request', 'refresh_token is missing');
  const world = worlds.find((candidate) => candidate.app.refresh.has(token));
  const old = world?.app.refresh.get(token);
  if (world === undefined || old === undefined) return refusal('invalid_grant', 'Refresh token is unknown');
  const closed = closedDoor(world, old.userId);
  if (closed) return closed;
  if (old.refreshed || old.refreshExpiresAt <= world.clock.now())
    return refusal('invalid_grant', old.refreshed ? 'Refresh token was used' : 'Refresh token expired');
  old.refreshed = true;
  return { status: 200, body: tokenAnswer(world, issueTokens(world, old.userId), true) };
}

function byCode(worlds: World[], params: Params): TokenReply {
  const code = asText(params['code']);
  if (code === '') return refusal('invalid_request', 'code is missing');
  const world = worlds.find((candidate) => candidate.app.codes.has(code));
  const found = world?.app.codes.get(code);
  if (world === undefined || found === undefined) return refusal('invalid_grant', 'Code is unknown or used');
  world.app.codes.delete(code);
  if (found.expiresAt <= world.clock.now()) return refusal('invalid_grant', 'Code expired');
  const closed = closedDoor(world, found.userId);
  if (closed) return closed;
  return { status: 200, body: tokenAnswer(world, issueTokens(world, found.userId), false) };
}
