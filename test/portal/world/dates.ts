/** Dates as the portal prints and reads them. The portal's own zone is a fixed offset (Moscow by default). */

const pad = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `2025-06-04T16:15:55+03:00` */
export function isoAt(at: number, offsetMinutes: number): string {
  const local = new Date(at + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const minutes = Math.abs(offsetMinutes);
  return `${local}${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

export function isoOrNull(at: number | null, offsetMinutes: number): string | null {
  return at === null ? null : isoAt(at, offsetMinutes);
}

/** `17.04.2025 19:37:55`, the site format some controllers answer in. */
export function siteDate(at: number, offsetMinutes: number): string {
  const iso = new Date(at + offsetMinutes * 60_000).toISOString();
  return `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)} ${iso.slice(11, 19)}`;
}

/** ISO with or without offset, a bare day, or the site format; null when it is none of them. */
export function parseDate(text: string, offsetMinutes: number): number | null {
  const site = /^(\d\d)\.(\d\d)\.(\d{4})(?:[ T](\d\d:\d\d(?::\d\d)?))?$/.exec(text.trim());
  const iso = site ? `${site[3]}-${site[2]}-${site[1]}T${site[4] ?? '00:00:00'}` : text.trim();
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(Z|[+-]\d\d:?\d\d)?$/.exec(iso);
  if (!parts) return null;
  const clock = parts[2] ?? '00:00:00';
  const zone = parts[3];
  const utc = Date.parse(`${parts[1]}T${clock.length === 5 ? `${clock}:00` : clock}${zone ?? 'Z'}`);
  if (Number.isNaN(utc)) return null;
  return Math.floor((zone === undefined ? utc - offsetMinutes * 60_000 : utc) / 1000) * 1000;
}
