import { randomBytes } from 'node:crypto';
import type { Params } from '../world/json.js';
import { asInt, asText } from '../world/json.js';
import type { World } from '../world/world.js';
import { refusal, type TokenReply } from './grant.js';

const codeLifeMs = 30_000;

export type AuthorizeReply = { redirectTo: string } | { refused: TokenReply };

/**
 * `GET /oauth/authorize/` of the portal: the signed-in user agrees and is sent back with a code valid for 30 s.
 * The simulator has no sign-in form: `user_id` in the query names the user, the administrator by default.
 */
export function authorize(world: World, query: Params): AuthorizeReply {
  const app = world.settings.app;
  if (asText(query['client_id']) !== app.clientId)
    return { refused: refusal('invalid_client', 'Client not found', 401) };
  if (world.app.state === 'absent')
    return { refused: refusal('invalid_client', 'Application is not installed', 401) };
  const userId = asInt(query['user_id']) ?? world.app.installerUserId;
  const code = randomBytes(32).toString('hex');
  const redirectUri = asText(query['redirect_uri']) || app.handlerUrl;
  world.app.codes.set(code, { code, userId, expiresAt: world.clock.now() + codeLifeMs, redirectUri });
  const target = new URL(redirectUri);
  const answer = {
    code,
    state: asText(query['state']),
    domain: world.address.domain,
    member_id: world.settings.memberId,
    scope: app.scopes.join(','),
    server_domain: new URL(world.address.authOrigin).host,
  };
  for (const [key, value] of Object.entries(answer)) target.searchParams.set(key, value);
  return { redirectTo: target.toString() };
}
