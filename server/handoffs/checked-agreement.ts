import type { Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { badInput, notFound } from '../base/errors.js';
import { readPortal } from '../portal/installs/index.js';
import { flawOfLink } from '../portal/rest/index.js';
import type { EstimateRow } from './estimates-store.js';
import { readChatOf } from './task-words-view.js';

/**
 * The comment a manager names when they write down what the client answered; null where the client agrees themselves.
 * Throws LINK_MISSING or LINK_… (422).
 */
export async function checkedAgreement(
  tx: Tx,
  visitor: Visitor,
  row: EstimateRow,
  link: string | undefined,
): Promise<string | null> {
  if (visitor.role === 'client') return null;
  if (link === undefined || link === '')
    throw badInput('LINK_MISSING', 'Name the comment in which the client agreed');
  const portal = await readPortal(tx, visitor.portalId);
  if (!portal) throw notFound('Portal');
  const { host } = new URL(portal.client_endpoint);
  const chatId = await readChatOf(tx, visitor.portalId, row.task_id);
  const flaw = flawOfLink(link, { host, taskId: row.task_id, chatId });
  if (flaw !== null)
    throw badInput(flaw, 'This is no link to a comment of the task', { taskId: row.task_id });
  return link;
}
