import { AppError } from '../../../base/errors.js';

const ALLOWED = new Set(['ID', '>ID', 'GROUP_ID', '>=CREATED_DATE', 'USER_ID', 'FIELD']);

/**
 * The platform drops unknown filter keys and empty arrays in silence and then answers EVERYTHING
 *. So a filter is checked before it leaves.
 */
export function safeFilter(filter: Record<string, string | number | number[]>): typeof filter {
  for (const [key, value] of Object.entries(filter)) {
    const empty = Array.isArray(value) ? value.length === 0 : value === '';
    if (!ALLOWED.has(key) || empty) {
      throw new AppError(
        'UNSAFE_FILTER',
        `A portal list must not be filtered by ${key}: ${JSON.stringify(value)}`,
      );
    }
  }
  return filter;
}
