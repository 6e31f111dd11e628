import type { OpenSession, Session } from '../api/index.js';
import { AppError, forbidden } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { languageOf } from '../base/i18n/index.js';
import {
  appPage,
  noteAppInfo,
  type PortalRow,
  readAskedToPost,
  readPortal,
} from '../portal/installs/index.js';
import type { PortalRest } from '../portal/rest/index.js';
import { type AskedVisitor, askVisitor } from './ask-visitor.js';
import { knowClientGroups } from './know-groups.js';
import { knowUser } from './know-user.js';
import { decideRole } from './rules/decide-role.js';
import { signSession } from './session-token.js';
import { tellInstalled } from './tell-installed.js';
import type { Visitor } from './visitor.js';
import { countRoleChanges, noteVisit } from './visits-store.js';
import { managesClients, readGivenRole } from './visitor-view.js';

/**
 * Opens a session for whoever the portal says holds the frame's token.
 * Throws PORTAL_NOT_INSTALLED, TOKEN_REFUSED, FORBIDDEN, or PORTAL_UNREACHABLE.
 */
export async function openSession(ground: Ground, rest: PortalRest, request: OpenSession): Promise<Session> {
  const portal = await readPortal(ground.db, request.memberId);
  if (!portal || portal.state === 'uninstalled') throw notInstalled();
  const asked = await askVisitor(ground, rest, portal, request.accessToken);
  // Before installFinish only an administrator has business here: the installer page.
  if (!asked.installFinished && !asked.isAdmin) throw notInstalled();
  if (await noteAppInfo(ground, portal.portal_id, asked.appInfo))
    await tellInstalled(ground, portal.portal_id);
  const visitor = await decideVisitor(ground, rest, { portal, asked, accessToken: request.accessToken });
  await noteVisit(ground.db, {
    ...{ portal_id: visitor.portalId, user_id: visitor.userId, role: visitor.role },
    ...{ is_admin: visitor.isAdmin ? 1 : 0, visited_at: ground.clock.now() },
  });
  const asksThem = (await readAskedToPost(ground.db, visitor.portalId))?.userId === visitor.userId;
  const { token, expiresAt } = await signSession(ground, visitor);
  return {
    token,
    expiresAt,
    role: visitor.role,
    userId: visitor.userId,
    userName: visitor.name,
    ...(asksThem && { askedToPost: true }),
    portal: {
      language: languageOf(portal.language),
      timeZone: portal.time_zone,
      state: asked.installFinished ? 'installed' : 'installing',
      host: new URL(portal.client_endpoint).host,
      page: appPage(ground.config, portal),
    },
  };
}

async function decideVisitor(
  ground: Ground,
  rest: PortalRest,
  { portal, asked, accessToken }: { portal: PortalRow; asked: AskedVisitor; accessToken: string },
): Promise<Visitor> {
  const portalId = portal.portal_id;
  const user = await knowUser(ground, rest, portalId, asked);
  // Read before the role: a change in between ends this session, and is not lost.
  const roleChanges = await countRoleChanges(ground.db, portalId, asked.userId);
  const role = decideRole({
    isPortalAdmin: asked.isAdmin,
    userType: user.userType,
    active: user.active,
    givenRole: await readGivenRole(ground.db, portalId, asked.userId),
    managesClients: await managesClients(ground.db, portalId, asked.userId),
    // Nobody else's role hangs on it.
    inClientGroup:
      user.userType === 'extranet' &&
      user.active &&
      (await knowClientGroups(ground, rest, portal, { userId: asked.userId, accessToken })),
  });
  if (!role) throw forbidden('This person has no part in the hours of this portal');
  const name = asked.name || user.name;
  return { portalId, userId: asked.userId, role, isAdmin: asked.isAdmin, name, roleChanges };
}

/** Unknown and removed portals look the same. */
function notInstalled(): AppError {
  return new AppError('PORTAL_NOT_INSTALLED', 'The application is not installed on this portal', {
    status: 403,
  });
}
