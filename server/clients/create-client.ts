import { recordAction, type Visitor } from '../access/index.js';
import { createClientSchema, type CreateClient } from '../api/index.js';
import { isKnownZone } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import { badInput, conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import {
  type ClientRecord,
  insertClient,
  insertClientManagers,
  nextClientId,
  takenGroups,
} from './client-store.js';
import { readClientByCause } from './clients-view.js';
import { beginTenure } from './tenures-store.js';

/**
 * Makes a client of one or more workgroups. A group has one client at most (409 GROUP_TAKEN).
 * Repeated with the same requestId it returns the client made the first time.
 */
export async function createClient(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  input: CreateClient,
): Promise<{ client: ClientRecord; actionId: string; repeated: boolean }> {
  const wanted = createClientSchema.parse(input);
  if (!isKnownZone(wanted.timeZone))
    throw badInput('TIME_ZONE_UNKNOWN', `Unknown time zone ${wanted.timeZone}`);
  const cause = `create-client:${wanted.requestId}`;
  const { portalId, userId } = visitor;
  const after = {
    name: wanted.name,
    groupIds: wanted.groupIds,
    accountingStartsOn: wanted.accountingStartsOn,
  };
  await lockPortal(tx, portalId);
  const clientId = await nextClientId(tx, portalId);
  const action = { portalId, clientId, userId, what: 'create-client', after, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) {
    const client = await readClientByCause(tx, portalId, actionId);
    return { client, actionId, repeated };
  }
  const taken = await takenGroups(tx, portalId, wanted.groupIds);
  if (taken.length > 0)
    throw conflict('GROUP_TAKEN', 'A chosen group already belongs to a client', { taken });
  const client = newClient(portalId, clientId, wanted, ground.clock.now());
  await insertClient(tx, client);
  for (const groupId of new Set(wanted.groupIds)) {
    await beginTenure(tx, { portalId, groupId, clientId }, client.created_at);
  }
  await insertClientManagers(tx, portalId, clientId, managersOf(visitor, wanted.managerIds));
  return { client, actionId, repeated };
}

/** A manager who makes a client manages it: nobody loses sight of what they just made. */
function managersOf(visitor: Visitor, named: readonly number[]): number[] {
  return visitor.role === 'manager' ? [...named, visitor.userId] : [...named];
}

function newClient(
  portalId: string,
  clientId: number,
  wanted: Required<Pick<CreateClient, 'name' | 'timeZone' | 'accountingStartsOn'>> & {
    openingBalanceSeconds: number;
  },
  now: number,
): ClientRecord {
  return {
    portal_id: portalId,
    client_id: clientId,
    name: wanted.name,
    time_zone: wanted.timeZone,
    accounting_starts_on: wanted.accountingStartsOn,
    opening_balance_seconds: wanted.openingBalanceSeconds,
    report_task_id: null,
    company_id: null,
    position: 0,
    dirty_at: null,
    archived_at: null,
    created_at: now,
  };
}
