import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import type { Purpose, StoredTokens } from '../rest/index.js';
import { readPortal } from './portal-store.js';
import { openTokens } from './sealed-tokens.js';
import { readTokenRows, type TokenRow } from './token-store.js';

export interface UsableTokens {
  row: TokenRow;
  tokens: StoredTokens;
}

/**
 * The tokens to act with. `posting` is the owner's unless a person authorised for it: one refresh token must live in
 * one row only, or the first refresh would kill the copy. Throws AppError PORTAL_NOT_READY.
 */
export async function readUsableTokens(
  ground: Ground,
  portalId: string,
  purpose: Purpose,
): Promise<UsableTokens> {
  const portal = await readPortal(ground.db, portalId);
  if (!portal || portal.state === 'uninstalled') throw notReady('the app is not installed');
  const rows = await readTokenRows(ground.db, portalId);
  const usable = rows.filter((row) => row.broken_reason === null);
  const row = usable.find((one) => one.purpose === purpose) ?? usable.find((one) => one.purpose === 'owner');
  if (!row) throw notReady(rows[0]?.broken_reason ?? 'nobody has authorised the app');
  return { row, tokens: openTokens(ground.config.keys, portal, row) };
}

function notReady(why: string): AppError {
  return new AppError('PORTAL_NOT_READY', `No usable token of this portal: ${why}`, {
    status: 409,
    retry: 'later',
  });
}
