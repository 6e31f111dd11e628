const minus = '\u2212';

/**
 * `h:mm` for whole and part minutes alike, cut towards zero, with a true minus; `-0:00` never appears.
 * With `exact`, seconds follow where there are any: `1:02:07`; with `aligned`, always, as a column of figures wants them.
 */
export function formatDuration(seconds: number, exact: boolean | 'aligned' = false): string {
  const size = Math.abs(seconds);
  const hours = Math.floor(size / 3600);
  const minutes = Math.floor((size % 3600) / 60);
  const rest = exact === false ? 0 : size % 60;
  const shown = hours + minutes + rest > 0;
  const text = `${hours}:${two(minutes)}${rest > 0 || exact === 'aligned' ? `:${two(rest)}` : ''}`;
  return seconds < 0 && shown ? minus + text : text;
}

/** With a plus for what adds: ledger lines change a balance one way or the other. */
export function formatChange(seconds: number, exact: boolean | 'aligned' = false): string {
  return seconds > 0 ? `+${formatDuration(seconds, exact)}` : formatDuration(seconds, exact);
}

/** How the figures of one column are written: all with seconds where one of them has any. */
export function precisionOf(seconds: Iterable<number>): 'aligned' | false {
  for (const value of seconds) if (value % 60 !== 0) return 'aligned';
  return false;
}

/** Reads `12`, `12,5`, `12.5` and `12:30` as hours; null for anything else. */
export function parseHours(text: string): number | null {
  const clean = text.trim().replace(',', '.').replace(/^-/, minus);
  const sign = clean.startsWith(minus) ? -1 : 1;
  const body = clean.replace(minus, '');
  const clock = /^(\d{1,5}):([0-5]\d)$/.exec(body);
  if (clock) return sign * (Number(clock[1]) * 3600 + Number(clock[2]) * 60);
  if (!/^\d{1,5}(\.\d{1,2})?$/.test(body)) return null;
  return sign * Math.round(Number(body) * 3600);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
