import type { IncomingMessage } from 'node:http';
import { adminId } from '../control/people-control.js';
import type { Portal } from '../start-portal.js';
import type { User } from '../world/model.js';
import type { World } from '../world/world.js';

/** One request of the portal's own site: who asks, for what. */
export interface Visit {
  portal: Portal;
  world: World;
  user: User;
  url: URL;
  /** The page stands in a slider: no menu around it. */
  inSlider: boolean;
}

/** Cookies do not know ports, and several portals may stand on one host. */
export function cookieName(portal: Portal): string {
  return `portal_user_${portal.domain.replace(/\D+/g, '_')}`;
}

/** The person of the switcher, else the first administrator. */
export function openVisit(portal: Portal, request: IncomingMessage, url: URL): Visit {
  const { world } = portal;
  const wanted = cookieOf(request, cookieName(portal));
  const found = world.data.users.get(Number(wanted));
  const user = found && mayVisit(found) ? found : world.data.users.get(adminId(world));
  if (user === undefined) throw new Error('The portal has no administrator');
  return { portal, world, user, url, inSlider: url.searchParams.get('IFRAME') === 'Y' };
}

export function mayVisit(user: User): boolean {
  return user.active && user.type !== 'system';
}

function cookieOf(request: IncomingMessage, name: string): string {
  const pairs = (request.headers.cookie ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}
