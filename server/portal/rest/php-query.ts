import { AppError } from '../../base/errors.js';

/**
 * A batch command as the platform wants it: `method?a[b]=c`, URL-encoded, order kept
 * (settings/how-to-call-rest-api/batch.md). Booleans travel as 1 and 0. Empty objects and arrays do not survive this
 * encoding; for the positional methods `task.*` that would shift every later argument, so it is refused there.
 */
export function batchCommand(method: string, params: Record<string, unknown>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(params)) {
    const before = parts.length;
    append(parts, encodeURIComponent(name), value);
    if (parts.length === before && /^task\./i.test(method)) {
      throw new AppError(
        'EMPTY_ARGUMENT',
        `${method}: the argument ${name} is empty and would vanish in a batch`,
      );
    }
  }
  return `${method}?${parts.join('&')}`;
}

function append(parts: string[], key: string, value: unknown): void {
  if (value === undefined) return;
  if (value === null) parts.push(`${key}=`);
  else if (typeof value === 'boolean') parts.push(`${key}=${value ? '1' : '0'}`);
  else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    parts.push(`${key}=${encodeURIComponent(String(value))}`);
  } else if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value))
      append(parts, `${key}[${encodeURIComponent(name)}]`, inner);
  }
}
