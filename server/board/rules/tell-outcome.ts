import type { Step } from './plan-move.js';

/** `refused` = the platform said no; `not-run` = it surely did not run; `unknown` = it may have run. */
export interface StepAnswer {
  step: Step;
  outcome: 'done' | 'refused' | 'not-run' | 'unknown';
}

export type Reason =
  | 'awaits-approval'
  | 'may-not-delegate'
  | 'may-not-edit'
  | 'only-approver'
  | 'only-performer'
  | 'portal-busy'
  | 'unclear';

export interface Told {
  outcome: 'moved' | 'refused' | 'half-way' | 'unclear';
  reason: Reason | null;
}

/** Where the card stands: before the move, where it was to go, and where it is now (null = not known yet). */
export interface Stands<P> {
  from: P;
  to: P;
  now: P | null;
}

/** What became of a move, from the answers of its steps and from what the task is now. */
export function tellOutcome<P>(
  answers: readonly StepAnswer[],
  stands: Stands<P>,
  isSame: (one: P, other: P) => boolean,
): Told {
  const { from, to, now } = stands;
  const failed = answers.find((answer) => answer.outcome !== 'done');
  if (now && isSame(now, to)) return { outcome: 'moved', reason: null };
  if (!failed)
    return now ? { outcome: 'half-way', reason: 'awaits-approval' } : { outcome: 'moved', reason: null };
  if (failed.outcome === 'unknown') return { outcome: 'unclear', reason: 'unclear' };
  const reason = failed.outcome === 'not-run' ? 'portal-busy' : reasonOf(failed.step);
  const isChanged = now ? !isSame(now, from) : answers[0] !== failed;
  return { outcome: isChanged ? 'half-way' : 'refused', reason };
}

/** Who may do what, as the platform reckons: the words for a refusal that came without any. */
function reasonOf(step: Step): Reason {
  if (step.do === 'delegate') return 'may-not-delegate';
  if (step.do === 'update') return 'may-not-edit';
  return step.do === 'approve' || step.do === 'disapprove' ? 'only-approver' : 'only-performer';
}
