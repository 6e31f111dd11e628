import { useTranslation } from 'i18next-vue';
import type { EstimateState } from '../../server/api/estimates.js';
import type { HandoffView } from '../../server/api/handoffs.js';

type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral';

const estimateTones: Record<EstimateState, Tone> = {
  requested: 'warn',
  asked: 'warn',
  given: 'info',
  'with-client': 'info',
  approved: 'good',
  declined: 'bad',
  withdrawn: 'neutral',
};
const handoffTones: Record<HandoffView['state'], Tone> = {
  open: 'info',
  done: 'good',
  refused: 'bad',
  'taken-back': 'neutral',
};

const hourMs = 3_600_000;

/** How estimates and hand-offs speak of where they stand, and for how long. */
export function useFlowWords() {
  const { t } = useTranslation();
  /** Hours of the first two days, days after that. */
  function age(since: number): string {
    const hours = Math.max(0, Math.floor((Date.now() - since) / hourMs));
    if (hours < 1) return t('flow.justNow');
    return hours < 48 ? t('flow.hours', { count: hours }) : t('flow.days', { count: Math.floor(hours / 24) });
  }
  return {
    age,
    estimateTone: (state: EstimateState) => estimateTones[state],
    handoffTone: (state: HandoffView['state']) => handoffTones[state],
  };
}

export function isOpenEstimate(state: EstimateState): boolean {
  return ['requested', 'asked', 'given', 'with-client'].includes(state);
}
