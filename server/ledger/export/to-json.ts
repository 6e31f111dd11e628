import type { LedgerExport } from './read-export.js';

/** Everything as data: sums under their account names. */
export function toJson(exported: LedgerExport): string {
  return `${JSON.stringify({ ...exported, sums: Object.fromEntries(exported.sums) }, null, 2)}\n`;
}
