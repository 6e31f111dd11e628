import { raiseAlerts } from './alerts/index.js';
import type { Tx } from './base/db/index.js';
import type { Ground } from './base/ground.js';
import { readClient, readGroupHolders, readGroupOwners, readLeftGroups } from './clients/index.js';
import { readClientsOfLinked, watchEstimates, watchHandoffs } from './handoffs/index.js';
import { postHours, readKeptSums } from './ledger/index.js';
import {
  type MirrorChange,
  type Vanished,
  believeVanished,
  confirmQuietMoves,
  holdVanished,
  mergeChanges,
} from './portal/mirror/index.js';
import { draftNext } from './offers/index.js';
import { watchIntakes } from './planning/index.js';
import { planExhausted } from './reports/index.js';

/** More entries than this, or this share of a client's seconds, gone in one sweep: a manager decides. */
const MASS_ENTRIES = 20;
const MASS_SHARE = 0.05;

/**
 * What follows from a change of the mirror, in the transaction that wrote it: moves inside one client are confirmed,
 * vanished hours believed or held, and every client concerned gets its posting.
 */
export async function settleChange(
  tx: Tx,
  ground: Ground,
  portalId: string,
  change: MirrorChange,
): Promise<void> {
  const owners = await readGroupOwners(tx, portalId);
  const left = await readLeftGroups(tx, portalId);
  const quiet = await confirmQuietMoves(
    tx,
    portalId,
    (from, to) => owners.get(from) === owners.get(to) && !left.has(from) && !left.has(to),
  );
  const holders = await readGroupHolders(tx, portalId);
  const vanished = await settleVanished(tx, ground, portalId, { holders, vanished: change.vanished });
  const all = mergeChanges({ ...change, vanished: [] }, quiet, vanished);
  const clientIds = new Set(all.groupIds.flatMap((groupId) => holders.get(groupId) ?? []));
  for (const clientId of await readClientsOfLinked(tx, portalId, all.taskIds)) clientIds.add(clientId);
  for (const clientId of [...clientIds].sort((a, b) => a - b))
    await postClient(tx, ground, portalId, clientId);
  await watchHandoffs(tx, ground, portalId, all.taskIds);
  await watchEstimates(tx, ground, portalId, all.taskIds);
  await watchIntakes(tx, ground, portalId, all);
}

/**
 * Hours of one client, the report they may have made due, and what a manager should hear of it. Of an archived client
 * the hours alone: its account is right when it comes back.
 */
export async function postClient(tx: Tx, ground: Ground, portalId: string, clientId: number): Promise<void> {
  const posted = await postHours(tx, ground, portalId, clientId);
  if (posted.heldEntryIds.length > 0) {
    ground.log.warn(
      { portalId, clientId, entries: posted.heldEntryIds.length },
      'work dated after tomorrow is held',
    );
  }
  const client = await readClient(tx, portalId, clientId);
  if (!client || client.archived_at !== null) return;
  if (posted.posting !== null) {
    await planExhausted(tx, ground, portalId, clientId);
    await draftNext(tx, ground, portalId, clientId);
  }
  await raiseAlerts(tx, ground, portalId, clientId);
}

async function settleVanished(
  tx: Tx,
  ground: Ground,
  portalId: string,
  found: { holders: ReadonlyMap<number, readonly number[]>; vanished: readonly Vanished[] },
): Promise<MirrorChange> {
  const byClient = new Map<number | null, Vanished[]>();
  for (const gone of found.vanished) {
    const clientId = found.holders.get(gone.groupId)?.at(-1) ?? null;
    byClient.set(clientId, [...(byClient.get(clientId) ?? []), gone]);
  }
  const believed: MirrorChange[] = [];
  for (const [clientId, vanished] of byClient) {
    const unseen = vanished.filter((gone) => gone.why === 'task-out-of-sight');
    const gone = vanished.filter((item) => item.why !== 'task-out-of-sight');
    const waits = await isMass(tx, portalId, clientId, gone);
    await holdVanished(tx, ground, portalId, waits ? vanished : unseen, clientId);
    if (!waits && gone.length > 0) believed.push(await believeVanished(tx, ground, portalId, gone));
  }
  return mergeChanges(...believed);
}

/** A single entry never waits: correcting one line is daily business, whatever its share. */
async function isMass(
  tx: Tx,
  portalId: string,
  clientId: number | null,
  gone: readonly Vanished[],
): Promise<boolean> {
  const entries = gone.reduce((sum, item) => sum + item.entryIds.length, 0);
  if (clientId === null || entries <= 1) return false;
  if (entries > MASS_ENTRIES) return true;
  const seconds = gone.reduce((sum, item) => sum + item.seconds, 0);
  const recorded = (await readKeptSums(tx, portalId, clientId)).get('recorded') ?? 0;
  return seconds > recorded * MASS_SHARE;
}
