import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { languageOf, textsIn } from '../base/i18n/index.js';
import {
  appLink,
  confirmPosting,
  lockPortal,
  type OwnToken,
  readOwnToken,
  readPortal,
  readSetting,
  writeSetting,
} from '../portal/installs/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import { escapeLine, type PortalRest } from '../portal/rest/index.js';
import { readAdministrators } from './administrators-view.js';

type Trouble = 'posting-left' | 'owner-not-admin';

/**
 * Looks whether the person in whose name reports appear still works here, and tells the administrators once when they do
 * not (from then on the owner's token posts), or when the owner of the token is no administrator any more.
 */
export async function watchTokens(ground: Ground, rest: PortalRest, portalId: string): Promise<void> {
  const works = await confirmPosting(ground, rest, portalId);
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, portalId);
    const posting = await readOwnToken(tx, portalId, 'posting');
    if (works === false && posting !== null && posting.brokenReason !== null)
      await tell(tx, ground, portalId, 'posting-left', posting);
    const owner = await readOwnToken(tx, portalId, 'owner');
    if (owner !== null && !owner.isAdmin) await tell(tx, ground, portalId, 'owner-not-admin', owner);
  });
}

/** A token is told of once; a new authorisation is another token. */
async function tell(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  portalId: string,
  trouble: Trouble,
  token: OwnToken,
): Promise<void> {
  const setting = `told:${trouble}`;
  const portal = await readPortal(tx, portalId);
  const seen = trouble === 'posting-left' ? `${token.userId}:${token.updatedAt}` : String(token.userId);
  if (portal === null || (await readSetting(tx, portalId, setting)) === seen) return;
  const texts = textsIn(languageOf(portal.language));
  const url = appLink(ground.config, portal, { view: 'health' });
  const text = [
    texts(`tokens.${trouble}`, { name: escapeLine(token.name) }),
    texts('alert.open', { url }),
  ].join('\n');
  for (const userId of await readAdministrators(tx, portalId)) {
    const key = `${trouble}:${seen}:user-${userId}`;
    await enqueuePost(tx, ground, { portalId, clientId: 0, kind: 'notice', key, payload: { userId, text } });
  }
  await writeSetting(tx, portalId, setting, seen);
}
