import { pageOf } from '../../app/open-app.js';
import { ControlError } from '../../control/control-error.js';
import { asInt, asText, type Params } from '../../world/json.js';
import type { User } from '../../world/model.js';
import { appPath } from '../views/app-items.js';
import type { Visit } from '../visit.js';
import { fullName } from '../words.js';
import type { Action } from './action.js';

/** What the frame protocol needs of the server. A page answers only the person who opened it. */

function ownPage(visit: Visit, values: Params): string {
  const appSid = asText(values['appSid']);
  if (pageOf(visit.world, appSid).userId !== visit.user.id)
    throw new ControlError(403, 'Страница открыта другим');
  return appSid;
}

function onlyAdmin({ user }: Visit): void {
  if (!user.admin) throw new ControlError(403, 'Только для администратора');
}

function employeeCard(user: User): Params {
  return {
    id: String(user.id),
    name: fullName(user),
    photo: '',
    position: user.workPosition,
    url: `/company/personal/user/${user.id}/`,
    sub: false,
    sup: false,
  };
}

export const appActions: Record<string, Action> = {
  'init-data': (visit, values) => visit.portal.control.getInitData({ appSid: ownPage(visit, values) }),
  'refresh-auth': (visit, values) => visit.portal.control.refreshAuth({ appSid: ownPage(visit, values) }),
  'set-option': (visit, values) => {
    const appSid = ownPage(visit, values);
    const kind = asText(values['kind']) === 'app' ? 'app' : 'user';
    const kept = visit.portal.control.setOption({
      appSid,
      kind,
      name: asText(values['name']),
      value: values['value'] ?? null,
    });
    if (kept === null) throw new ControlError(403, 'Только для администратора');
    return {};
  },
  'install-finish': (visit, values) => {
    const appSid = ownPage(visit, values);
    if (!pageOf(visit.world, appSid).install) throw new ControlError(409, 'Приложение уже установлено');
    onlyAdmin(visit);
    visit.portal.control.installFinish({ userId: visit.user.id });
    return { go: `${appPath(visit.world)}?install_finished=Y` };
  },
  'install-app': (visit) => {
    onlyAdmin(visit);
    visit.portal.control.installApp({ userId: visit.user.id });
    return { go: appPath(visit.world) };
  },
  employees: ({ world }) => ({
    list: [...world.data.users.values()]
      .filter((user) => user.active && user.type === 'employee')
      .map(employeeCard),
  }),
  'access-codes': ({ world }) => ({
    list: [
      { id: 'AU', name: 'Все авторизованные пользователи' },
      ...[...world.data.groups.values()].map((group) => ({ id: `SG${group.id}`, name: group.name })),
      ...[...world.data.users.values()]
        .filter((user) => user.active && user.type === 'employee')
        .map((user) => ({ id: `U${user.id}`, name: fullName(user) })),
    ],
  }),
  'advance-clock': (visit, values) => {
    onlyAdmin(visit);
    visit.portal.control.setClock({ advanceMs: asInt(values['ms']) ?? 0 });
    return {};
  },
};
