import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PortalTermsPreview, PreviewPortalTermsRequest } from '../api/index.js';
import type { Db } from '../base/db/index.js';
import { readClients } from '../clients/index.js';
import { compareTerms } from './compare-terms.js';
import { totalsOf } from './preview-terms.js';

/** After so much time the answer goes out with what is done; the page asks for the rest, or stops asking. */
const ENOUGH_MS = 1_500;

/**
 * What a version of the portal's terms would change for its clients, by ascending id: as many after `afterClientId` as
 * a moment allows, at least one. Nothing is posted; other requests have their turn between the clients.
 */
export async function previewPortalTerms(
  db: Db,
  portalId: string,
  now: number,
  wanted: PreviewPortalTermsRequest,
  signal?: AbortSignal,
): Promise<PortalTermsPreview> {
  const all = (await readClients(db, portalId)).sort((a, b) => a.client_id - b.client_id);
  const { afterClientId = 0, ...change } = wanted;
  const rest = all.filter((client) => client.client_id > afterClientId);
  const startedAt = performance.now();
  const clients: PortalTermsPreview['clients'] = [];
  for (const client of rest) {
    if (clients.length > 0 && performance.now() - startedAt > ENOUGH_MS) break;
    const compared = await compareTerms(db, client, now, { ...change, scope: 'portal' }, signal);
    const { client_id: clientId, name } = client;
    clients.push({ clientId, name, ...totalsOf(compared), hasOwnTerms: compared.isUnchanged });
    await nextTurn();
  }
  const left = rest.length - clients.length;
  const last = clients.at(-1)?.clientId ?? null;
  return {
    clients,
    nextAfterClientId: left > 0 ? last : null,
    done: all.length - left,
    total: all.length,
  };
}
