import type { User } from '../world/model.js';
import type { Json, Params } from '../world/json.js';
import type { World } from '../world/world.js';

/** One call of one method by one user. */
export interface Call {
  world: World;
  user: User;
  method: string;
  /** Named parameters without service keys. */
  params: Params;
  /** The same values in the order they came: what positional methods see. */
  args: Json[];
  /** Top-level `start`, null when absent. −1 asks for no count. */
  start: number | null;
  /** Inside a batch everything arrived as text. */
  inBatch: boolean;
}

export interface MethodAnswer {
  result: Json;
  total?: number;
  next?: number;
}

export interface MethodSpec {
  name: string;
  /** Scope that must be granted; null = any app. */
  scope: string | null;
  run: (call: Call) => MethodAnswer;
  refusedInBatch?: boolean;
}

export function method(name: string, scope: string | null, run: (call: Call) => MethodAnswer): MethodSpec {
  return { name, scope, run };
}

/** 50 a page by `start`; −1 leaves the count out. */
export function page<T>(
  rows: readonly T[],
  start: number | null,
  size = 50,
): { rows: T[]; total?: number; next?: number } {
  if (start !== null && start < 0) return { rows: rows.slice(0, size) };
  const from = start ?? 0;
  const cut = rows.slice(from, from + size);
  const until = from + cut.length;
  return until < rows.length
    ? { rows: cut, total: rows.length, next: until }
    : { rows: cut, total: rows.length };
}

/** A paged answer: the rows go where `wrap` says, total and next stay at the top level. */
export function pagedAnswer<T>(
  rows: readonly T[],
  start: number | null,
  wrap: (cut: T[]) => Json,
): MethodAnswer {
  const { rows: cut, ...counts } = page(rows, start);
  return { result: wrap(cut), ...counts };
}
