import type { Points } from './three-points.js';

export type EstimateState =
  'requested' | 'asked' | 'given' | 'with-client' | 'approved' | 'declined' | 'withdrawn';

/** What decides how an estimate may go on. */
export interface EstimateNow {
  state: EstimateState;
  requests: number;
  /** The client has to agree too. */
  forClient: boolean;
  points: Points | null;
  approvedSeconds: number | null;
  /** Numbers of questions without an answer. */
  unanswered: readonly number[];
}

export type EstimateEvent =
  | { do: 'request'; forClient: boolean }
  | { do: 'ask'; question: number }
  | { do: 'answer'; question: number }
  | { do: 'give'; points: Points }
  | { do: 'approve'; seconds: number; toClient: boolean }
  | { do: 'agree' }
  | { do: 'return' }
  | { do: 'decline' }
  | { do: 'withdraw' };

export type EstimateVerb = EstimateEvent['do'];

/** From which states a step leads on. `request` begins a new one where there is none open. */
const from: Record<Exclude<EstimateVerb, 'request'>, readonly EstimateState[]> = {
  ask: ['requested', 'asked'],
  answer: ['requested', 'asked', 'given'],
  give: ['requested', 'asked', 'given'],
  approve: ['given'],
  agree: ['with-client'],
  return: ['given', 'with-client'],
  decline: ['given', 'with-client'],
  withdraw: ['requested', 'asked', 'given', 'with-client'],
};

export function isOpen(state: EstimateState): boolean {
  return from.withdraw.includes(state);
}

export function leadsOn(state: EstimateState, verb: EstimateVerb): boolean {
  return verb === 'request' ? isOpen(state) : from[verb].includes(state);
}

export function newEstimate(forClient: boolean): EstimateNow {
  return { state: 'requested', requests: 1, forClient, points: null, approvedSeconds: null, unanswered: [] };
}

export type Refusal = 'ESTIMATE_OVER' | 'ESTIMATE_NOT_GIVEN' | 'ESTIMATE_NOT_THERE_YET' | 'QUESTION_UNKNOWN';

/** What a step makes of an estimate, or why it leads nowhere. A request for an open one joins it. */
export function stepEstimate(now: EstimateNow, event: EstimateEvent): EstimateNow | Refusal {
  if (!isOpen(now.state)) return 'ESTIMATE_OVER';
  if (event.do === 'request')
    return { ...now, requests: now.requests + 1, forClient: now.forClient || event.forClient };
  if (!leadsOn(now.state, event.do)) return refusalOf(now, event.do);
  switch (event.do) {
    case 'ask':
      return { ...now, state: 'asked', unanswered: [...now.unanswered, event.question] };
    case 'answer':
      return answered(now, event.question);
    case 'give':
      return { ...now, state: 'given', points: event.points, approvedSeconds: null };
    case 'approve':
      return approved(now, event);
    case 'agree':
      return { ...now, state: 'approved' };
    case 'return':
      return { ...now, state: 'requested', points: null, approvedSeconds: null };
    case 'decline':
      return { ...now, state: 'declined' };
    case 'withdraw':
      return { ...now, state: 'withdrawn' };
  }
}

function refusalOf(now: EstimateNow, verb: EstimateVerb): Refusal {
  return verb === 'approve' && now.points === null ? 'ESTIMATE_NOT_GIVEN' : 'ESTIMATE_NOT_THERE_YET';
}

function answered(now: EstimateNow, question: number): EstimateNow | Refusal {
  if (!now.unanswered.includes(question)) return 'QUESTION_UNKNOWN';
  const unanswered = now.unanswered.filter((one) => one !== question);
  const isLast = unanswered.length === 0 && now.state === 'asked';
  return { ...now, unanswered, state: isLast ? 'requested' : now.state };
}

function approved(
  now: EstimateNow,
  { seconds, toClient }: { seconds: number; toClient: boolean },
): EstimateNow {
  const forClient = now.forClient || toClient;
  return { ...now, forClient, approvedSeconds: seconds, state: forClient ? 'with-client' : 'approved' };
}
