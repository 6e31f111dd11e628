import type { ClientRow } from '../../server/api/clients.js';
import { balanceLevel } from '../ui/balance-level.js';

export type ClientFilter = 'all' | 'low' | 'overage' | 'draft' | 'attention';

export function chooseClients(rows: readonly ClientRow[], filter: ClientFilter): ClientRow[] {
  return rows.filter((row) => passes(row, filter));
}

/** Words may be in the client's or a group's name. */
export function textOfClient(row: ClientRow): string {
  return [row.name, ...row.groups.map((group) => group.name)].join('\n');
}

export interface ClientTotals {
  count: number;
  balanceSeconds: number;
  overageSeconds: number;
}

export function totalsOf(rows: readonly ClientRow[]): ClientTotals {
  return rows.reduce<ClientTotals>(
    (sum, row) => ({
      count: sum.count + 1,
      balanceSeconds: sum.balanceSeconds + row.balance.balanceSeconds,
      overageSeconds: sum.overageSeconds + row.balance.overageSeconds,
    }),
    { count: 0, balanceSeconds: 0, overageSeconds: 0 },
  );
}

function passes(row: ClientRow, filter: ClientFilter): boolean {
  if (filter === 'attention') return row.alerts !== null;
  if (filter === 'draft') return row.draftWaiting;
  if (filter === 'overage') return row.balance.overageSeconds > 0;
  if (filter === 'low') return hasHad(row) && balanceLevel(row.balance, row.usableSizeSeconds) !== 'good';
  return true;
}

/** Hours of a client who never had any do not run out. */
function hasHad({ balance }: ClientRow): boolean {
  return balance.boughtSeconds > 0 || balance.overageSeconds > 0;
}

/** Who runs out first stands first; then those whose hours last for years, then those nothing is known of. */
export function runOutOrder({ runOut }: ClientRow): number | null {
  if (runOut === null) return null;
  const day = runOut.on50 ?? runOut.on90;
  return day === null ? Number.MAX_SAFE_INTEGER : Date.parse(day);
}
