import { noteRoleChange, recordAction, type Visitor } from '../access/index.js';
import { type ChangeClient, changeClientSchema } from '../api/index.js';
import { isKnownZone } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import { badInput, conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import { type ClientState, readClientState } from './client-edit-view.js';
import {
  deleteClientManagers,
  insertClientManagers,
  lockClient,
  takenGroups,
  updateClient,
} from './client-store.js';
import { beginTenure, endTenure } from './tenures-store.js';

export interface ClientChange {
  repeated: boolean;
  /** Their texts have to be read back to the start of accounting. */
  addedGroupIds: number[];
  zoneChanged: boolean;
}

/**
 * Name, groups, managers and time zone of a client, as they are to be. A group that comes brings its hours since the start
 * of accounting; of one that goes the hours recorded so far stay. Posts nothing. Throws GROUP_TAKEN, TIME_ZONE_UNKNOWN, and
 * ZONE_FROZEN where a report was issued: days of issued lines are never reckoned anew.
 */
export async function changeClient(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  input: ChangeClient & { clientId: number; hasReports: boolean },
): Promise<ClientChange> {
  const { clientId, hasReports } = input;
  const wanted = changeClientSchema.parse(input);
  const { portalId, userId } = visitor;
  await lockPortal(tx, portalId);
  await lockClient(tx, portalId, clientId);
  const before = await readClientState(tx, portalId, clientId);
  const after = wantedState(visitor, before, wanted);
  const cause = `change-client:${wanted.requestId}`;
  const action = { portalId, clientId, userId, what: 'change-client', before, after, cause };
  const { repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return { repeated, addedGroupIds: [], zoneChanged: false };
  if (after.timeZone !== before.timeZone) requireZone(after.timeZone, hasReports);
  return { repeated, ...(await applyState(tx, ground, { portalId, clientId }, { before, after })) };
}

/** A manager does not lose sight of a client by saving its form. */
function wantedState(
  visitor: Visitor,
  before: ClientState,
  wanted: { name: string; groupIds: number[]; managerIds: number[]; timeZone: string },
): ClientState {
  const own =
    visitor.role === 'manager' && before.managerIds.includes(visitor.userId) ? [visitor.userId] : [];
  return {
    name: wanted.name,
    groupIds: inOrder(wanted.groupIds),
    managerIds: inOrder([...wanted.managerIds, ...own]),
    timeZone: wanted.timeZone,
  };
}

export function requireZone(timeZone: string, hasReports: boolean): void {
  if (!isKnownZone(timeZone)) throw badInput('TIME_ZONE_UNKNOWN', `Unknown time zone ${timeZone}`);
  if (hasReports) throw conflict('ZONE_FROZEN', 'A report was issued in this time zone');
}

/** Brings a client from one state to the other. `takeBack`: added groups leave as if they had never come. */
export async function applyState(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: { portalId: string; clientId: number },
  { before, after }: { before: ClientState; after: ClientState },
  leave: (tx: Tx, group: { portalId: string; groupId: number }, now: number) => Promise<void> = endTenure,
): Promise<Omit<ClientChange, 'repeated'>> {
  const { portalId, clientId } = of;
  const now = ground.clock.now();
  const addedGroupIds = after.groupIds.filter((groupId) => !before.groupIds.includes(groupId));
  const taken = await takenGroups(tx, portalId, addedGroupIds);
  if (taken.length > 0)
    throw conflict('GROUP_TAKEN', 'A chosen group already belongs to a client', { taken });
  for (const groupId of before.groupIds) {
    if (!after.groupIds.includes(groupId)) await leave(tx, { portalId, groupId }, now);
  }
  for (const groupId of addedGroupIds) await beginTenure(tx, { portalId, groupId, clientId }, now);
  const row = { portal_id: portalId, client_id: clientId };
  await updateClient(tx, row, { name: after.name, time_zone: after.timeZone });
  await deleteClientManagers(tx, portalId, clientId);
  await insertClientManagers(tx, portalId, clientId, after.managerIds);
  await endSessions(tx, portalId, before.managerIds, after.managerIds);
  return { addedGroupIds, zoneChanged: after.timeZone !== before.timeZone };
}

/** Whoever was listed, or is no longer, may do something else from now on: their pages ask who they are anew. */
async function endSessions(
  tx: Tx,
  portalId: string,
  before: readonly number[],
  after: readonly number[],
): Promise<void> {
  const changed = new Set([...before, ...after]);
  for (const userId of changed)
    if (before.includes(userId) !== after.includes(userId)) await noteRoleChange(tx, portalId, userId);
}

function inOrder(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
