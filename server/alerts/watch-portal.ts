import type { Ground } from '../base/ground.js';
import { lockClient, readClients } from '../clients/index.js';
import { type KeptAlert, readClientsToTell, readOpen } from './alerts-store.js';
import { type Desk, readDesks } from './desk-view.js';
import { raiseAlerts } from './raise-alerts.js';
import { tellAlerts } from './tell-alerts.js';

const ofDesk = new Set<KeptAlert['kind']>([
  ...(['report-draft', 'dispute', 'uncertain-post', 'intake-urgent', 'intake-critical'] as const),
]);

type Watched = Pick<Ground, 'db' | 'clock' | 'config' | 'log'>;

/**
 * Every minute: looks again at clients whose drafts, disputes, uncertain posts or urgent requests changed, and tells what has come due.
 * A few queries while nothing did. A client that fails is logged and holds up no other.
 */
export async function watchAlerts(ground: Watched, portalId: string): Promise<void> {
  for (const clientId of await clientsWithNews(ground, portalId)) {
    await each(ground, { portalId, clientId }, (tx) => raiseAlerts(tx, ground, portalId, clientId));
  }
  for (const clientId of await readClientsToTell(ground.db, portalId, ground.clock.now())) {
    await each(ground, { portalId, clientId }, async (tx) =>
      tellAlerts(tx, ground, await lockClient(tx, portalId, clientId)),
    );
  }
}

/** Every hour: what time alone changes, expiry and long waiting, for every client. */
export async function reviewAlerts(ground: Watched, portalId: string): Promise<void> {
  for (const { client_id: clientId } of await readClients(ground.db, portalId)) {
    await each(ground, { portalId, clientId }, (tx) => raiseAlerts(tx, ground, portalId, clientId));
  }
}

async function each(
  ground: Watched,
  of: { portalId: string; clientId: number },
  work: Parameters<ReturnType<Watched['db']['transaction']>['execute']>[0],
): Promise<void> {
  try {
    await ground.db.transaction().execute(work);
  } catch (error) {
    ground.log.warn({ err: error, ...of }, 'the alerts of a client could not be looked at');
  }
}

async function clientsWithNews(ground: Watched, portalId: string): Promise<number[]> {
  const open = new Map<number, Set<string>>();
  for (const alert of await readOpen(ground.db, portalId)) {
    if (!isOfDesk(alert)) continue;
    open.set(alert.clientId, (open.get(alert.clientId) ?? new Set()).add(alert.key));
  }
  const desks = await readDesks(ground.db, portalId);
  const clientIds = new Set([...open.keys(), ...desks.keys()]);
  const clients = new Set((await readClients(ground.db, portalId)).map((client) => client.client_id));
  return [...clientIds].filter((clientId) => {
    const [now, before] = [keysOf(desks.get(clientId)), open.get(clientId) ?? new Set()];
    return clients.has(clientId) && (now.size !== before.size || [...now].some((key) => !before.has(key)));
  });
}

function isOfDesk({ kind }: KeptAlert): boolean {
  return ofDesk.has(kind);
}

/** Keys as `rules/due-alerts` makes them. */
function keysOf(desk: Desk | undefined): Set<string> {
  return new Set([
    ...(desk?.drafts ?? []).map(({ reportId }) => `report-draft:${reportId}`),
    ...(desk?.disputes ?? []).map(({ number, dispute }) => `dispute:${number}:${dispute}`),
    ...(desk?.uncertainPosts ?? []).map(({ outboxId }) => `uncertain-post:${outboxId}`),
    ...(desk?.intakes ?? []).map(({ kind, intakeId }) => `intake-${kind}:${intakeId}`),
  ]);
}
