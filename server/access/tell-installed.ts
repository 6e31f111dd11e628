import type { Ground } from '../base/ground.js';
import { acceptFact } from '../portal/inbox/index.js';

/** The portal is installed: its first mirror may begin. Told as a fact, so that it outlives a crash; twice is harmless. */
export async function tellInstalled(ground: Ground, portalId: string): Promise<void> {
  const fact = { portalId, subject: 'portal', subjectId: 'install', name: 'INSTALLED' };
  await ground.db.transaction().execute((tx) => acceptFact(tx, ground.clock, fact));
}
