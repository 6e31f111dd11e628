import { recordAction } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { badInput, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient } from '../clients/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { postHours } from './post-hours.js';
import { billedBy } from './rules/effect.js';
import { readStanding } from './standing-view.js';
import { insertWaiver, nextWaiverId, readWaiverOfAction } from './waivers-store.js';

/** Billed seconds of one entry to give back; null = all that it is still billed. */
export interface WaivedEntry {
  entryId: number;
  seconds: number | null;
}

export interface Waiving {
  portalId: string;
  clientId: number;
  /** Who decided; 0 = the app itself. */
  userId: number;
  reason: string;
  requestId: string;
}

/**
 * Gives back billed seconds of one entry, with a reason, and posts what follows. The same requestId and entry twice
 * answer the first waiver. Throws NOT_FOUND for an entry that is not in this client's ledger, WAIVER_TOO_MUCH (422)
 * for more seconds than the entry is billed minus earlier waivers (`detail.leftSeconds`).
 */
export async function grantWaiver(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  wanted: Waiving & WaivedEntry,
): Promise<{ waiverId: number; actionId: string }> {
  const { entryId, seconds, ...waiving } = wanted;
  const [granted] = await grantWaivers(tx, ground, waiving, [{ entryId, seconds }]);
  if (!granted) throw notFound('Entry');
  return granted;
}

/** The same for several entries under one reason: all of them or none, one posting. */
export async function grantWaivers(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  waiving: Waiving,
  entries: readonly WaivedEntry[],
): Promise<{ waiverId: number; actionId: string }[]> {
  const client = await lockClient(tx, waiving.portalId, waiving.clientId);
  await postHours(tx, ground, client.portal_id, client.client_id);
  const granted: { waiverId: number; actionId: string }[] = [];
  for (const entry of entries) granted.push(await grantOne(tx, ground, client, { ...waiving, ...entry }));
  await postHours(tx, ground, client.portal_id, client.client_id);
  const fact = { portalId: client.portal_id, subject: 'client', subjectId: String(client.client_id) };
  await acceptFact(tx, ground.clock, { ...fact, name: 'WAIVER' });
  return granted;
}

async function grantOne(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  wanted: Waiving & WaivedEntry,
): Promise<{ waiverId: number; actionId: string }> {
  const { portalId, clientId, userId, entryId, reason } = wanted;
  const action = { portalId, clientId, userId, what: 'grant-waiver', reason };
  const cause = `grant-waiver:${wanted.requestId}:${entryId}`;
  const after = { entryId, seconds: wanted.seconds };
  const { actionId, repeated } = await recordAction(tx, ground.clock, { ...action, after, cause });
  if (repeated) return { waiverId: await readWaiverOfAction(tx, portalId, actionId), actionId };
  const billed = await billedOf(tx, client, entryId);
  const seconds = wanted.seconds ?? billed;
  if (seconds > billed || seconds <= 0) {
    const text = 'Only what the entry is still billed can be given back';
    throw badInput('WAIVER_TOO_MUCH', text, { entryId, leftSeconds: billed });
  }
  const waiverId = await nextWaiverId(tx, portalId, clientId);
  const key = { portal_id: portalId, client_id: clientId, waiver_id: waiverId, entry_id: entryId };
  await insertWaiver(tx, { ...key, seconds, reason, noticed_at: ground.clock.now(), action_id: actionId });
  return { waiverId, actionId };
}

/** What the client's standing lines bill of an entry. Waivers of the same request are of other entries. */
async function billedOf(tx: Tx, client: ClientRecord, entryId: number): Promise<number> {
  const standing = await readStanding(tx, { portalId: client.portal_id, clientId: client.client_id });
  const own = standing.filter((line) => line.entryId === entryId);
  if (own.length === 0) throw notFound('Entry');
  return own.reduce((sum, line) => sum + billedBy(line), 0);
}
