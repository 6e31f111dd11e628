import { recordAction, type Visitor } from '../access/index.js';
import type { LinkCompany } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockClient, readClientsByCompany, setCompany } from '../clients/index.js';
import { lockPortal } from '../portal/installs/index.js';
import { type Company, keepCompany } from './companies-store.js';
import { writeSweptAt } from './crm-settings-store.js';

/**
 * Links a client to a CRM company, or to none. What that company has won since the app looks at CRM is found by the next
 * sweep. Throws COMPANY_TAKEN: one company buys for one client, else nobody could say whose hours a deal means.
 */
export async function linkCompany(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  clientId: number,
  wanted: Pick<LinkCompany, 'requestId'> & { company: Company | null },
): Promise<void> {
  const { portalId, userId } = visitor;
  const { requestId, company } = wanted;
  await lockPortal(tx, portalId);
  const client = await lockClient(tx, portalId, clientId);
  const { repeated } = await recordAction(tx, ground.clock, {
    portalId,
    clientId,
    userId,
    what: 'link-company',
    before: { companyId: client.company_id },
    after: company,
    cause: `link-company:${requestId}`,
  });
  if (repeated) return;
  const owner =
    company === null ? undefined : (await readClientsByCompany(tx, portalId)).get(company.companyId);
  if (owner && owner.client_id !== clientId) {
    const detail = { clientId: owner.client_id, name: owner.name };
    throw conflict('COMPANY_TAKEN', 'The company belongs to another client', detail);
  }
  await setCompany(tx, portalId, clientId, company?.companyId ?? null);
  if (company) await keepCompany(tx, portalId, company, ground.clock.now());
  await writeSweptAt(tx, portalId, 0);
}
