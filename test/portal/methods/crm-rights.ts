import type { Call } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';

/** Guests have no CRM. */
export function onlyIntranet(call: Call): void {
  if (call.user.type === 'extranet')
    throw new RestError(403, 'allowed_only_intranet_user', 'Allowed only for intranet users');
}
