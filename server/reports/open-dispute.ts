import { recordAction, type Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import type { Answering } from './accept-report.js';
import { disputedTexts, outcomeText, withdrawnText } from './acceptance-texts.js';
import { checkedLink } from './check-link.js';
import { holdReport, lineOf, openOf, respond } from './hold-report.js';
import { openDisputeOf } from './rules/acceptance.js';
import { tellAcceptance } from './tell-acceptance.js';

/**
 * Questions lines of a report, each with its reason; one comment tells of them together. Throws ALREADY_ACCEPTED,
 * ALREADY_DISPUTED, LINE_NOT_IN_REPORT (409); all lines or none.
 */
export async function openDisputes(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: Answering & { lines: readonly { entryId: number; reason: string }[] },
): Promise<void> {
  const held = await holdReport(tx, ground, visitor, wanted);
  const { portalId, userId } = visitor;
  const { clientId, reportId, lines } = wanted;
  const link = await checkedLink(tx, held, wanted.link);
  const cause = `dispute-lines:${wanted.requestId}`;
  const after = { reportId, number: held.number, lines, link };
  const action = { portalId, clientId, userId, what: 'dispute-lines', after, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  if (held.acceptance.state === 'accepted') {
    throw conflict('ALREADY_ACCEPTED', 'This report has been accepted');
  }
  const order = [...held.lines.keys()];
  const disputed = lines
    .map(({ entryId, reason }) => ({ line: lineOf(held, entryId), reason }))
    .sort((a, b) => order.indexOf(a.line.entryId) - order.indexOf(b.line.entryId));
  let first: number | null = null;
  for (const { line, reason } of disputed) {
    if (openDisputeOf(held.acceptance, line.entryId) !== null) {
      throw conflict('ALREADY_DISPUTED', 'This line is questioned already', { entryId: line.entryId });
    }
    const { response } = await respond(tx, held, {
      ...{ what: 'dispute', entry_id: line.entryId, text: reason, link, action_id: actionId },
      ...{ how: link === null ? 'app' : 'recorded', user_id: userId, at: ground.clock.now() },
    });
    first ??= response;
  }
  const texts = disputedTexts(held.pen, disputed, link);
  await tellAcceptance(tx, ground, held, { response: first ?? 0, texts });
}

/** Takes a question back. Throws DISPUTE_OVER (409) when it was answered meanwhile. */
export async function withdrawDispute(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: Answering & { dispute: number },
): Promise<void> {
  const held = await holdReport(tx, ground, visitor, wanted);
  const { portalId, userId } = visitor;
  const { clientId, reportId, dispute } = wanted;
  const link = await checkedLink(tx, held, wanted.link);
  const cause = `withdraw-dispute:${wanted.requestId}`;
  const after = { reportId, number: held.number, dispute, link };
  const action = { portalId, clientId, userId, what: 'withdraw-dispute', after, cause };
  const { actionId, repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  const open = openOf(held, dispute);
  const { response, acceptance } = await respond(tx, held, {
    ...{ what: 'withdraw', dispute, entry_id: open.entryId, link, action_id: actionId },
    ...{ how: link === null ? 'app' : 'recorded', user_id: userId, at: ground.clock.now() },
  });
  const texts = [withdrawnText(held.pen, lineOf(held, open.entryId), link)];
  if (acceptance.state === 'accepted') {
    texts.push(`\n${outcomeText(held.pen, { accepted: true, until: null })}`);
  }
  await tellAcceptance(tx, ground, held, { response, texts });
}
