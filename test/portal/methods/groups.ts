import { canSeeGroup, runsGroup } from '../acts/access.js';
import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import { siteDate } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, isYes, param } from '../world/json.js';
import type { Group } from '../world/model.js';
import { camelKey, printDate } from './task-view.js';

const yesNo = (value: boolean): string => (value ? 'Y' : 'N');

/** IS_ADMIN=Y of somebody who is none is ignored without a word. */
function reachable(call: Call, asAdmin: boolean): Group[] {
  const { world, user } = call;
  const seesAll = asAdmin && (user.admin || user.type === 'system');
  return [...world.data.groups.values()].filter(
    (group) => seesAll || group.members.has(user.id) || (group.visible && user.type !== 'extranet'),
  );
}

const filters: Record<string, (group: Group) => string> = {
  ID: (group) => String(group.id),
  NAME: (group) => group.name,
  OWNER_ID: (group) => String(group.ownerId),
  ACTIVE: () => 'Y',
  VISIBLE: (group) => yesNo(group.visible),
  OPENED: (group) => yesNo(group.opened),
  CLOSED: (group) => yesNo(group.closed),
  IS_EXTRANET: (group) => yesNo(group.extranet),
};

function matches(group: Group, filter: Params): boolean {
  return Object.entries(filter).every(([key, value]) => {
    const [, operator = '', name = ''] = /^([%!><=]*)(.*)$/.exec(key) ?? [];
    const read = filters[name.toUpperCase()];
    if (read === undefined) return true;
    if (operator === '%') return read(group).toLowerCase().includes(asText(value).toLowerCase());
    if (operator === '>') return Number(read(group)) > Number(asText(value));
    const isIn = asList(value).map(asText).includes(read(group));
    return operator === '!' ? !isIn : isIn;
  });
}

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
  const found = reachable(call, isYes(param(params, 'IS_ADMIN'))).filter((group) => matches(group, filter));
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

function listRow(group: Group, names: string[], withDialog: boolean, userRole: string): Params {
  const all: Params = {
    ID: String(group.id),
    NAME: group.name,
    TYPE: group.type,
    DESCRIPTION: group.description,
    OWNER_ID: String(group.ownerId),
    VISIBLE: yesNo(group.visible),
    OPENED: yesNo(group.opened),
    CLOSED: yesNo(group.closed),
    NUMBER_OF_MEMBERS: String(group.members.size),
    IMAGE_ID: null,
    AVATAR_TYPE: null,
    AVATAR: '',
  };
  const row = Object.fromEntries(
    names.filter((name) => name in all).map((name): [string, Json] => [camelKey(name), all[name] ?? null]),
  );
  return {
    ...row,
    additionalData: { role: userRole, initiatedByType: '' },
    ...(withDialog ? { dialogId: `chat${group.chatId}` } : {}),
  };
}

function apiList(call: Call): MethodAnswer {
  const { params } = call;
  const extras = asObject(param(params, 'params'));
  const names = asList(param(params, 'select')).map((name) => asText(name).toUpperCase());
  const found = reachable(call, isYes(extras['IS_ADMIN'])).filter((group) =>
    matches(group, asObject(param(params, 'filter'))),
  );
  const select =
    names.length === 0
      ? ['ID']
      : names.includes('*')
        ? ['ID', 'NAME', 'TYPE', 'IMAGE_ID', 'AVATAR_TYPE', 'AVATAR']
        : ['ID', ...names];
  const withDialog = isYes(extras['shouldSelectDialogId']);
  return pagedAnswer(found, call.start, (rows) => ({
    workgroups: rows.map((group) =>
      listRow(group, select, withDialog, group.members.get(call.user.id) ?? ''),
    ),
  }));
}

function apiGet(call: Call): MethodAnswer {
  const { world, user } = call;
  const groupId = asInt(asObject(param(call.params, 'params'))['groupId']);
  if (groupId === null) throw new RestError(400, 'SONET_CONTROLLER_WORKGROUP_EMPTY', 'Group id is empty');
  const group = world.data.groups.get(groupId);
  if (group === undefined || !canSeeGroup(world, user, groupId))
    throw new RestError(400, 'SONET_CONTROLLER_WORKGROUP_NOT_FOUND', 'Group not found');
  const offset = world.settings.utcOffsetMinutes;
  const byRole = (role: string): number[] =>
    [...group.members].flatMap(([id, has]) => (has === role ? [id] : []));
  return {
    result: {
      ID: group.id,
      ACTIVE: 'Y',
      SITE_ID: group.extranet ? 'co' : 's1',
      SUBJECT_ID: 1,
      NAME: group.name,
      DESCRIPTION: group.description,
      KEYWORDS: '',
      CLOSED: yesNo(group.closed),
      VISIBLE: yesNo(group.visible),
      OPENED: yesNo(group.opened),
      DATE_CREATE: siteDate(group.createdAt, offset),
      DATE_UPDATE: siteDate(group.updatedAt, offset),
      DATE_ACTIVITY: siteDate(group.updatedAt, offset),
      IMAGE_ID: 0,
      AVATAR_TYPE: 'folder',
      OWNER_ID: group.ownerId,
      INITIATE_PERMS: 'K',
      NUMBER_OF_MEMBERS: group.members.size,
      NUMBER_OF_MODERATORS: byRole('A').length + byRole('E').length,
      PROJECT: yesNo(group.type === 'project'),
      PROJECT_DATE_START: null,
      PROJECT_DATE_FINISH: null,
      SEARCH_INDEX: group.name,
      LANDING: 'N',
      SCRUM_OWNER_ID: 0,
      SCRUM_SPRINT_DURATION: 0,
      SCRUM_TASK_RESPONSIBLE: '',
      TYPE: group.type,
      MEMBERS: [...group.members.keys()],
      CHAT_ID: group.chatId,
      DIALOG_ID: `chat${group.chatId}`,
      ORDINARY_MEMBERS: byRole('K'),
      INVITED_MEMBERS: [],
      MODERATOR_MEMBERS: byRole('E'),
      SITE_IDS: [group.extranet ? 'co' : 's1'],
      TAGS: [],
      DEPARTMENTS: [],
      NUMBER_OF_MEMBERS_PLURAL: 0,
    },
  };
}

export const groupMethods: MethodSpec[] = [
  method('sonet_group.get', 'sonet_group', get),
  method('sonet_group.user.get', 'sonet_group', members),
  method('sonet_group.user.groups', 'sonet_group', ownGroups),
  method('sonet_group.feature.access', 'sonet_group', featureAccess),
  method('socialnetwork.api.workgroup.list', 'socialnetwork', apiList),
  method('socialnetwork.api.workgroup.get', 'socialnetwork', apiGet),
];
