import type { HoursApi } from './api/index.js';
import type { PortalFrame } from './frame/index.js';

const everyMs = 120_000;

/**
 * Lets our server look at this person's running timer now and then, while the page is looked at: nobody else's token
 * shows it. The token is used for that one question and kept nowhere.
 */
export function lendTokenNowAndThen(api: HoursApi, frame: PortalFrame) {
  let isFresh = false;
  const lend = async () => {
    if (document.hidden) return;
    try {
      await api.lendToken(await frame.accessToken(isFresh));
      isFresh = false;
    } catch (error) {
      // An hour-old token is refused: the next time the portal is asked for a new one.
      isFresh = true;
      console.debug('The running timer could not be looked at', error);
    }
  };
  void lend();
  setInterval(() => void lend(), everyMs);
}
