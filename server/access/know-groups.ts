import { z } from 'zod';
import type { Ground } from '../base/ground.js';
import type { PortalRow } from '../portal/installs/index.js';
import type { PortalRest } from '../portal/rest/index.js';
import { askAs } from './ask-visitor.js';
import { keepMembership } from './memberships-store.js';
import { isInClientGroup } from './visitor-view.js';

const groupsSchema = z.array(z.object({ GROUP_ID: z.coerce.number().int(), ROLE: z.string() }));

/**
 * Whether an extranet visitor is in a group of a client. The portal tells nobody that a person joined a group, so one
 * whom the mirror places nowhere is asked with their own token before they are turned away; what is learnt is kept.
 * Throws TOKEN_REFUSED or PORTAL_UNREACHABLE.
 * @see https://apidocs.bitrix24.com/api-reference/sonet-group/sonet-group-user-groups.html
 */
export async function knowClientGroups(
  ground: Ground,
  rest: PortalRest,
  portal: PortalRow,
  visitor: { userId: number; accessToken: string },
): Promise<boolean> {
  const portalId = portal.portal_id;
  if (await isInClientGroup(ground.db, portalId, visitor.userId)) return true;
  const { own } = await askAs(rest, portal, visitor.accessToken, {
    own: { method: 'sonet_group.user.groups' },
  });
  const groups = groupsSchema.safeParse(own?.result);
  if (!own || !groups.success) return false;
  await ground.db.transaction().execute(async (tx) => {
    for (const group of groups.data) {
      const { userId } = visitor;
      await keepMembership(tx, {
        ...{ portalId, userId, groupId: group.GROUP_ID, role: group.ROLE },
        askedAt: own.askedAt,
      });
    }
  });
  return isInClientGroup(ground.db, portalId, visitor.userId);
}
