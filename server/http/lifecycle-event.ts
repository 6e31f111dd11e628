import { tellInstalled } from '../access/index.js';
import { AppError } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { eventArrived } from '../base/telemetry.js';
import { removeExports } from '../portal-data/index.js';
import {
  acceptUpdate,
  bindManifest,
  type InstallClaim,
  uninstall,
  verifyAndStore,
} from '../portal/installs/index.js';
import type { EventForm } from './event-form.js';
import type { HttpParts } from './parts.js';

export interface LifecycleEvent {
  name: 'ONAPPINSTALL' | 'ONAPPUPDATE' | 'ONAPPUNINSTALL';
  portalId: string;
  form: EventForm;
}

/** Claims that may be under verification at once: each costs requests to the auth server, and anybody may send one. */
const MOST_AT_ONCE = 8;
let verifying = 0;

/** Install, update and uninstall as the portal's queue tells them; none is believed as it stands. Returns the status. */
export async function playLifecycleEvent(
  ground: Ground,
  parts: HttpParts,
  event: LifecycleEvent,
): Promise<number> {
  const token = event.form.get('auth[application_token]') ?? '';
  const isGenuine = await parts.installs.isGenuine(event.portalId, token);
  if (event.name === 'ONAPPUNINSTALL') {
    if (!isGenuine) return ended('refused', 403);
    await playUninstall(ground, parts, event);
    return ended('accepted', 200);
  }
  if (verifying >= MOST_AT_ONCE) return ended('refused', 429);
  verifying += 1;
  try {
    await playClaim(ground, parts, event, isGenuine);
    return ended('accepted', 200);
  } catch (error) {
    return ended('refused', statusOf(ground, event, error));
  } finally {
    verifying -= 1;
  }
}

async function playUninstall(
  ground: Ground,
  parts: HttpParts,
  { portalId, form }: LifecycleEvent,
): Promise<void> {
  const clean = form.get('data[CLEAN]') === '1';
  await ground.db.transaction().execute((tx) => uninstall(tx, ground.clock, { portalId, clean }));
  await removeExports(ground, portalId);
  // A token that does not match makes the check read the database again: it forgets the portal now, not in a minute.
  await parts.installs.isGenuine(portalId, 'uninstalled');
}

async function playClaim(
  ground: Ground,
  parts: HttpParts,
  { name, portalId, form }: LifecycleEvent,
  isGenuine: boolean,
): Promise<void> {
  const claim = claimOf(portalId, form);
  if (name === 'ONAPPUPDATE') {
    await acceptUpdate(ground, parts.rest, { portalId, isGenuine, claim });
    return;
  }
  const portal = await verifyAndStore(ground, parts.rest, claim);
  await bindManifest(ground, parts.rest, portalId);
  if (portal.state === 'installed') await tellInstalled(ground, portalId);
}

function claimOf(portalId: string, form: EventForm): InstallClaim {
  return {
    memberId: portalId,
    refreshToken: form.get('auth[refresh_token]') ?? '',
    serverEndpoint: form.get('auth[server_endpoint]'),
    applicationToken: form.get('auth[application_token]'),
    language: form.get('data[LANGUAGE_ID]'),
  };
}

/** A claim that was refused is the sender's business; one that could not be checked is ours. */
function statusOf(ground: Ground, { name, portalId }: LifecycleEvent, error: unknown): number {
  const refused = error instanceof AppError && error.status < 500;
  ground.log.warn(
    { err: error, event: name, portalId },
    refused ? 'a claim was refused' : 'a claim could not be checked',
  );
  return refused ? 403 : 503;
}

function ended(outcome: 'accepted' | 'refused', status: number): number {
  eventArrived(outcome);
  return status;
}
