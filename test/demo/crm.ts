import { randomUUID } from 'node:crypto';
import type { Api } from '../given/start-world.js';
import type { Portal } from '../portal/index.js';
import { directoryOf } from './department.js';
import { say } from './say.js';

/** Clients linked to their CRM companies; one deal is won now, so that a package is on offer. */
export async function linkCompanies(portal: Portal, manager: Api): Promise<void> {
  const { clients } = (await manager.get('/clients')).body as {
    clients: { clientId: number; name: string }[];
  };
  const companies = new Map(directoryOf(portal).clients.map(({ name, companyId }) => [name, companyId]));
  for (const { clientId, name } of clients) {
    const body = { requestId: randomUUID(), companyId: companies.get(name) ?? null };
    const { status } = await manager.send('PUT', `/clients/${clientId}/company`, body);
    if (status !== 200) throw new Error(`The company of ${name} could not be linked: ${status}`);
  }
  const waiting = portal.control
    .crmItems({ entityTypeId: 2 })
    .find((item) => item.fields['stageId'] === 'FINAL_INVOICE');
  if (waiting) portal.control.updateCrmItem({ id: waiting.id, fields: { stageId: 'WON' } });
  await portal.control.flushEvents();
  say('CRM', `companies linked; a won deal offers a package: ${waiting?.title ?? '—'}`);
}
