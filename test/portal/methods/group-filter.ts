import type { Call } from '../rest/method.js';
import type { Params } from '../world/json.js';
import { asList, asText } from '../world/json.js';
import type { Group } from '../world/model.js';

export const yesNo = (value: boolean): string => (value ? 'Y' : 'N');

/** IS_ADMIN=Y of somebody who is none is ignored without a word. */
export function reachableGroups(call: Call, asAdmin: boolean): Group[] {
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

export function groupMatches(group: Group, filter: Params): boolean {
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
