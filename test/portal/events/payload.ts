import type { Params } from '../world/json.js';
import { eventToken, issueTokens, restEndpoint, serverEndpoint } from '../oauth/tokens.js';
import type { World } from '../world/world.js';
import type { Delivery } from './queue.js';

/** The part of `auth` every event carries. */
export function addressAuth(world: World): Params {
  return {
    domain: world.address.domain,
    server_endpoint: serverEndpoint(world),
    client_endpoint: restEndpoint(world),
    member_id: world.settings.memberId,
    application_token: world.app.applicationToken,
  };
}

/** `auth` with the tokens of one user; access token only unless the event is one of long access. */
export function tokenAuth(world: World, userId: number, withRefresh: boolean, scopeSeparator = ','): Params {
  const pair = withRefresh ? issueTokens(world, userId) : eventToken(world, userId);
  const { domain, server_endpoint, client_endpoint, member_id, application_token } = addressAuth(world);
  const left = Math.floor((pair.accessExpiresAt - world.clock.now()) / 1000);
  return {
    access_token: pair.accessToken,
    expires_in: left,
    scope: world.settings.app.scopes.join(scopeSeparator),
    domain: domain ?? null,
    server_endpoint: server_endpoint ?? null,
    status: world.settings.app.status,
    client_endpoint: client_endpoint ?? null,
    member_id: member_id ?? null,
    ...(pair.refreshToken === null ? {} : { refresh_token: pair.refreshToken }),
    application_token: application_token ?? null,
  };
}

function authOf(world: World, delivery: Delivery): Params {
  if (delivery.auth) return delivery.auth;
  const { userId } = delivery;
  if (userId === null)
    return {
      ...addressAuth(world),
      status: world.settings.app.status,
      scope: world.settings.app.scopes.join(','),
    };
  return tokenAuth(world, userId, delivery.withRefresh);
}

/** The posted form, before encoding: `event`, `event_handler_id`, `data`, `ts`, `auth`. */
export function eventPayload(world: World, delivery: Delivery): Params {
  return {
    event: delivery.event,
    event_handler_id: delivery.handlerId,
    data: delivery.data,
    ts: Math.floor(world.clock.now() / 1000),
    auth: authOf(world, delivery),
  };
}
