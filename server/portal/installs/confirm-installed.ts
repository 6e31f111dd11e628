import type { Ground } from '../../base/ground.js';
import { installChanged } from '../../base/telemetry.js';
import type { PortalRest } from '../rest/index.js';
import { appInfoSchema } from './app-facts.js';
import { changePortal, readPortal } from './portal-store.js';

/**
 * What an `app.info` answer of this portal says about the install: finished or not, and which version. Returns true
 * when the portal has just become `installed`, so that its first mirror can begin. An answer that is none changes nothing.
 */
export async function noteAppInfo(ground: Ground, portalId: string, answer: unknown): Promise<boolean> {
  const info = appInfoSchema.safeParse(answer);
  const portal = await readPortal(ground.db, portalId);
  if (!info.success || !portal || portal.state === 'uninstalled') return false;
  const finished = info.data.INSTALLED && portal.state === 'installing';
  if (!finished && info.data.VERSION === portal.app_version) return false;
  await changePortal(ground.db, portalId, {
    app_version: info.data.VERSION,
    ...(finished
      ? { state: 'installed' as const, installed_at: portal.installed_at ?? ground.clock.now() }
      : {}),
  });
  if (finished) installChanged('finished');
  return finished;
}

/** Asks the portal whether installFinish was called; true when it has just become `installed`. */
export async function confirmInstalled(ground: Ground, rest: PortalRest, portalId: string): Promise<boolean> {
  const answer = await rest.call({ portalId, method: 'app.info', urgency: 'interactive' });
  return noteAppInfo(ground, portalId, answer.result);
}
