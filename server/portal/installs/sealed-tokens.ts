import type { KeyRing } from '../../../config/index.js';
import { seal, unseal } from '../../base/seal.js';
import type { Purpose, StoredTokens } from '../rest/index.js';
import type { PortalRow } from './portal-store.js';
import type { TokenRow } from './token-store.js';

/** The place a sealed value belongs to: copied to another row or column it does not open. */
function place(portalId: string, purpose: Purpose, which: 'access' | 'refresh'): string {
  return `portal_tokens/${portalId}/${purpose}/${which}`;
}

export function sealTokens(
  keys: KeyRing,
  owner: { portalId: string; purpose: Purpose },
  plain: { accessToken: string; refreshToken: string },
): Pick<TokenRow, 'access_sealed' | 'refresh_sealed'> {
  const { portalId, purpose } = owner;
  return {
    access_sealed: seal(keys, plain.accessToken, place(portalId, purpose, 'access')),
    refresh_sealed: seal(keys, plain.refreshToken, place(portalId, purpose, 'refresh')),
  };
}

export function openTokens(keys: KeyRing, portal: PortalRow, row: TokenRow): StoredTokens {
  return {
    portalId: row.portal_id,
    purpose: row.purpose,
    userId: row.user_id,
    accessToken: unseal(keys, row.access_sealed, place(row.portal_id, row.purpose, 'access')),
    refreshToken: unseal(keys, row.refresh_sealed, place(row.portal_id, row.purpose, 'refresh')),
    expiresAt: row.expires_at,
    clientEndpoint: portal.client_endpoint,
    authEndpoint: portal.auth_endpoint,
  };
}

export function sealApplicationToken(keys: KeyRing, portalId: string, token: string): string {
  return seal(keys, token, `portals/${portalId}/application_token`);
}

export function openApplicationToken(keys: KeyRing, portalId: string, sealed: string): string {
  return unseal(keys, sealed, `portals/${portalId}/application_token`);
}
