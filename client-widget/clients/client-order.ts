import type { ClientRow } from '../../server/api/clients.js';
import { balanceLevel } from '../ui/balance-level.js';

export type ClientFilter = 'all' | 'low' | 'overage' | 'draft' | 'attention';
export type ClientColumn = 'name' | 'balance' | 'overage' | 'burn' | 'runOut' | 'lastReport' | 'nextPosting';
export interface ClientOrder {
  column: ClientColumn;
  descending: boolean;
}

/** Rows that match the words and the filter; a word may be in the client's or a group's name. */
export function chooseClients(rows: ClientRow[], words: string, filter: ClientFilter): ClientRow[] {
  const wanted = words.trim().toLocaleLowerCase();
  return rows.filter((row) => passes(row, filter) && (wanted === '' || textOf(row).includes(wanted)));
}

export function sortClients(rows: ClientRow[], order: ClientOrder): ClientRow[] {
  const sign = order.descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(a, b, order.column) || a.name.localeCompare(b.name));
}

export interface ClientTotals {
  count: number;
  balanceSeconds: number;
  overageSeconds: number;
}

export function totalsOf(rows: ClientRow[]): ClientTotals {
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

function textOf(row: ClientRow): string {
  return [row.name, ...row.groups.map((group) => group.name)].join('\n').toLocaleLowerCase();
}

function compare(a: ClientRow, b: ClientRow, column: ClientColumn): number {
  if (column === 'name') return a.name.localeCompare(b.name);
  return figure(a, column) - figure(b, column);
}

function figure(row: ClientRow, column: Exclude<ClientColumn, 'name'>): number {
  if (column === 'balance') return row.balance.balanceSeconds;
  if (column === 'overage') return row.balance.overageSeconds;
  if (column === 'burn') return row.weeklyBurnSeconds.reduce((sum, week) => sum + week, 0);
  if (column === 'runOut') return runOutOrder(row.runOut);
  if (column === 'lastReport') return row.lastReport?.issuedAt ?? 0;
  return row.nextPostingAt ?? Number.MAX_SAFE_INTEGER;
}

/** Who runs out first stands first; then those whose hours last for years, then those nothing is known of. */
function runOutOrder(runOut: ClientRow['runOut']): number {
  if (runOut === null) return Number.MAX_SAFE_INTEGER;
  const day = runOut.on50 ?? runOut.on90;
  return day === null ? Number.MAX_SAFE_INTEGER - 1 : Date.parse(day);
}
