import type { Ground } from '../../../base/ground.js';
import { type Asker, askTogether } from './ask-together.js';
import { parseIsAdmin } from './parse-people.js';

/** So few missing tasks are looked at one by one, whatever their share. */
const FEW = 20;
/** Most missing tasks looked at in one round; the others stay live and are missed again in the next. */
const MOST = 500;

/**
 * Missing tasks that should be read one by one. When more are missing than were listed and the token's owner is no
 * administrator, the owner has lost rights: nothing is wrong with the tasks, and nobody is asked about each of them.
 */
export async function worthLooking(
  ground: Ground,
  asker: Asker,
  { missing, listed }: { missing: readonly number[]; listed: number },
): Promise<number[]> {
  if (missing.length <= Math.max(FEW, listed)) return missing.slice(0, MOST);
  const [profile] = await askTogether(asker, [{ method: 'profile' }]);
  if (parseIsAdmin(profile?.answer?.result)) return missing.slice(0, MOST);
  const { portalId } = asker;
  ground.log.warn({ portalId, tasks: missing.length }, 'the token’s owner no longer sees most tasks');
  return [];
}
