import { MEMBER_ROLES, type Visitor } from '../access/index.js';
import type { PostingView } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { readAskedToPost, readOwnToken } from '../portal/installs/index.js';

/** Whose tokens the app works with, in whose name reports appear, and who was asked. */
export async function readPosting(db: DbOrTx, visitor: Visitor): Promise<PostingView> {
  const { portalId, userId } = visitor;
  const owner = await readOwnToken(db, portalId, 'owner');
  const posting = await readOwnToken(db, portalId, 'posting');
  const asked = await readAskedToPost(db, portalId);
  const mayAgree = visitor.role === 'administrator' || asked?.userId === userId;
  const working = [posting, owner].find((token) => token !== null && token.brokenReason === null) ?? null;
  return {
    owner: owner && {
      ...personOf(owner),
      isAdmin: owner.isAdmin,
      active: owner.active,
      broken: owner.brokenReason,
      since: owner.updatedAt,
    },
    posting: posting && {
      ...personOf(posting),
      active: posting.active,
      broken: posting.brokenReason,
      since: posting.updatedAt,
      closedGroups: posting.isAdmin ? [] : await closedGroups(db, portalId, posting.userId),
    },
    nextAuthor: working && personOf(working),
    asked: asked && {
      ...(await readPerson(db, portalId, asked.userId)),
      askedBy: (await readPerson(db, portalId, asked.by)).name,
      askedAt: asked.at,
    },
    mayAgree,
    ownClosedGroups: mayAgree && !visitor.isAdmin ? await closedGroups(db, portalId, userId) : [],
  };
}

function personOf(token: { userId: number; name: string }): { userId: number; name: string } {
  return { userId: token.userId, name: token.name };
}

async function readPerson(
  db: DbOrTx,
  portalId: string,
  userId: number,
): Promise<{ userId: number; name: string }> {
  const row = await db
    .selectFrom('users')
    .select('name')
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return { userId, name: row?.name ?? `#${userId}` };
}

/** Clients' groups a person is no member of. Administrators of the portal get in everywhere: they are not asked about. */
async function closedGroups(
  db: DbOrTx,
  portalId: string,
  userId: number,
): Promise<{ groupId: number; name: string; clientName: string }[]> {
  const rows = await db
    .selectFrom('client_groups as owned')
    .innerJoin('clients as client', (join) =>
      join
        .onRef('client.portal_id', '=', 'owned.portal_id')
        .onRef('client.client_id', '=', 'owned.client_id'),
    )
    .leftJoin('workgroups as team', (join) =>
      join.onRef('team.portal_id', '=', 'owned.portal_id').onRef('team.group_id', '=', 'owned.group_id'),
    )
    .select(['owned.group_id', 'team.name', 'client.name as client_name'])
    .where('owned.portal_id', '=', portalId)
    .where('client.archived_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('group_members as member')
            .select('member.user_id')
            .whereRef('member.portal_id', '=', 'owned.portal_id')
            .whereRef('member.group_id', '=', 'owned.group_id')
            .where('member.user_id', '=', userId)
            .where('member.role', 'in', MEMBER_ROLES),
        ),
      ),
    )
    .orderBy('client.name')
    .orderBy('owned.group_id')
    .execute();
  return rows.map((row) => ({
    groupId: row.group_id,
    name: row.name ?? `#${row.group_id}`,
    clientName: row.client_name,
  }));
}
