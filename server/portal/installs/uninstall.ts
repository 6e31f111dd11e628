import type { Clock } from '../../base/clock.js';
import type { Tx } from '../../base/db/index.js';
import { newId } from '../../base/ids.js';
import { installChanged } from '../../base/telemetry.js';
import { erasePortal } from './erase-store.js';
import { changePortal } from './portal-store.js';
import { deleteTokens } from './token-store.js';

/**
 * The app was removed from the portal: nothing works for it from now on. With `clean` (the administrator asked to
 * wipe, `CLEAN=1`) every row of the portal goes, ledger included; one `erasures` row stays as the proof.
 * The caller has checked the event's application_token (`isGenuine`).
 */
export async function uninstall(
  tx: Tx,
  clock: Clock,
  removal: { portalId: string; clean: boolean },
): Promise<void> {
  const { portalId, clean } = removal;
  const at = clock.now();
  await deleteTokens(tx, portalId);
  await changePortal(tx, portalId, { state: 'uninstalled', uninstalled_at: at });
  installChanged('uninstalled');
  if (!clean) return;
  await erasePortal(tx, { portalId, erasureId: newId(), at, reason: 'uninstalled with CLEAN' });
  installChanged('erased');
}
