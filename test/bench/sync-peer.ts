import { B24OAuth, EnumAppStatus } from '@bitrix24/b24jssdk';
import type { Portal } from '../portal/index.js';

/** The SDK as it comes: its own limiter, its own list walker. Returns the number of rows read. */
export async function fetchLists(portal: Portal): Promise<number> {
  const client = await openClient(portal);
  let rows = 0;
  const tasks = client.actions.v2.fetchList.make({
    method: 'tasks.task.list',
    params: { select: ['ID', 'GROUP_ID', 'TITLE', 'STATUS', 'TIME_SPENT_IN_LOGS'] },
    ...{ idKey: 'id', cursorIdKey: 'ID', customKeyForResult: 'tasks' },
  });
  for await (const page of tasks) rows += page.length;
  const entries = client.actions.v2.fetchList.make({ method: 'task.elapseditem.getlist' });
  for await (const page of entries) rows += page.length;
  return rows;
}

function openClient(portal: Portal): Promise<B24OAuth> {
  const { clientId, clientSecret } = portal.world.settings.app;
  portal.control.registerApp({
    handlerUrl: 'http://127.0.0.1:1/app',
    installerUrl: 'http://127.0.0.1:1/install',
  });
  const { fields } = portal.control.installApp({ userId: 1, installEvent: 'never' });
  portal.control.installFinish({ userId: 1 });
  const client = new B24OAuth(
    {
      ...{ applicationToken: '', userId: 1, memberId: portal.memberId, scope: '' },
      ...{ accessToken: fields['AUTH_ID'] ?? '', refreshToken: fields['REFRESH_ID'] ?? '' },
      ...{ expires: Math.floor(Date.now() / 1000) + 3600, expiresIn: 3600 },
      ...{ domain: portal.domain, clientEndpoint: `${portal.url}/rest` },
      ...{ serverEndpoint: `${portal.authUrl}/rest/`, status: EnumAppStatus.Free },
    },
    { clientId, clientSecret },
  );
  return Promise.resolve(client);
}
