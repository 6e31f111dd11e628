import type { Visitor } from '../access/index.js';
import type { EstimateStep } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { mayManage, reachableClients } from '../clients/index.js';
import type { EstimateRow, QuestionRow } from './estimates-store.js';
import type { EstimateEvent, EstimateNow } from './rules/estimate-states.js';
import type { Standing } from './rules/may-step.js';
import type { Points } from './rules/three-points.js';

/** A stored estimate as the rules know it. */
export function nowOf(row: EstimateRow, questions: readonly QuestionRow[]): EstimateNow {
  return {
    state: row.state,
    requests: row.requests,
    forClient: row.for_client === 1,
    points: pointsOf(row),
    approvedSeconds: row.approved_seconds,
    unanswered: questions.filter((one) => one.answer === null).map((one) => one.question),
  };
}

export function pointsOf(row: EstimateRow): Points | null {
  const { optimistic_seconds: low, likely_seconds: likely, pessimistic_seconds: high } = row;
  if (low === null || likely === null || high === null) return null;
  return { optimisticSeconds: low, likelySeconds: likely, pessimisticSeconds: high };
}

export function eventOf(step: EstimateStep['step'], questions: readonly QuestionRow[]): EstimateEvent {
  switch (step.do) {
    case 'ask':
      return { do: 'ask', question: (questions.at(-1)?.question ?? 0) + 1 };
    case 'answer':
      return { do: 'answer', question: step.question };
    case 'give':
      return { do: 'give', points: step.points };
    case 'approve':
      return { do: 'approve', seconds: step.seconds, toClient: step.toClient };
    default:
      return { do: step.do };
  }
}

/** How the visitor stands to estimates; null = this one is none of theirs. */
export async function standingOf(
  db: DbOrTx,
  visitor: Visitor,
): Promise<
  (row: Pick<EstimateRow, 'client_id' | 'performer_id' | 'requested_by' | 'state'>) => Standing | null
> {
  const reach = await reachableClients(db, visitor);
  const isClient = visitor.role === 'client';
  return (row) => {
    const reaches = row.client_id === null ? mayManage(visitor) : reach === 'all' || reach.has(row.client_id);
    const standing = {
      manages: mayManage(visitor) && reaches,
      isPerformer: !isClient && row.performer_id === visitor.userId,
      isRequester: row.requested_by === visitor.userId,
      isClient: isClient && reaches,
    };
    if (isClient && !reaches) return null;
    const isTheirs = standing.manages || standing.isPerformer || standing.isRequester;
    return isTheirs || (standing.isClient && row.state === 'with-client') ? standing : null;
  };
}
