import type { EstimateStep } from '../api/index.js';
import { formatDuration } from '../base/durations.js';
import { b, escapeBb, escapeLine } from '../portal/rest/index.js';
import type { EstimateRow } from './estimates-store.js';
import { pointsOf } from './estimate-now.js';
import type { EstimateNow } from './rules/estimate-states.js';
import type { Teller } from './tell.js';

interface Stepped {
  row: EstimateRow;
  step: EstimateStep['step'];
  next: EstimateNow;
  who: string;
  /** Of the question that is answered. */
  question: string | null;
}

/** What the task's comments say of a step; null = nothing: it concerns us alone. */
export function commentOf({ texts }: Teller, { row, step, next, who, question }: Stepped): string | null {
  switch (step.do) {
    case 'ask':
      return `${b(texts('estimate.question', { who: escapeLine(who) }))}\n${escapeBb(step.text)}`;
    case 'answer':
      return `[quote]${escapeBb(question ?? '')}[/quote]\n${b(texts('estimate.answer', { who: escapeLine(who) }))}\n${escapeBb(step.text)}`;
    case 'approve':
      return next.state === 'with-client' ? proposal(texts, row, step.seconds) : null;
    case 'agree': {
      const time = formatDuration(row.approved_seconds ?? 0);
      return texts('estimate.agreed', { time });
    }
    default:
      return null;
  }
}

function proposal(texts: Teller['texts'], row: EstimateRow, seconds: number): string {
  const points = pointsOf(row);
  const said = b(texts('estimate.proposal', { time: formatDuration(seconds) }));
  const range = points && {
    from: formatDuration(points.optimisticSeconds),
    to: formatDuration(points.pessimisticSeconds),
  };
  const parts = [said, range ? texts('estimate.range', range) : '', escapeBb(row.given_note ?? '')];
  return [...parts.filter((one) => one !== ''), '', texts('estimate.howToAgree')].join('\n');
}

/** Whom a step concerns, and what they are told; null = nobody. */
export function noticeOf(
  { texts }: Teller,
  { row, step, next, who }: Stepped,
): { to: 'managers' | 'performer' | 'requester'; text: string } | null {
  const said = (key: string, values: Record<string, string> = {}) =>
    texts(`estimate.notice.${key}`, { who, ...values });
  switch (step.do) {
    case 'ask':
      return { to: row.requested_by > 0 ? 'requester' : 'managers', text: `${said('asked')}\n${step.text}` };
    case 'answer':
      return { to: 'performer', text: `${said('answered')}\n${step.text}` };
    case 'give':
      return { to: 'managers', text: said('given', { time: formatDuration(step.points.likelySeconds) }) };
    case 'return':
      return { to: 'performer', text: `${said('returned')}\n${step.reason}` };
    case 'decline':
      return { to: 'managers', text: `${said('declined')}\n${step.reason}` };
    case 'approve':
    case 'agree':
      return next.state === 'approved'
        ? { to: 'performer', text: said('approved', { time: formatDuration(next.approvedSeconds ?? 0) }) }
        : null;
    default:
      return null;
  }
}
