import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { readPortal } from '../portal/installs/index.js';
import { splitParts } from '../portal/rest/index.js';
import { postToReportTask } from './post-to-report-task.js';
import type { HeldReport } from './hold-report.js';

/** Room for the code by which a comment is recognised. */
const PART_ROOM = 14_800;

/**
 * Says in the client's report task what happened to a report: once for each response, whatever is repeated. Lines too
 * many for one comment go on in the next.
 */
export async function tellAcceptance(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  held: HeldReport,
  said: { response: number; texts: readonly string[] },
): Promise<void> {
  const { client, number, model } = held;
  const card = (await readPortal(tx, client.portal_id))?.card ?? 'old';
  const blocks = said.texts.filter((text) => text !== '').map((text) => ({ text }));
  let afterKey: string | null = null;
  for (const [index, text] of splitParts(card, blocks, PART_ROOM).entries()) {
    const key = commentKey(client.client_id, number, said.response, index);
    const comment = { key, text, language: model.language };
    await postToReportTask(tx, ground, client, afterKey === null ? comment : { ...comment, afterKey });
    afterKey = key;
  }
}

function commentKey(clientId: number, number: number, response: number, index: number): string {
  const key = `acceptance:${clientId}:${number}:${response}`;
  return index === 0 ? key : `${key}:${index + 1}`;
}
