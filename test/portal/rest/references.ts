import type { Json, Params } from '../world/json.js';
import { asText, isObject } from '../world/json.js';

/** Roots a batch reference may start from: `$result[a][0][ID]`, `$total[a]`, `$next[a]`, `$error[a]`, `$time[a]`. */
export type ReferenceRoots = Record<'result' | 'total' | 'next' | 'error' | 'time', Params>;

const pattern = /\$(result|total|next|error|time)((?:\[[^\]]*\])+)/g;

/** A missing step does not fail: the last ancestor that was found is put in. */
function lookUp(roots: ReferenceRoots, root: string, path: string): Json {
  const steps = [...path.matchAll(/\[([^\]]*)\]/g)].map((step) => step[1] ?? '');
  let value: Json = roots[root as keyof ReferenceRoots];
  for (const step of steps) {
    const next: Json | undefined = Array.isArray(value)
      ? value[Number(step)]
      : isObject(value)
        ? value[step]
        : undefined;
    if (next === undefined) return value;
    value = next;
  }
  return value;
}

function inText(roots: ReferenceRoots, text: string): Json {
  const whole = /^\$(result|total|next|error|time)((?:\[[^\]]*\])+)$/.exec(text);
  if (whole) return lookUp(roots, whole[1] ?? '', whole[2] ?? '');
  return text.replace(pattern, (_match, root: string, path: string) => {
    const value = lookUp(roots, root, path);
    return typeof value === 'object' && value !== null ? 'Array' : asText(value);
  });
}

/** Replaces references in values and in keys. */
export function resolveReferences(roots: ReferenceRoots, value: Json): Json {
  if (typeof value === 'string') return value.includes('$') ? inText(roots, value) : value;
  if (Array.isArray(value)) return value.map((item) => resolveReferences(roots, item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, Json] => [
      key.includes('$') ? asText(inText(roots, key)) : key,
      resolveReferences(roots, inner),
    ]),
  );
}
