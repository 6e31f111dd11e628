import { createHash, timingSafeEqual } from 'node:crypto';
import { systemClock } from '../../base/clock.js';
import type { Ground } from '../../base/ground.js';
import { readPortal } from './portal-store.js';
import { openApplicationToken } from './sealed-tokens.js';

const KEPT_MS = 60_000;
const KEPT_PORTALS = 10_000;

interface Kept {
  digest: Buffer;
  until: number;
}

/**
 * Events are many, so the digest of a portal's application_token is kept for a minute. What does not match is
 * compared once more with the database: a token that an update just changed is known at once.
 */
export function createGenuineCheck(ground: Ground): (portalId: string, token: string) => Promise<boolean> {
  const known = new Map<string, Kept>();
  return async (portalId, token) => {
    if (portalId === '' || token === '') return false;
    const given = digestOf(token);
    const kept = known.get(portalId);
    if (kept && kept.until > systemClock.now() && timingSafeEqual(kept.digest, given)) return true;
    const stored = await readDigest(ground, portalId);
    if (known.size >= KEPT_PORTALS) known.clear();
    if (stored) known.set(portalId, { digest: stored, until: systemClock.now() + KEPT_MS });
    else known.delete(portalId);
    return stored !== null && timingSafeEqual(stored, given);
  };
}

async function readDigest(ground: Ground, portalId: string): Promise<Buffer | null> {
  const portal = await readPortal(ground.db, portalId);
  if (!portal || portal.state === 'uninstalled' || portal.application_token_sealed === null) return null;
  return digestOf(openApplicationToken(ground.config.keys, portalId, portal.application_token_sealed));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
