import type { OverageTerms } from '../../base/terms.js';

export interface OverageFigures {
  /** Billed seconds that no package covers. */
  overageSeconds: number;
  /** What packages that are usable today still hold. */
  unspentSeconds: number;
  /** Size of the package bought last; 0 = none was ever bought. */
  lastBoughtSeconds: number;
}

export interface OverageState {
  mode: OverageTerms['mode'];
  /** How much overage the terms allow; null = any. */
  allowedSeconds: number | null;
  /** Tasks are to be flagged and the manager is to be told. Hours are billed all the same. */
  isOverLimit: boolean;
}

/**
 * Does the client work beyond what its terms allow? `allow`: never. `limit`: when overage is more than N % of the
 * package bought last. `stop`: as soon as nothing is left to spend, before the first second of overage; a client that
 * neither bought nor owes anything has nothing to be stopped from.
 */
export function overageState(terms: OverageTerms, figures: OverageFigures): OverageState {
  const { mode } = terms;
  const { overageSeconds, unspentSeconds, lastBoughtSeconds } = figures;
  if (mode === 'allow') return { mode, allowedSeconds: null, isOverLimit: false };
  if (mode === 'limit') {
    const allowedSeconds = Math.floor((lastBoughtSeconds * terms.limitPercent) / 100);
    return { mode, allowedSeconds, isOverLimit: overageSeconds > allowedSeconds };
  }
  const hasStarted = lastBoughtSeconds > 0 || overageSeconds > 0;
  return { mode, allowedSeconds: 0, isOverLimit: hasStarted && unspentSeconds <= 0 };
}

/** Of packages in any order: the size of the one bought last. Hours given, corrected or rolled over were not bought. */
export function lastBoughtSeconds(
  packages: readonly { packageId: number; source: string; boughtAt: number; sizeSeconds: number }[],
): number {
  const bought = packages.filter(({ source }) => boughtSources.has(source));
  const last = bought.sort((a, b) => a.boughtAt - b.boughtAt || a.packageId - b.packageId).at(-1);
  return last?.sizeSeconds ?? 0;
}

/** Hours brought along at the start of accounting were bought once, too. */
const boughtSources: ReadonlySet<string> = new Set(['manual', 'crm-deal', 'smart-invoice', 'opening']);
