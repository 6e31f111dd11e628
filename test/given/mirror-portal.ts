import type { Clock } from '../../server/base/clock.js';
import type { Db } from '../../server/base/db/index.js';
import type { Ground } from '../../server/base/ground.js';
import { createInstalls, verifyAndStore } from '../../server/portal/installs/index.js';
import { createPortalRest, type PortalRest } from '../../server/portal/rest/index.js';
import type { Portal } from '../portal/index.js';
import { givenGround } from './mirror-readings.js';

export interface ConnectedPortal {
  portal: Portal;
  portalId: string;
  ground: Ground;
  rest: PortalRest;
}

/** The app installed in a simulated portal, without its doors: no event ever arrives. */
export async function connectPortal(
  db: Db,
  portal: Portal,
  options: { clock?: Clock; env?: Record<string, string>; userId?: number } = {},
): Promise<ConnectedPortal> {
  const { clientId, clientSecret, code } = portal.world.settings.app;
  const ground = givenGround(db, options.clock ?? { now: () => portal.world.clock.now() }, {
    B24_CLIENT_ID: clientId,
    B24_CLIENT_SECRET: clientSecret,
    APP_CODE: code,
    AUTH_HOSTS: portal.authUrl,
    INSECURE_LOOPBACK: '1',
    REST_PER_SECOND: '2000',
    REST_BURST: '2000',
    ...options.env,
  });
  const installs = createInstalls(ground);
  const rest = createPortalRest(ground, installs);
  const userId = options.userId ?? 1;
  portal.control.registerApp({
    handlerUrl: 'http://127.0.0.1:1/app',
    installerUrl: 'http://127.0.0.1:1/install',
  });
  const { fields } = portal.control.installApp({ userId, installEvent: 'never' });
  portal.control.installFinish({ userId });
  const { portalId } = await verifyAndStore(ground, rest, {
    refreshToken: fields['REFRESH_ID'] ?? '',
    memberId: fields['member_id'],
    serverEndpoint: fields['SERVER_ENDPOINT'],
    applicationToken: fields['APPLICATION_TOKEN'],
  });
  return { portal, portalId, ground, rest };
}
