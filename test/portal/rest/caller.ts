import type { User } from '../world/model.js';
import type { Params } from '../world/json.js';
import { asText } from '../world/json.js';
import type { World } from '../world/world.js';
import { RestError } from './rest-error.js';

/** Staff may open the app unless its access list says otherwise; extranet users only when it names them. */
export function mayUseApp(world: World, user: User): boolean {
  const { access } = world.settings.app;
  if (user.admin || user.type === 'system' || access === 'everyone') return true;
  return access === 'staff' ? user.type === 'employee' : access.includes(user.id);
}

/** Who calls, by the `auth` parameter. */
export function authenticate(world: World, params: Params): User {
  const token = asText(params['auth']);
  if (token === '') throw new RestError(401, 'NO_AUTH_FOUND', 'Wrong authorization data');
  const pair = world.app.access.get(token);
  if (pair === undefined || world.app.state === 'absent')
    throw new RestError(401, 'invalid_token', 'Unable to get application by token');
  if (pair.accessExpiresAt <= world.clock.now())
    throw new RestError(401, 'expired_token', 'The access token provided has expired.');
  const user = world.data.users.get(pair.userId);
  if (user?.active !== true) throw new RestError(401, 'NO_AUTH_FOUND', 'Wrong authorization data');
  if (!mayUseApp(world, user))
    throw new RestError(403, 'user_access_error', 'The user does not have access to the application.');
  return user;
}

/** Doors that are closed for everybody, before any method is looked at. */
export function checkPortalOpen(world: World): void {
  if (world.deleted) throw new RestError(500, 'PORTAL_DELETED', 'Portal was deleted');
  if (world.restClosed)
    throw new RestError(403, 'ACCESS_DENIED', 'REST API is available only on commercial plans.');
}
