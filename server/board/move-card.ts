import { recordAction, type Visitor } from '../access/index.js';
import type { BoardPlace, MoveAnswer, MoveCard, MoveReason } from '../api/index.js';
import { badInput, conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { acceptFact } from '../portal/inbox/index.js';
import { readPortal } from '../portal/installs/index.js';
import { readTasks, type Readings } from '../portal/mirror/index.js';
import { type PortalRest, RestError } from '../portal/rest/index.js';
import { type Acting, askTask } from './ask-task.js';
import { readWays } from './board-ways-store.js';
import { type CardRow, readCards, readNames } from './cards-view.js';
import { columnOf, type Waiting } from './rules/columns.js';
import { planMove, type Step } from './rules/plan-move.js';
import { type StepAnswer, tellOutcome } from './rules/tell-outcome.js';
import { printCards, seeCards } from './see-cards.js';
import { takeSteps } from './take-steps.js';

/** What a move needs of the app: the portal's API, and the one way by which readings become what we keep. */
export interface BoardDoors {
  rest: PortalRest;
  takeIn: (portalId: string, readings: Readings) => Promise<unknown>;
}

/**
 * Moves a card in Bitrix24 with the visitor's own token, then reads the task anew into the mirror. Nothing is done when
 * the card is no longer where the visitor saw it. Throws NOT_FOUND, BOARD_PERSON_UNKNOWN, TOKEN_REFUSED.
 */
export async function moveCard(
  ground: Ground,
  doors: BoardDoors,
  visitor: Visitor,
  wanted: MoveCard,
): Promise<MoveAnswer> {
  const { portalId } = visitor;
  const card = await requireCard(ground, visitor, wanted.taskId);
  const { waitingBy: by, waitingTag: tag } = await readWays(ground.db, portalId);
  const waiting: Waiting = { by, tag };
  await requireEmployee(ground, portalId, wanted.to.userId);
  const acting = await actingOf(ground, visitor, wanted.accessToken);
  const { task, isAdmin } = await askTask(doors.rest, acting, wanted.taskId);
  const told = (outcome: MoveAnswer['outcome'], reason: MoveReason | null, row: CardRow | null) =>
    answerOf(ground, portalId, { outcome, reason, row, createdBy: task?.createdBy ?? card.createdBy });
  if (task === null) return told('refused', 'out-of-sight', card);
  const standsAt = { column: columnOf(task, waiting), userId: task.responsibleId };
  const plan = isSamePlace(standsAt, wanted.from)
    ? planMove(task, wanted.to, { userId: visitor.userId, isAdmin }, waiting)
    : null;
  // Somebody was quicker: where the task stands now is news to us, too.
  if (plan === null)
    return told('refused', 'changed-meanwhile', await lookAgain(ground, doors, visitor, card));
  if ('refusal' in plan) return told('refused', plan.refusal, card);
  const answers = plan.steps.length === 0 ? [] : await takeSteps(doors.rest, acting, card.taskId, plan.steps);
  const now = await lookAgain(ground, doors, visitor, card);
  const place = now && { column: now.column, userId: now.userId };
  const end = tellOutcome(answers, { from: wanted.from, to: wanted.to, now: place }, isSamePlace);
  await note(ground, visitor, { card, wanted, answers, now: place, outcome: end.outcome });
  return told(end.outcome, end.reason, now);
}

async function requireCard(ground: Ground, visitor: Visitor, taskId: number): Promise<CardRow> {
  const { portalId } = visitor;
  const ways = await readWays(ground.db, portalId);
  const [card] = await readCards(ground.db, { portalId, ways, now: ground.clock.now(), taskId });
  const maySee = await seeCards(ground.db, visitor);
  if (!card || !maySee(card)) throw notFound('Task');
  return card;
}

async function requireEmployee(ground: Ground, portalId: string, userId: number): Promise<void> {
  const names = await readNames(ground.db, portalId, [userId]);
  if (!names.get(userId)?.isEmployee)
    throw badInput('BOARD_PERSON_UNKNOWN', 'Work can be given to employees only');
}

async function actingOf(ground: Ground, visitor: Visitor, accessToken: string): Promise<Acting> {
  const { portalId, userId } = visitor;
  const portal = await readPortal(ground.db, portalId);
  if (!portal) throw conflict('PORTAL_NOT_READY', 'The portal is not connected');
  return { portalId, userId, accessToken, clientEndpoint: portal.client_endpoint };
}

/** Reads the task into the mirror at once; where that fails, it waits in the inbox, and null = not known yet. */
async function lookAgain(
  ground: Ground,
  doors: BoardDoors,
  visitor: Visitor,
  card: CardRow,
): Promise<CardRow | null> {
  const { portalId } = visitor;
  const { taskId } = card;
  try {
    await doors.takeIn(portalId, await readTasks(ground, doors.rest, portalId, [taskId], 'interactive'));
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    ground.log.warn({ err: error, portalId, taskId }, 'a moved task could not be read at once');
    const fact = { portalId, subject: 'task' as const, subjectId: String(taskId), name: 'MOVED' };
    await ground.db.transaction().execute((tx) => acceptFact(tx, ground.clock, fact));
    return null;
  }
  const ways = await readWays(ground.db, portalId);
  const [row] = await readCards(ground.db, { portalId, ways, now: ground.clock.now(), taskId });
  return row ?? null;
}

/** Only what changed something, or may have, is an action. */
async function note(
  ground: Ground,
  visitor: Visitor,
  end: {
    card: CardRow;
    wanted: MoveCard;
    answers: readonly StepAnswer[];
    now: BoardPlace | null;
    outcome: MoveAnswer['outcome'];
  },
): Promise<void> {
  const { card, wanted, answers, now, outcome } = end;
  const taken = answers.filter((answer) => answer.outcome === 'done' || answer.outcome === 'unknown');
  if (taken.length === 0) return;
  const { taskId, from, to } = wanted;
  await ground.db.transaction().execute((tx) =>
    recordAction(tx, ground.clock, {
      ...{ portalId: visitor.portalId, userId: visitor.userId, what: 'move-card' },
      ...{ clientId: card.clientId, cause: `move-card:${wanted.requestId}` },
      before: { taskId, ...from },
      after: { taskId, wanted: to, outcome, now, steps: taken.map(({ step }): Step['do'] => step.do) },
    }),
  );
}

async function answerOf(
  ground: Ground,
  portalId: string,
  of: {
    outcome: MoveAnswer['outcome'];
    reason: MoveReason | null;
    row: CardRow | null;
    createdBy: number;
  },
): Promise<MoveAnswer> {
  const { outcome, reason, row, createdBy } = of;
  const isCreators = reason === 'only-approver' || reason === 'awaits-approval' || reason === 'may-not-edit';
  const names = isCreators ? await readNames(ground.db, portalId, [createdBy]) : new Map();
  const [card] = row ? await printCards(ground.db, portalId, [row]) : [];
  return { outcome, reason, byName: names.get(createdBy)?.name ?? null, card: card ?? null };
}

function isSamePlace(one: BoardPlace, other: BoardPlace): boolean {
  return one.column === other.column && one.userId === other.userId;
}
