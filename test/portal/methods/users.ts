import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asInts, asList, asObject, asText, isYes, param } from '../world/json.js';
import type { User } from '../world/model.js';
import type { World } from '../world/world.js';
import { printDate } from './task-view.js';

/** `user_brief` hides contacts; `user` and `user_basic` show the e-mail address. */
function showsContacts(world: World): boolean {
  return world.settings.app.scopes.some((scope) => scope === 'user' || scope === 'user_basic');
}

function userRow(world: World, user: User): Params {
  return {
    ID: String(user.id),
    ACTIVE: user.active,
    NAME: user.name,
    LAST_NAME: user.lastName,
    SECOND_NAME: user.secondName,
    ...(showsContacts(world) ? { EMAIL: user.email } : {}),
    LAST_LOGIN: printDate(world, user.registeredAt),
    DATE_REGISTER: printDate(world, user.registeredAt),
    TIME_ZONE: user.timeZone,
    IS_ONLINE: 'N',
    TIMESTAMP_X: {},
    LAST_ACTIVITY_DATE: {},
    PERSONAL_GENDER: user.gender,
    PERSONAL_WWW: '',
    PERSONAL_BIRTHDAY: '',
    PERSONAL_MOBILE: '',
    PERSONAL_CITY: '',
    WORK_PHONE: '',
    WORK_POSITION: user.workPosition,
    UF_EMPLOYMENT_DATE: '',
    UF_DEPARTMENT: user.departmentIds,
    USER_TYPE: user.type,
  };
}

function matches(user: User, filter: Params): boolean {
  return Object.entries(filter).every(([key, value]) => {
    const name = key.toUpperCase();
    if (name === 'ID') return asInts(value).includes(user.id);
    if (name === '>ID') return user.id > (asInt(value) ?? 0);
    if (name === 'ACTIVE') return user.active === isYes(value);
    if (name === 'USER_TYPE') return asList(value).map(asText).includes(user.type);
    if (name === 'UF_DEPARTMENT') return user.departmentIds.some((id) => asInts(value).includes(id));
    if (name === 'NAME') return user.name === asText(value);
    if (name === 'LAST_NAME') return user.lastName === asText(value);
    if (name === 'NAME_SEARCH' || name === 'FIND')
      return `${user.name} ${user.lastName}`.toLowerCase().includes(asText(value).toLowerCase());
    return true;
  });
}

/** Dismissed users are included unless the filter leaves them out; the system user never shows. */
function list(call: Call): MethodAnswer {
  const { world, params } = call;
  const filter = { ...asObject(param(params, 'FILTER')) };
  for (const name of ['ID', 'ACTIVE', 'UF_DEPARTMENT', 'USER_TYPE']) {
    const direct = param(params, name);
    if (direct !== undefined) filter[name] = direct;
  }
  const isDescending = asText(param(params, 'order')).toLowerCase() === 'desc';
  const found = [...world.data.users.values()].filter(
    (user) => user.type !== 'system' && matches(user, filter),
  );
  return pagedAnswer(isDescending ? found.reverse() : found, call.start, (rows) =>
    rows.map((user) => userRow(world, user)),
  );
}

function current(call: Call): MethodAnswer {
  const row = userRow(call.world, call.user);
  return {
    result: {
      ...row,
      IS_ONLINE: 'Y',
      LAST_ACTIVITY_DATE: printDate(call.world, call.world.clock.nowSecond()),
    },
  };
}

function profile(call: Call): MethodAnswer {
  const { user } = call;
  return {
    result: {
      ID: String(user.id),
      ADMIN: user.admin,
      NAME: user.name,
      LAST_NAME: user.lastName,
      PERSONAL_GENDER: user.gender,
      TIME_ZONE: user.timeZone,
    },
  };
}

function departments(call: Call): MethodAnswer {
  const { world, params } = call;
  const id = param(params, 'ID');
  const parent = asInt(param(params, 'PARENT'));
  const found = [...world.data.departments.values()].filter(
    (row) =>
      (id === undefined || asInts(id).includes(row.id)) && (parent === null || row.parentId === parent),
  );
  const start = asInt(param(params, 'START')) ?? call.start;
  return pagedAnswer(found, start, (rows) =>
    rows.map((row): Json => ({
      ID: String(row.id),
      NAME: row.name,
      SORT: 500,
      ...(row.parentId === null ? {} : { PARENT: String(row.parentId) }),
      ...(row.headId === null ? {} : { UF_HEAD: String(row.headId) }),
    })),
  );
}

/** Any of the three user scopes opens the user methods. */
function withUserScope(run: (call: Call) => MethodAnswer): (call: Call) => MethodAnswer {
  return (call) => {
    if (!call.world.settings.app.scopes.some((scope) => ['user', 'user_basic', 'user_brief'].includes(scope)))
      throw new RestError(403, 'insufficient_scope', 'The request requires higher privileges than provided');
    return run(call);
  };
}

export const userMethods: MethodSpec[] = [
  method('profile', null, profile),
  method('user.admin', null, (call) => ({ result: call.user.admin })),
  method('user.access', null, (call) => ({
    result: call.user.admin || asList(param(call.params, 'ACCESS')).includes('AU'),
  })),
  method('user.get', null, withUserScope(list)),
  method('user.search', null, withUserScope(list)),
  method('user.current', null, withUserScope(current)),
  method('department.get', 'department', departments),
];
