import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { languageOf, textsIn } from '../base/i18n/index.js';
import { readClient, readManagersToTell } from '../clients/index.js';
import { appLink, readPortal } from '../portal/installs/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import { b, escapeLine } from '../portal/rest/index.js';
import { holdOffer, type OfferKey, type OfferRow } from './offers-store.js';

/** Tells whoever manages the client that a package waits for a decision: once per offer and person, whatever follows. */
export async function tellManagers(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  key: OfferKey,
): Promise<void> {
  const { portalId } = key;
  const row = await holdOffer(tx, key);
  const portal = await readPortal(tx, portalId);
  const client = row && (await readClient(tx, portalId, row.client_id));
  if (row?.state !== 'open' || !client || !portal) return;
  const clientId = client.client_id;
  const texts = textsIn(languageOf(portal.language));
  const url = appLink(ground.config, portal, { client: clientId });
  const text = [b(escapeLine(client.name)), sentenceOf(row, texts), texts('alert.open', { url })].join('\n');
  for (const userId of await readManagersToTell(tx, portalId, clientId)) {
    const name = `offer:${row.source}:${row.external_id}:user-${userId}`;
    await enqueuePost(tx, ground, {
      portalId,
      clientId,
      kind: 'notice',
      key: name,
      payload: { userId, text },
    });
  }
}

function sentenceOf(row: OfferRow, texts: ReturnType<typeof textsIn>): string {
  const what = texts(`offers.notice.${row.source}`, { title: escapeLine(row.title) });
  return row.size_seconds === null ? `${what} ${texts('offers.notice.noHours')}` : what;
}
