import type { Ground } from '../../base/ground.js';
import { type PortalRest, RestError } from '../rest/index.js';
import { profileSchema } from './app-facts.js';
import { readTokenRows, writeBroken } from './token-store.js';

/**
 * Does the person who lets the app post in their name still work here? Asks the portal with their token; where it is
 * refused, or nobody stands behind it any more, it is marked and the owner's token posts instead. True while it works;
 * null where nobody has authorised.
 */
export async function confirmPosting(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
): Promise<boolean | null> {
  const before = await readRow(ground, portalId);
  if (before === null || before.broken_reason !== null) return before === null ? null : false;
  try {
    const answer = await rest.call({ portalId, method: 'profile', as: 'posting' });
    if (profileSchema.safeParse(answer.result).success) return true;
  } catch (error) {
    // A refusal says that the person has no access; anything else may pass.
    if (!(error instanceof RestError) || error.outcome !== 'refused') return isWorking(ground, portalId);
  }
  if (await isWorking(ground, portalId)) await writeBroken(ground.db, portalId, 'posting', 'no-access');
  return false;
}

/** A refresh that was refused has marked the token already. */
async function isWorking(ground: Ground, portalId: string): Promise<boolean> {
  const row = await readRow(ground, portalId);
  return row !== null && row.broken_reason === null;
}

async function readRow(ground: Ground, portalId: string) {
  const rows = await readTokenRows(ground.db, portalId);
  return rows.find((row) => row.purpose === 'posting') ?? null;
}
