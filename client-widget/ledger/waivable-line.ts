import type { LedgerLine } from '../../server/api/ledger.js';

/** It bills time of an entry and still stands: what is billed of the entry can be given back. */
export function isWaivable(line: LedgerLine): boolean {
  const isBilled = ['spend', 'overage', 'correction'].includes(line.kind);
  return isBilled && line.entryId !== null && line.seconds > 0 && !line.reversed && line.reverses === null;
}
