/** JSON values as they arrive and leave; readers that forgive what PHP forgives and nothing more. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Params = Record<string, Json>;

export function isObject(value: Json | undefined): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Case-insensitive look-up of a named parameter, as the platform does for most v2 methods. */
export function param(params: Params, name: string): Json | undefined {
  if (name in params) return params[name];
  const wanted = name.toLowerCase();
  for (const key of Object.keys(params)) if (key.toLowerCase() === wanted) return params[key];
  return undefined;
}

export function asObject(value: Json | undefined): Params {
  return isObject(value) ? value : {};
}

/** PHP arrays with keys 0…n−1 are lists; everything else with values is taken by its values. */
export function asList(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  if (isObject(value)) return Object.values(value);
  return value === undefined || value === null || value === '' ? [] : [value];
}

export function asText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (value === true) return '1';
  return '';
}

/** An integer, or null when the value is not one (so "12abc" and {} are refused). */
export function asInt(value: Json | undefined): number | null {
  if (typeof value === 'number') return Number.isInteger(value) ? value : null;
  return typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : null;
}

export function asInts(value: Json | undefined): number[] {
  return asList(value).flatMap((item) => asInt(item) ?? []);
}

export function isYes(value: Json | undefined): boolean {
  return value === true || value === 1 || value === '1' || value === 'Y' || value === 'y' || value === 'true';
}

/** What PHP prints for an array: [] when empty, a list for keys 0…n−1, else an object. */
export function phpArray(entries: [string, Json][]): Json {
  const isList = entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
