import type { AcceptanceState } from '../../../server/api/acceptance.js';

const tones = {
  'not-posted': 'neutral',
  waiting: 'info',
  disputed: 'warn',
  accepted: 'good',
  void: 'neutral',
} as const;

export function acceptanceTone(state: AcceptanceState) {
  return tones[state];
}
