import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type Language, languageOf } from '../base/i18n/index.js';
import { type ClientRecord, readManagersToTell, readTermsToday } from '../clients/index.js';
import { readPortal } from '../portal/installs/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import { postToReportTask } from '../reports/index.js';
import { type KeptAlert, readOpen, updateAlert } from './alerts-store.js';
import { clientText, noticeText } from './notice-texts.js';
import { readNames } from './names-view.js';

const aboutHours = new Set(['threshold', 'expiry', 'overage', 'overage-limit', 'overage-stop']);

/**
 * Tells what has come due of a client's open alerts: one notice per manager about hours, and one per other kind,
 * however many entries it is about; to the client one comment. Being told and the posts commit together, so nothing
 * is told twice. While a client has nobody to be told for, its notices wait.
 */
export async function tellAlerts(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  client: ClientRecord,
): Promise<void> {
  if (client.archived_at !== null) return;
  const now = ground.clock.now();
  const open = await readOpen(tx, client.portal_id, client.client_id);
  const forManagers = open.filter(
    ({ tellAt, toldAt }) => tellAt !== null && tellAt <= now && toldAt === null,
  );
  const forClient = open.filter(
    ({ tellClientAt, toldClientAt }) => tellClientAt !== null && tellClientAt <= now && toldClientAt === null,
  );
  if (forManagers.length > 0) await tellManagers(tx, ground, client, forManagers);
  if (forClient.length > 0) await tellClient(tx, ground, client, forClient);
}

async function tellManagers(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  client: ClientRecord,
  alerts: readonly KeptAlert[],
): Promise<void> {
  const { portal_id: portalId, client_id: clientId } = client;
  const managers = await readManagersToTell(tx, portalId, clientId);
  const portal = await readPortal(tx, portalId);
  if (managers.length === 0 || portal === null) return;
  const pen = await penOf(tx, ground, client, alerts, languageOf(portal.language));
  const place = { origin: new URL(portal.client_endpoint).origin, appCode: ground.config.appCode };
  for (const group of groupsOf(alerts)) {
    const text = noticeText(pen, group, place);
    for (const userId of managers) {
      const key = `${postKey(clientId, group)}:user-${userId}`;
      await enqueuePost(tx, ground, { portalId, clientId, kind: 'notice', key, payload: { userId, text } });
    }
  }
  const told = { told_at: ground.clock.now() };
  for (const { key } of alerts) await updateAlert(tx, { portalId, clientId }, key, told);
}

async function tellClient(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  client: ClientRecord,
  alerts: readonly KeptAlert[],
): Promise<void> {
  const { portal_id: portalId, client_id: clientId } = client;
  const portal = await readPortal(tx, portalId);
  const { report } = await readTermsToday(tx, client, ground.clock.now());
  const language = report.language === 'portal' ? languageOf(portal?.language) : report.language;
  const pen = await penOf(tx, ground, client, alerts, language);
  const comment = { key: `${postKey(clientId, alerts)}:client`, text: clientText(pen, alerts), language };
  await postToReportTask(tx, ground, client, comment);
  const told = { told_client_at: ground.clock.now() };
  for (const { key } of alerts) await updateAlert(tx, { portalId, clientId }, key, told);
}

async function penOf(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  alerts: readonly KeptAlert[],
  language: Language,
): Promise<Parameters<typeof clientText>[0]> {
  const of = { portalId: client.portal_id, clientId: client.client_id };
  const names = await readNames(
    tx,
    of,
    alerts.map(({ facts }) => facts),
  );
  return { client, names, language, now: ground.clock.now() };
}

/** What is about hours is told together, each other kind by itself. */
function groupsOf(alerts: readonly KeptAlert[]): KeptAlert[][] {
  const groups = new Map<string, KeptAlert[]>();
  for (const alert of alerts) {
    const name = aboutHours.has(alert.kind) ? 'hours' : alert.kind;
    groups.set(name, [...(groups.get(name) ?? []), alert]);
  }
  return [...groups.values()];
}

/** Any alert of a group names its post: each is in one post only. */
function postKey(clientId: number, group: readonly KeptAlert[]): string {
  return `alert:${clientId}:${group.map(({ key }) => key).sort()[0] ?? ''}`;
}
