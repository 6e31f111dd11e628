import type { Tx } from '../base/db/index.js';
import { badInput } from '../base/errors.js';
import { readPortal } from '../portal/installs/index.js';
import { readChatOfTask } from './acceptance-view.js';
import type { HeldReport } from './hold-report.js';
import { flawOfLink } from '../portal/rest/index.js';

/**
 * A link to the client's comment, as it was given; null where none is. Throws LINK_… (422) unless it names a comment in
 * the report task of this client, on this portal.
 */
export async function checkedLink(
  tx: Tx,
  held: HeldReport,
  link: string | undefined,
): Promise<string | null> {
  if (link === undefined) return null;
  const { portal_id: portalId, report_task_id: taskId } = held.client;
  const portal = await readPortal(tx, portalId);
  if (!portal || taskId === null) throw badInput('LINK_OF_OTHER_TASK', 'The client has no report task');
  const host = new URL(portal.client_endpoint).host;
  const chatId = await readChatOfTask(tx, portalId, taskId);
  const flaw = flawOfLink(link, { host, taskId, chatId });
  if (flaw !== null) throw badInput(flaw, 'This is no link to a comment of the report task', { taskId });
  return link;
}
