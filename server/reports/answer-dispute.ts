import { recordAction, type Visitor } from '../access/index.js';
import type { DisputedLine } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { grantWaiver } from '../ledger/index.js';
import type { Answering } from './accept-report.js';
import { readObjectionsUntil } from './acceptance-silence.js';
import { readNames } from './acceptance-view.js';
import { answeredText, outcomeText, waivedText } from './acceptance-texts.js';
import { type HeldReport, holdReport, lineOf, openOf, respond } from './hold-report.js';
import type { Acceptance } from './rules/acceptance.js';
import { tellAcceptance } from './tell-acceptance.js';

export interface DisputeAnswer extends Answering {
  dispute: number;
  text: string;
  /** Billed seconds of the entry to give back; null = the line stands as it is. */
  waiveSeconds: number | null;
}

/**
 * Ends a dispute: with an answer in words, or with hours given back by a waiver on the entry and the words beside it.
 * Throws DISPUTE_OVER (409), WAIVER_TOO_MUCH (422).
 */
export async function answerDispute(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: DisputeAnswer,
): Promise<void> {
  const held = await holdReport(tx, ground, visitor, wanted);
  const { portalId, userId } = visitor;
  const { clientId, reportId, dispute, text, waiveSeconds } = wanted;
  const cause = `answer-dispute:${wanted.requestId}`;
  const after = { reportId, number: held.number, dispute, waiveSeconds };
  const action = { portalId, clientId, userId, what: 'answer-dispute', reason: text, after, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  const open = openOf(held, dispute);
  const waived = await waive(tx, ground, visitor, { ...wanted, entryId: open.entryId });
  const { response, acceptance } = await respond(tx, held, {
    ...{ what: waived === null ? 'answer' : 'waive', dispute, entry_id: open.entryId, text, how: 'app' },
    ...{ seconds: waiveSeconds, waiver_id: waived, user_id: userId, at: ground.clock.now() },
    action_id: actionId,
  });
  const name = (await readNames(tx, portalId, [userId])).get(userId);
  const signed = { ...wanted, text: name === undefined ? text : `${text.trim()}\n— ${name}` };
  const texts = [answerText(held, lineOf(held, open.entryId), signed)];
  const outcome = await outcomeOf(tx, ground, held, acceptance);
  await tellAcceptance(tx, ground, held, { response, texts: [...texts, outcome] });
}

/** The waiver belongs to the same request: repeated, it is granted once. */
async function waive(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: DisputeAnswer & { entryId: number },
): Promise<number | null> {
  if (wanted.waiveSeconds === null) return null;
  const { portalId, userId } = visitor;
  const { clientId, entryId, requestId, text: reason, waiveSeconds: seconds } = wanted;
  const waiver = { portalId, clientId, userId, entryId, seconds, reason, requestId };
  return (await grantWaiver(tx, ground, waiver)).waiverId;
}

function answerText({ pen }: HeldReport, line: DisputedLine, { text, waiveSeconds }: DisputeAnswer): string {
  if (waiveSeconds === null) return answeredText(pen, line, text);
  return waivedText(pen, line, { seconds: waiveSeconds, answer: text });
}

/** Said once nothing is open any more. */
async function outcomeOf(tx: Tx, ground: Ground, held: HeldReport, acceptance: Acceptance): Promise<string> {
  if (acceptance.openDisputes > 0) return '';
  const accepted = acceptance.state === 'accepted';
  const until = await readObjectionsUntil(tx, ground, held, acceptance);
  return `\n${outcomeText(held.pen, { accepted, until })}`;
}
