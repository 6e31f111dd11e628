import { readFileSync } from 'node:fs';
import type { Json, Params } from '../portal/world/json.js';
import { asObject, isObject } from '../portal/world/json.js';

/** Compares answers with the vendor's published examples: keys, casing, JSON types; values do not matter. */

export function official(method: string): Params {
  const parsed: Json = JSON.parse(
    readFileSync(new URL(`./official/${method}.json`, import.meta.url), 'utf8'),
  );
  return asObject(parsed);
}

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** A map keyed by ids (or batch keys) is compared by its first member. */
function isMap(value: Params): boolean {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^(\d+|[DCLT]+\d*_\d+|upload\d+)$/.test(key));
}

/**
 * Differences between an example and an answer. `skip` = dotted paths (without list indexes) that the simulator does
 * not imitate. Null on either side stands for "nullable", [] for an empty map, as PHP prints it.
 */
export function differences(
  example: Json,
  answer: Json | undefined,
  skip: readonly string[] = [],
  path = '',
): string[] {
  if (skip.includes(path)) return [];
  if (answer === undefined) return [`${path}: missing`];
  if (example === null || answer === null) return [];
  if (isEmpty(example) || isEmpty(answer))
    return typeof example === typeof answer ? [] : [`${path}: not a collection`];
  if (Array.isArray(example) && Array.isArray(answer))
    return differences(example[0] ?? null, answer[0], skip, path);
  if (isObject(example) && isObject(answer)) return mapDifferences(example, answer, skip, path);
  const kinds = [example, answer].map((value) => (Array.isArray(value) ? 'list' : typeof value));
  return kinds[0] === kinds[1] ? [] : [`${path}: ${kinds[0] ?? ''} expected, ${kinds[1] ?? ''} came`];
}

function mapDifferences(example: Params, answer: Params, skip: readonly string[], path: string): string[] {
  if (isMap(example) && isMap(answer))
    return differences(Object.values(example)[0] ?? null, Object.values(answer)[0], skip, path);
  const inner = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const known = Object.entries(example).flatMap(([key, value]) =>
    differences(value, answer[key], skip, inner(key)),
  );
  const lower = new Map(Object.keys(example).map((key) => [key.toLowerCase(), key]));
  const miscased = Object.keys(answer).flatMap((key) => {
    const right = lower.get(key.toLowerCase());
    return right !== undefined && right !== key && !(key in example)
      ? [`${inner(key)}: should be ${right}`]
      : [];
  });
  return [...known, ...miscased];
}
