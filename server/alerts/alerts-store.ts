import type { Selectable } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { AlertsTable } from '../base/db/tables/alerts.js';
import type { AlertPlan, StoredAlert } from './rules/plan-alerts.js';
import type { AlertFacts, AlertKind } from './rules/types.js';

export interface OfClient {
  portalId: string;
  clientId: number;
}

/** An alert as it is stored, with its facts read. */
export interface KeptAlert extends StoredAlert {
  clientId: number;
  kind: AlertKind;
  raisedAt: number;
  seenAt: number | null;
}

/** When alerting began for a client; null before the first look. */
export async function readStart(db: DbOrTx, of: OfClient): Promise<number | null> {
  const row = await db
    .selectFrom('alert_starts')
    .select('started_at')
    .where('portal_id', '=', of.portalId)
    .where('client_id', '=', of.clientId)
    .executeTakeFirst();
  return row?.started_at ?? null;
}

export async function insertStart(tx: Tx, of: OfClient, startedAt: number): Promise<void> {
  await tx
    .insertInto('alert_starts')
    .values({ portal_id: of.portalId, client_id: of.clientId, started_at: startedAt })
    .execute();
}

/** Every alert a client ever had: the closed ones say what must not be told again. */
export async function readStored(db: DbOrTx, of: OfClient): Promise<KeptAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('portal_id', '=', of.portalId)
    .where('client_id', '=', of.clientId)
    .orderBy('raised_at')
    .orderBy('alert_key')
    .execute();
  return rows.map(keptAlert);
}

export async function readOpen(db: DbOrTx, portalId: string, clientId?: number): Promise<KeptAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('portal_id', '=', portalId)
    .$if(clientId !== undefined, (query) => query.where('client_id', '=', clientId ?? 0))
    .where('state', '=', 'open')
    .orderBy('raised_at')
    .orderBy('alert_key')
    .execute();
  return rows.map(keptAlert);
}

/** Clients with an open alert whose time to be told has come. */
export async function readClientsToTell(db: DbOrTx, portalId: string, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom('alerts')
    .select('client_id')
    .distinct()
    .where('portal_id', '=', portalId)
    .where('state', '=', 'open')
    .where((either) =>
      either.or([
        either('tell_at', '<=', now).and('told_at', 'is', null),
        either('tell_client_at', '<=', now).and('told_client_at', 'is', null),
      ]),
    )
    .orderBy('client_id')
    .execute();
  return rows.map((row) => row.client_id);
}

/** Writes a plan down. The client's row is locked, so nothing changed since it was made. */
export async function applyPlan(tx: Tx, of: OfClient, plan: AlertPlan, now: number): Promise<void> {
  const key = { portal_id: of.portalId, client_id: of.clientId };
  const fresh = {
    state: 'open' as const,
    raised_at: now,
    closed_at: null,
    seen_at: null,
    seen_action_id: null,
  };
  for (const { key: alert_key, kind, facts, tellAt, tellClientAt } of plan.raise) {
    const told = { tell_at: tellAt, told_at: null, tell_client_at: tellClientAt, told_client_at: null };
    const row = { ...key, alert_key, kind, facts: JSON.stringify(facts), ...fresh, ...told };
    await tx.insertInto('alerts').values(row).execute();
  }
  for (const { key: name, facts, tellAt, tellClientAt } of plan.reopen) {
    const set = { facts: JSON.stringify(facts), tell_at: tellAt, tell_client_at: tellClientAt };
    await updateAlert(tx, of, name, { ...fresh, ...set });
  }
  for (const name of plan.close) await updateAlert(tx, of, name, { state: 'closed', closed_at: now });
  for (const { key: name, facts } of plan.refresh) {
    await updateAlert(tx, of, name, { facts: JSON.stringify(facts) });
  }
}

export async function updateAlert(
  tx: Tx,
  of: OfClient,
  key: string,
  set: Partial<Omit<Selectable<AlertsTable>, 'portal_id' | 'client_id' | 'alert_key'>>,
): Promise<void> {
  await tx
    .updateTable('alerts')
    .set(set)
    .where('portal_id', '=', of.portalId)
    .where('client_id', '=', of.clientId)
    .where('alert_key', '=', key)
    .execute();
}

function keptAlert(row: Selectable<AlertsTable>): KeptAlert {
  return {
    clientId: row.client_id,
    key: row.alert_key,
    kind: row.kind as AlertKind,
    state: row.state,
    facts: JSON.parse(row.facts) as AlertFacts,
    raisedAt: row.raised_at,
    tellAt: row.tell_at,
    toldAt: row.told_at,
    tellClientAt: row.tell_client_at,
    toldClientAt: row.told_client_at,
    seenAt: row.seen_at,
  };
}
