import type { LedgerExport } from './read-export.js';

/** For machines: seconds as integers, times as epoch ms, days as ISO dates; each line with its explanation, if it was read. */
export function toJson(exported: LedgerExport): string {
  const { client, lines, sums, explanations } = exported;
  const explained = lines.map((line) => {
    const why = explanations.get(`${line.posting}.${line.line}`);
    return why ? { ...line, why } : line;
  });
  return `${JSON.stringify({ client, lines: explained, sums: Object.fromEntries(sums) }, null, 2)}\n`;
}
