import type { AcceptanceState, DisputeView } from '../../../server/api/acceptance.js';

const tones = {
  'not-posted': 'neutral',
  waiting: 'info',
  disputed: 'warn',
  accepted: 'good',
  void: 'neutral',
} as const;
const endings = { open: 'warn', withdrawn: 'neutral', answered: 'info', waived: 'good' } as const;

export function acceptanceTone(state: AcceptanceState) {
  return tones[state];
}

export function endingTone(ending: DisputeView['ending']) {
  return endings[ending];
}
