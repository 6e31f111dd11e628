import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import { installChanged } from '../base/telemetry.js';
import { erasePortal, listUninstalledPortals } from '../portal/installs/index.js';
import { removeExports } from './exports-folder.js';
import { readKeptDays } from './kept-days.js';

const DAY = 24 * 3_600_000;

/** Portals that removed the app and whose time to come back is over: every row goes, one proof stays. */
export async function eraseExpired(ground: Ground): Promise<void> {
  const now = ground.clock.now();
  for (const portal of await listUninstalledPortals(ground.db)) {
    const { portal_id: portalId, uninstalled_at: at } = portal;
    // A removal with CLEAN left nothing but the proof; what was asked for may be read no more.
    await removeExports(ground, portalId);
    const keptDays = await readKeptDays(ground.db, portalId);
    if (at === null || keptDays === null || at + keptDays * DAY > now) continue;
    const reason = `removed ${keptDays} days ago`;
    const proof = { portalId, erasureId: newId(), at: now, reason };
    await ground.db.transaction().execute((tx) => erasePortal(tx, proof));
    installChanged('erased');
    ground.log.info({ portalId, keptDays }, 'the data of a removed portal was erased');
  }
}
