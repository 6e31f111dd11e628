import type { Ground } from '../../base/ground.js';
import type { RestAuthority } from '../rest/index.js';
import { createGenuineCheck } from './genuine-check.js';
import { readUsableTokens } from './read-tokens.js';
import { createRefresher } from './refresh-tokens.js';
import { writeBroken } from './token-store.js';

export interface Installs extends RestAuthority {
  /** Does this application_token belong to this portal? Compared in constant time; false for unknown portals. */
  isGenuine: (portalId: string, applicationToken: string) => Promise<boolean>;
}

/** Tokens of the portals, for the REST client, and the check of what claims to come from a portal. */
export function createInstalls(ground: Ground): Installs {
  return {
    read: async (portalId, purpose) => (await readUsableTokens(ground, portalId, purpose)).tokens,
    refresh: createRefresher(ground),
    markBroken: async (portalId, purpose, reason) => {
      ground.log.warn(
        { portalId, purpose, reason },
        'a stored token is dead: an administrator must open the app',
      );
      await writeBroken(ground.db, portalId, purpose, reason);
    },
    isGenuine: createGenuineCheck(ground),
  };
}
