import type { OverageTerms } from '../base/terms.js';
import type { Account } from './balance-view.js';
import { type OverageState, lastBoughtSeconds, overageState } from './rules/overage-policy.js';

/** Whether a client works beyond what its terms of today allow: `overageOf(account, terms.overage)`. */
export function overageOf(account: Pick<Account, 'balance' | 'packages'>, terms: OverageTerms): OverageState {
  const { overageSeconds, unspentSeconds } = account.balance;
  const figures = { overageSeconds, unspentSeconds, lastBoughtSeconds: lastBoughtSeconds(account.packages) };
  return overageState(terms, figures);
}
