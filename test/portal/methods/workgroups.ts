import { canSeeGroup } from '../acts/access.js';
import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import { siteDate } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, isYes, param } from '../world/json.js';
import type { Group } from '../world/model.js';
import { groupMatches, reachableGroups, yesNo } from './group-filter.js';
import { camelKey } from './task-view.js';

/** `socialnetwork.api.workgroup.*`: camelCase lists, UPPER cards with integer ids and site dates. */

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

function list(call: Call): MethodAnswer {
  const { params } = call;
  const extras = asObject(param(params, 'params'));
  const names = asList(param(params, 'select')).map((name) => asText(name).toUpperCase());
  const found = reachableGroups(call, isYes(extras['IS_ADMIN'])).filter((group) =>
    groupMatches(group, asObject(param(params, 'filter'))),
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

function get(call: Call): MethodAnswer {
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

export const workgroupMethods: MethodSpec[] = [
  method('socialnetwork.api.workgroup.list', 'socialnetwork', list),
  method('socialnetwork.api.workgroup.get', 'socialnetwork', get),
];
