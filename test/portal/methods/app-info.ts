import type { Params } from '../world/json.js';
import type { World } from '../world/world.js';

/** `app.info`: the authoritative word on code, version, payment and install state. */
export function appInfo(world: World): Params {
  const app = world.settings.app;
  return {
    ID: world.app.installId,
    CODE: app.code,
    VERSION: app.version,
    STATUS: app.status,
    INSTALLED: world.app.state === 'installed',
    PAYMENT_EXPIRED: world.app.paymentExpired ? 'Y' : 'N',
    DAYS: world.app.paymentExpired ? -3 : null,
    LANGUAGE_ID: world.settings.language,
    LICENSE: 'ru_pro100',
    LICENSE_TYPE: 'pro100',
    LICENSE_FAMILY: 'pro',
  };
}
