import type { LedgerLine } from '../../api/index.js';
import type { LedgerExport } from './read-export.js';

const columns = [
  'posting',
  'line',
  'postedAt',
  'kind',
  'seconds',
  'recordedSeconds',
  'balanceEffectSeconds',
  'packageId',
  'packageTitle',
  'entryId',
  'taskId',
  'taskTitle',
  'person',
  'comment',
  'workDay',
  'workType',
  'reason',
  'reportNumber',
] as const satisfies readonly (keyof LedgerLine)[];

/** RFC 4180 with a byte order mark, so that spreadsheets read Cyrillic; cells cannot start a formula. */
export function toCsv(exported: LedgerExport): string {
  const rows = exported.lines.map((line) => columns.map((column) => cell(line[column])).join(','));
  return `\uFEFF${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
