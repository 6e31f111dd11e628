/**
 * A duration as people read it: `h:mm`, with `:ss` only where seconds are not whole minutes — so that what is shown
 * always adds up to the second. Negative ones carry a true minus sign.
 */
export function formatDuration(seconds: number): string {
  const abs = Math.abs(Math.trunc(seconds));
  const hours = Math.floor(abs / 3600);
  const minutes = String(Math.floor((abs % 3600) / 60)).padStart(2, '0');
  const rest = abs % 60;
  const tail = rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`;
  return `${seconds < 0 ? '−' : ''}${hours}:${minutes}${tail}`;
}

/** A change of a balance: what adds to it says so. */
export function formatMove(seconds: number): string {
  return seconds > 0 ? `+${formatDuration(seconds)}` : formatDuration(seconds);
}
