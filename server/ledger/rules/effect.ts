import type { LineKind } from './types.js';

/** What a line does to each account, in signed seconds. */
export interface Effect {
  size: number;
  spent: number;
  forfeited: number;
  overage: number;
  courtesy: number;
}

const nothing: Effect = { size: 0, spent: 0, forfeited: 0, overage: 0, courtesy: 0 };

/** The one place that says what the kinds of line mean. Reversals carry negated seconds, so they need no case. */
export function effectOf(line: { kind: LineKind; seconds: number; packageId: number | null }): Effect {
  const seconds = line.seconds;
  switch (line.kind) {
    case 'purchase':
    case 'gift':
    case 'adjustment':
    case 'transfer':
    case 'refund':
    case 'rollover':
      return { ...nothing, size: seconds };
    case 'spend':
      return { ...nothing, spent: seconds };
    case 'cover':
      return { ...nothing, spent: seconds, overage: -seconds };
    case 'overage':
      return { ...nothing, overage: seconds };
    case 'correction':
      return line.packageId === null ? { ...nothing, overage: seconds } : { ...nothing, spent: seconds };
    case 'courtesy':
      return { ...nothing, courtesy: seconds };
    case 'expiry':
    case 'close':
      return { ...nothing, forfeited: seconds };
    case 'issue':
    case 'reopen':
      return nothing;
  }
}

/** What a line does to the client's balance (unspent minus overage). */
export function balanceEffectOf(line: { kind: LineKind; seconds: number; packageId: number | null }): number {
  const effect = effectOf(line);
  return effect.size - effect.spent - effect.forfeited - effect.overage;
}

/** Billed seconds of an entry that a line carries: spend and overage and their corrections; a cover moves, adds nothing. */
export function billedBy(line: { kind: LineKind; seconds: number }): number {
  return line.kind === 'spend' || line.kind === 'overage' || line.kind === 'correction' ? line.seconds : 0;
}
