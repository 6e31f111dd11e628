import { canSeeGroup, runsGroup } from '../acts/access.js';
import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asObject, asText, isYes, param } from '../world/json.js';
import type { Group } from '../world/model.js';
import { groupMatches, reachableGroups, yesNo } from './group-filter.js';
import { printDate } from './task-view.js';

/** `sonet_group.*`: workgroups in the old manner, UPPER keys and text ids. */

function upperRow(call: Call, group: Group): Params {
  const { world } = call;
  return {
    ID: String(group.id),
    SITE_ID: group.extranet ? 'co' : 's1',
    NAME: group.name,
    DESCRIPTION: group.description === '' ? null : group.description,
    DATE_CREATE: printDate(world, group.createdAt),
    DATE_UPDATE: printDate(world, group.updatedAt),
    ACTIVE: 'Y',
    VISIBLE: yesNo(group.visible),
    OPENED: yesNo(group.opened),
    CLOSED: yesNo(group.closed),
    SUBJECT_ID: '1',
    OWNER_ID: String(group.ownerId),
    KEYWORDS: null,
    NUMBER_OF_MEMBERS: String(group.members.size),
    DATE_ACTIVITY: printDate(world, group.updatedAt),
    SUBJECT_NAME: 'Рабочие группы',
    PROJECT: yesNo(group.type === 'project'),
    IS_EXTRANET: yesNo(group.extranet),
  };
}

function get(call: Call): MethodAnswer {
  const { params } = call;
  const filter = { ...asObject(param(params, 'FILTER')) };
  const one = param(params, 'GROUP_ID');
  if (one !== undefined) filter['ID'] = one;
  const found = reachableGroups(call, isYes(param(params, 'IS_ADMIN'))).filter((group) =>
    groupMatches(group, filter),
  );
  const direction = asText(Object.values(asObject(param(params, 'ORDER')))[0]).toLowerCase();
  return pagedAnswer(direction === 'desc' ? found.reverse() : found, call.start, (rows) =>
    rows.map((row) => upperRow(call, row)),
  );
}

function members(call: Call): MethodAnswer {
  const { world, user } = call;
  const id = asInt(param(call.params, 'ID')) ?? 0;
  const group = world.data.groups.get(id);
  if (group === undefined || !canSeeGroup(world, user, id))
    throw new RestError(400, '', 'Socialnetwork group not found');
  const active = [...group.members].filter(([memberId]) => world.data.users.get(memberId)?.active === true);
  return { result: active.map(([memberId, role]) => ({ USER_ID: String(memberId), ROLE: role })) };
}

function ownGroups(call: Call): MethodAnswer {
  const rows = [...call.world.data.groups.values()].flatMap((group): Json[] => {
    const role = group.members.get(call.user.id);
    if (role === undefined) return [];
    return [
      {
        GROUP_ID: String(group.id),
        GROUP_NAME: group.name,
        ROLE: role,
        GROUP_IMAGE_ID: null,
        GROUP_IMAGE: '',
        ...(group.extranet ? { IS_EXTRANET: 'Y' } : {}),
      },
    ];
  });
  return { result: rows };
}

function featureAccess(call: Call): MethodAnswer {
  const { world, user } = call;
  const groupId = asInt(param(call.params, 'GROUP_ID')) ?? 0;
  const group = world.data.groups.get(groupId);
  if (group === undefined) throw new RestError(400, '', 'Socialnetwork group not found');
  const operation = asText(param(call.params, 'OPERATION'));
  if (user.admin || user.type === 'system') return { result: true };
  const isMember = group.members.has(user.id);
  const needsModerator = ['edit_tasks', 'delete_tasks', 'full_post'].includes(operation);
  return { result: needsModerator ? runsGroup(world, user, groupId) : isMember };
}

export const groupMethods: MethodSpec[] = [
  method('sonet_group.get', 'sonet_group', get),
  method('sonet_group.user.get', 'sonet_group', members),
  method('sonet_group.user.groups', 'sonet_group', ownGroups),
  method('sonet_group.feature.access', 'sonet_group', featureAccess),
];
