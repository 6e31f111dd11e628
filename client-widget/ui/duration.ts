const minus = '\u2212';

/**
 * `h:mm` for whole and part minutes alike, cut towards zero, with a true minus; `-0:00` never appears.
 * With `exact`, seconds follow where there are any: `1:02:07`.
 */
export function formatDuration(seconds: number, exact = false): string {
  const size = Math.abs(seconds);
  const hours = Math.floor(size / 3600);
  const minutes = Math.floor((size % 3600) / 60);
  const rest = exact ? size % 60 : 0;
  const shown = hours + minutes + rest > 0;
  const text = `${hours}:${two(minutes)}${rest > 0 ? `:${two(rest)}` : ''}`;
  return seconds < 0 && shown ? minus + text : text;
}

/** With a plus for what adds: ledger lines change a balance one way or the other. */
export function formatChange(seconds: number, exact = false): string {
  return seconds > 0 ? `+${formatDuration(seconds, exact)}` : formatDuration(seconds, exact);
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
