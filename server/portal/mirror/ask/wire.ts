import { DateTime } from 'luxon';
import { z } from 'zod';

/** Numbers come as strings in most v2 lists. */
export const wireInteger = z
  .union([z.string().regex(/^-?\d+$/), z.number()])
  .transform(Number)
  .pipe(z.number().int());

/** A number that may be missing, null or empty. */
export function wireIntegerOr<Fallback extends number | null>(fallback: Fallback) {
  return z
    .union([wireInteger, z.literal(''), z.null(), z.literal(false)])
    .optional()
    .transform((value): number | Fallback => (typeof value === 'number' ? value : fallback));
}

/** PostgreSQL stores neither NUL nor half a character: they become the sign for "unreadable". */
export const wireText = z
  .union([z.string(), z.number(), z.null(), z.literal(false)])
  .optional()
  .transform((value) =>
    typeof value === 'string' || typeof value === 'number' ? storable(String(value)) : '',
  );

function storable(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replaceAll('\u0000', '\uFFFD');
}

/** `2025-06-04T16:15:55+03:00` → epoch ms; null for nothing, and for what is not a date (never 1970). */
export const wireInstant = z
  .unknown()
  .optional()
  .transform((value): number | null => {
    if (typeof value !== 'string' || value === '') return null;
    const instant = DateTime.fromISO(value, { zone: 'utc' });
    return instant.isValid ? instant.toMillis() : null;
  });

/** `Y`/`N`, booleans and 1/0 all stand for yes and no. */
export const wireFlag = z
  .unknown()
  .optional()
  .transform((value) => value === 'Y' || value === true || value === '1' || value === 1);
