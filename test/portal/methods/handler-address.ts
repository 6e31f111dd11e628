import { RestError } from '../rest/rest-error.js';

/**
 * Checks an address that the app wants to be called at. Real portals also refuse loopback addresses; the simulator allows
 * 127.0.0.1 (its one liberty here), but as there a host without a dot or another scheme is refused.
 */
export function checkHandler(handler: string, status = 400): void {
  if (handler === '')
    throw new RestError(status, 'ERROR_ARGUMENT', 'Argument handler is empty', { argument: 'handler' });
  let url: URL;
  try {
    url = new URL(handler);
  } catch {
    throw new RestError(status, 'ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RestError(status, 'ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported event handler protocol');
  if (!url.hostname.includes('.'))
    throw new RestError(status, 'ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
}
