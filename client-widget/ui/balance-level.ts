import type { Balance } from '../../server/api/basics.js';

export type BalanceLevel = 'good' | 'low' | 'over' | 'none';

/** Below a fifth of the usable packages a balance is low: that is the 80 % threshold of the alerts. */
const lowShare = 0.2;

export function balanceLevel(balance: Balance, usableSizeSeconds: number): BalanceLevel {
  if (balance.overageSeconds > 0 || balance.balanceSeconds < 0) return 'over';
  if (usableSizeSeconds <= 0) return 'none';
  return balance.unspentSeconds <= usableSizeSeconds * lowShare ? 'low' : 'good';
}

/** Share of the bar that is filled, 0…1. */
export function balanceShare(balance: Balance, usableSizeSeconds: number): number {
  if (usableSizeSeconds <= 0) return 0;
  return Math.min(1, Math.max(0, balance.unspentSeconds / usableSizeSeconds));
}
