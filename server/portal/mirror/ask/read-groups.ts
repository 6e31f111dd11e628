import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { type MembersReading, noReadings, type Readings } from '../readings.js';
import { distinctSorted } from '../rules/chunk.js';
import { safeFilter } from '../rules/task-filter.js';
import { type Asker, askTogether } from './ask-together.js';
import { parseGroups, parseIsAdmin, parseMembers } from './parse-people.js';
import { readOffsetPages } from './read-offset-pages.js';

/**
 * Workgroups and their members; all of them, or the named ones. `IS_ADMIN` is ignored in silence for anybody
 * but an administrator, so only an administrator's list is taken for complete.
 * https://apidocs.bitrix24.com/api-reference/sonet-group/sonet-group-get.html
 */
export async function readGroups(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  groupIds: readonly number[] | 'all' = 'all',
): Promise<Readings> {
  const asker = { rest, portalId };
  if (groupIds !== 'all' && groupIds.length === 0) return noReadings();
  const startedAt = ground.clock.now();
  const filter = groupIds === 'all' ? {} : { FILTER: safeFilter({ ID: distinctSorted(groupIds) }) };
  const list = { method: 'sonet_group.get', params: { ORDER: { ID: 'ASC' }, ...filter, IS_ADMIN: 'Y' } };
  const pages = await readOffsetPages(asker, list);
  const groups = pages.flatMap((page) => parseGroups(page.result, page.askedAt));
  const { members, isAdmin } = await readMembers(
    asker,
    groups.map((group) => group.groupId),
  );
  const complete = groupIds === 'all' && isAdmin;
  return { ...noReadings(), groups, members, allGroupsAskedAt: complete ? startedAt : null };
}

/** Members of each group; a group whose members are refused says nothing. */
async function readMembers(
  asker: Asker,
  groupIds: readonly number[],
): Promise<{ members: MembersReading[]; isAdmin: boolean }> {
  const [profile, ...told] = await askTogether(asker, [
    { method: 'profile' },
    ...groupIds.map((groupId) => ({ method: 'sonet_group.user.get', params: { ID: groupId } })),
  ]);
  const members = groupIds.flatMap((groupId, index): MembersReading[] => {
    const answer = told[index];
    if (!answer?.answer) return [];
    return [{ groupId, members: parseMembers(answer.answer.result), askedAt: answer.askedAt }];
  });
  return { members, isAdmin: parseIsAdmin(profile?.answer?.result) };
}
