import { recordAction, type Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { acceptedText } from './acceptance-texts.js';
import { checkedLink } from './check-link.js';
import { holdReport, respond } from './hold-report.js';
import { linesLeft } from './rules/acceptance.js';
import { tellAcceptance } from './tell-acceptance.js';

export interface Answering {
  clientId: number;
  reportId: string;
  requestId: string;
  /** The client's comment, where a manager records what it says. */
  link?: string;
}

/**
 * The client's yes to a report: to all of it, or, while lines are questioned, to the others; then it is accepted when
 * the last question is answered. Throws ALREADY_ACCEPTED and, where every line is questioned, NOTHING_LEFT_TO_ACCEPT
 * (409), and what `holdReport` and `checkedLink` throw.
 */
export async function acceptReport(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: Answering,
): Promise<void> {
  const held = await holdReport(tx, ground, visitor, wanted);
  const { portalId, userId } = visitor;
  const { clientId, reportId } = wanted;
  const link = await checkedLink(tx, held, wanted.link);
  const cause = `accept-report:${wanted.requestId}`;
  const after = { reportId, number: held.number, link };
  const action = { portalId, clientId, userId, what: 'accept-report', after, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  if (held.acceptance.agreed !== null) {
    throw conflict('ALREADY_ACCEPTED', 'This report has been accepted');
  }
  if (held.acceptance.openDisputes > 0 && linesLeft(held.acceptance, held.lines.keys()) === 0) {
    throw conflict('NOTHING_LEFT_TO_ACCEPT', 'Every line of this report is questioned');
  }
  const { response, acceptance } = await respond(tx, held, {
    what: 'accept',
    how: link === null ? 'app' : 'recorded',
    link,
    user_id: userId,
    at: ground.clock.now(),
    action_id: actionId,
  });
  const texts = [acceptedText(held.pen, { link, open: acceptance.openDisputes })];
  await tellAcceptance(tx, ground, held, { response, texts });
}
