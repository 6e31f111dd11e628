import { recordAction, type Visitor } from '../access/index.js';
import type { ArchiveClient } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import { lockClient, updateClient } from './client-store.js';
import { readClientsByCompany } from './company-store.js';

/**
 * Puts a client away: no reports, no alerts, not in the list; its hours and everything it ever had stay. Or brings it back;
 * a CRM company that another client was linked to meanwhile stays with that one.
 */
export async function archiveClient(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: ArchiveClient & { clientId: number },
): Promise<{ repeated: boolean }> {
  const { clientId, archived, requestId, reason = null } = wanted;
  const { portalId, userId } = visitor;
  await lockPortal(tx, portalId);
  const client = await lockClient(tx, portalId, clientId);
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, clientId, userId, what: archived ? 'archive-client' : 'restore-client', reason },
    before: { archivedAt: client.archived_at, companyId: client.company_id },
    cause: `archive-client:${requestId}`,
  });
  if (repeated || archived === (client.archived_at !== null)) return { repeated };
  if (archived) {
    await updateClient(tx, client, { archived_at: ground.clock.now() });
    return { repeated };
  }
  const companies = await readClientsByCompany(tx, portalId);
  const isTaken = client.company_id !== null && companies.has(client.company_id);
  await updateClient(tx, client, { archived_at: null, ...(isTaken && { company_id: null }) });
  return { repeated };
}
