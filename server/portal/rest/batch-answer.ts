import { asBody, errorOf, failure, readBodyError } from './classify.js';
import type { BatchCommands, BatchItem } from './types.js';

/** The parts of a batch answer, by name. PHP turns an empty map into `[]`, and one with the keys 0…n into an array. */
function partOf(result: Record<string, unknown>, name: string): Record<string, unknown> {
  const part = result[name];
  return Array.isArray(part)
    ? Object.fromEntries(part.map((item, at) => [String(at), item]))
    : (asBody(part) ?? {});
}

/**
 * One item per command, by its name (settings/how-to-call-rest-api/batch.md). A command without an answer was skipped
 * by `halt`; without halt nobody knows.
 */
export function readBatch(
  commands: BatchCommands,
  answer: { body: Record<string, unknown>; askedAt: number; halt: boolean },
): { items: Record<string, BatchItem>; times: Record<string, unknown> } {
  const result = asBody(answer.body['result']) ?? {};
  const parts = {
    results: partOf(result, 'result'),
    errors: partOf(result, 'result_error'),
    totals: partOf(result, 'result_total'),
    nexts: partOf(result, 'result_next'),
  };
  const items: Record<string, BatchItem> = {};
  for (const [name, { method }] of Object.entries(commands)) {
    items[name] = { ...readItem(name, method, parts, answer.halt), askedAt: answer.askedAt };
  }
  return { items, times: partOf(result, 'result_time') };
}

interface Parts {
  results: Record<string, unknown>;
  errors: Record<string, unknown>;
  totals: Record<string, unknown>;
  nexts: Record<string, unknown>;
}

function readItem(name: string, method: string, parts: Parts, halt: boolean): Omit<BatchItem, 'askedAt'> {
  const none = { ok: false, result: null, total: null, next: null };
  if (name in parts.errors) {
    const error = parts.errors[name];
    const told = readBodyError(asBody(error) ?? { error }) ?? { code: '', description: '' };
    return { ...none, error: errorOf(method, 200, told) };
  }
  if (!(name in parts.results)) {
    const [outcome, code] = halt ? (['not-run', 'HALTED'] as const) : (['unknown', 'NO_ITEM'] as const);
    return { ...none, error: failure(method, outcome, code, 200, 'the batch has no answer for it') };
  }
  const { results, totals, nexts } = parts;
  return {
    ok: true,
    result: results[name],
    total: toCount(totals[name]),
    next: toCount(nexts[name]),
    error: null,
  };
}

/** Counts come as numbers or numeric text. */
export function toCount(value: unknown): number | null {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) ? count : null;
}
