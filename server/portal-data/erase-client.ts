import { type Visitor, recordAction } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import { lockClient } from '../clients/index.js';
import { readIssues } from '../ledger/index.js';
import { rebuildWithoutNames } from '../reports/index.js';
import {
  countClientTexts,
  countWaitingPosts,
  endPermit,
  eraseAnswers,
  eraseComments,
  eraseLineTexts,
  erasePosts,
  permitErasure,
  replaceIssue,
} from './erase-client-store.js';

export interface WantedErasure {
  clientId: number;
  requestId: string;
  /** Typed by the person: the client's name. */
  name: string;
  reason: string;
}

/**
 * Erases names and comments of a client's work up to now: ledger lines, issued reports, time entries, answers and copies of
 * posts. Sums, numbers and seals stay and still verify; erased comments are not read from the portal again. Throws
 * NAME_DIFFERS, POSTS_WAIT.
 */
export async function eraseClient(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: WantedErasure,
): Promise<void> {
  const { portalId, userId } = visitor;
  const { clientId, reason } = wanted;
  const of = { portalId, clientId };
  const client = await lockClient(tx, portalId, clientId);
  if (client.name.trim() !== wanted.name.trim())
    throw conflict('NAME_DIFFERS', 'The typed name is not the client’s');
  const waiting = await countWaitingPosts(tx, of);
  if (waiting > 0) throw conflict('POSTS_WAIT', 'Posts of this client have not come to an end', { waiting });
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId, what: 'erase-client-texts', reason },
    ...{ before: await countClientTexts(tx, of), cause: `request:${wanted.requestId}` },
  });
  if (repeated) return;
  const at = ground.clock.now();
  await permitErasure(tx, of, { erasureId: newId(), at, reason: `action ${actionId}` });
  await eraseComments(tx, of, at);
  await eraseLineTexts(tx, of);
  await eraseAnswers(tx, of);
  await erasePosts(tx, of);
  for (const { reopened: _reopened, ...issue } of await readIssues(tx, portalId, clientId)) {
    await replaceIssue(tx, issue, await rebuildWithoutNames(tx, of, issue));
  }
  await endPermit(tx, portalId);
}
