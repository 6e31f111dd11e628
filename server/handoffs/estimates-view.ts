import type { Visitor } from '../access/index.js';
import type { EstimateMay, EstimateView } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { pointsOf, standingOf } from './estimate-now.js';
import { type EstimateRow, type QuestionRow, readQuestions } from './estimates-store.js';
import { readMissing } from './missing-view.js';
import { readNamer } from './people-view.js';
import { mayStep, type Standing } from './rules/may-step.js';
import { proposedOf, reckonPoints } from './rules/three-points.js';

/** Ended ones are shown for so long. */
const LATELY_MS = 60 * 24 * 3_600_000;

interface Wanted {
  visitor: Visitor;
  now: number;
  taskId?: number;
  estimateId?: number;
}

/** Estimates that concern the visitor: open ones first, the longest waiting on top; then those that ended lately. */
export async function readEstimates(db: DbOrTx, wanted: Wanted): Promise<EstimateView[]> {
  const { visitor, now } = wanted;
  const standing = await standingOf(db, visitor);
  const rows = (await readRows(db, wanted)).flatMap((row) => {
    const who = standing(row);
    return who ? [{ row, who }] : [];
  });
  const questions = await readQuestions(
    db,
    visitor.portalId,
    rows.map(({ row }) => row.estimate_id),
  );
  const name = await readNamer(db, visitor.portalId, [
    ...rows.flatMap(({ row }) => [row.requested_by, row.performer_id, row.given_by, row.approved_by]),
    ...rows.map(({ row }) => row.agreed_by),
    ...questions.flatMap((one) => [one.asked_by, one.answered_by]),
  ]);
  const missing = await readMissing(
    db,
    rows.filter(({ who }) => who.manages).map(({ row }) => row),
    now,
  );
  return rows.map(({ row, who }) => {
    const own = who.isClient ? [] : questions.filter((one) => one.estimate_id === row.estimate_id);
    const offering = missing.get(row.estimate_id) ?? { missingSeconds: null, offered: false };
    return { ...viewOf(row, name, who), ...offering, ...asked(own, name), may: mayOf(row, who, offering) };
  });
}

type Namer = (userId: number | null) => string | null;
type Joined = Awaited<ReturnType<typeof readRows>>[number];

async function readRows(db: DbOrTx, { visitor, now, taskId, estimateId }: Wanted) {
  const open = ['requested', 'asked', 'given', 'with-client'] as const;
  return db
    .selectFrom('estimates as estimate')
    .leftJoin('clients as client', (join) =>
      join
        .onRef('client.portal_id', '=', 'estimate.portal_id')
        .onRef('client.client_id', '=', 'estimate.client_id'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'estimate.portal_id').onRef('task.task_id', '=', 'estimate.task_id'),
    )
    .selectAll('estimate')
    .select(['client.name as client_name', 'task.title as task_title', 'task.estimate_seconds as planned'])
    .where('estimate.portal_id', '=', visitor.portalId)
    .$if(taskId !== undefined, (query) => query.where('estimate.task_id', '=', taskId ?? 0))
    .$if(estimateId !== undefined, (query) => query.where('estimate.estimate_id', '=', estimateId ?? 0))
    .where((is) => is.or([is('estimate.state', 'in', open), is('estimate.updated_at', '>', now - LATELY_MS)]))
    .orderBy((is) => is.case().when('estimate.state', 'in', open).then(0).else(1).end())
    .orderBy('estimate.state_since')
    .execute();
}

/** A client sees what was approved, and nothing of how it came about. */
function viewOf(row: Joined, name: Namer, who: Standing) {
  const isClient = who.isClient && !who.manages;
  return {
    ...{ estimateId: row.estimate_id, revision: row.revision, state: row.state, source: row.source },
    ...{ taskId: row.task_id, taskTitle: row.task_title ?? `#${row.task_id}` },
    ...{ clientId: row.client_id, clientName: row.client_name },
    ...{ requestedBy: name(row.requested_by), requestedAt: row.requested_at, requests: row.requests },
    ...{ note: isClient ? '' : row.note, forClient: row.for_client === 1 },
    ...{ performerId: row.performer_id, performer: name(row.performer_id) ?? '', workType: row.work_type },
    points: isClient ? null : shownPoints(row, name),
    ...{ approvedSeconds: row.approved_seconds, approvedBy: name(row.approved_by) },
    ...{ agreedBy: name(row.agreed_by), agreedLink: row.agreed_link },
    ...{ plannedSeconds: row.planned ?? 0, endedReason: row.ended_reason, stateSince: row.state_since },
  };
}

function shownPoints(row: EstimateRow, name: Namer): EstimateView['points'] {
  const points = pointsOf(row);
  if (!points) return null;
  return {
    ...points,
    ...reckonPoints(points),
    proposedSeconds: proposedOf(points),
    ...{ note: row.given_note ?? '', by: name(row.given_by) ?? '', at: row.given_at ?? 0 },
  };
}

function asked(questions: readonly QuestionRow[], name: Namer): Pick<EstimateView, 'questions'> {
  return {
    questions: questions.map((one) => ({
      ...{ question: one.question, text: one.text, askedAt: one.asked_at, answer: one.answer },
      ...{ askedBy: name(one.asked_by) ?? '', answeredBy: name(one.answered_by) },
    })),
  };
}

function mayOf(
  row: Pick<EstimateRow, 'state' | 'client_id'>,
  who: Standing,
  offering: { missingSeconds: number | null; offered: boolean },
): EstimateMay {
  const may = (verb: Parameters<typeof mayStep>[2]) => mayStep(who, row.state, verb);
  return {
    ...{ ask: may('ask'), answer: may('answer'), give: may('give'), approve: may('approve') },
    ...{ agree: who.isClient && may('agree'), record: who.manages && may('agree') },
    ...{ return: may('return'), decline: may('decline'), withdraw: may('withdraw') },
    offer: who.manages && !offering.offered && (offering.missingSeconds ?? 0) > 0,
  };
}
