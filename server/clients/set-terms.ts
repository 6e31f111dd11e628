import { recordAction, type Visitor } from '../access/index.js';
import type { SetTermsRequest } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import { lockClient } from './client-store.js';
import { termsInForce } from './rules/terms-in-force.js';
import { WHOLE_PORTAL, insertTerms, nextTermsVersion, readKeptTerms, termsOfDay } from './terms-store.js';

/**
 * Adds a version of the terms of one client, or of the portal (`clientId` WHOLE_PORTAL), with a day it begins on: past,
 * present or future. Nothing is posted here. The same requestId twice adds one version. Throws NOT_FOUND.
 */
export async function setTerms(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Pick<Visitor, 'portalId' | 'userId'>,
  clientId: number,
  wanted: SetTermsRequest,
): Promise<{ repeated: boolean }> {
  const { portalId, userId } = visitor;
  const { requestId, effectiveFrom, terms, reason = null } = wanted;
  await lockPortal(tx, portalId);
  if (clientId !== WHOLE_PORTAL) await lockClient(tx, portalId, clientId);
  const kept = await readKeptTerms(tx, portalId, clientId);
  const before = termsOfDay(termsInForce(kept.portalWide, kept.own).inForce, effectiveFrom);
  const version = await nextTermsVersion(tx, portalId);
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    portalId,
    clientId: clientId === WHOLE_PORTAL ? null : clientId,
    userId,
    what: 'set-terms',
    reason,
    before: { version: before.version, terms: before.terms },
    after: { version, effectiveFrom, terms },
    cause: `set-terms:${requestId}`,
  });
  if (repeated) return { repeated };
  await insertTerms(tx, {
    portal_id: portalId,
    client_id: clientId,
    version,
    effective_from: effectiveFrom,
    body: JSON.stringify(terms ?? { inherit: true }),
    action_id: actionId,
    created_at: ground.clock.now(),
  });
  return { repeated };
}
