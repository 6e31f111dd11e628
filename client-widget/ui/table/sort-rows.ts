import type { CellValue } from './column.js';

/** Rows in another order; equal ones keep theirs, and those without a value stand last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => CellValue,
  by: { descending: boolean; language: string },
): Row[] {
  return orderRows(rows, placesOf(rows, valueOf, by.language), by.descending);
}

/**
 * Where each row stands by a column, as a number; Infinity = it has no value. Texts are compared once each, not once a
 * pair: a ledger has thousands of rows and few names. Good for both directions.
 */
export function placesOf<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => CellValue,
  language: string,
): Float64Array {
  const values = rows.map(valueOf);
  const ranks = ranksOf(values, language);
  return Float64Array.from(values, (value) => {
    if (value === null || value === '') return Number.POSITIVE_INFINITY;
    return typeof value === 'number' ? value : (ranks.get(value) ?? 0);
  });
}

export function orderRows<Row>(rows: readonly Row[], places: Float64Array, descending: boolean): Row[] {
  const keys = descending ? places.map((place) => (Number.isFinite(place) ? -place : place)) : places;
  return Array.from(keys, (_key, index) => index)
    .sort((a, b) => difference(keys[a] ?? 0, keys[b] ?? 0) || a - b)
    .flatMap((index) => rows[index] as Row);
}

function ranksOf(values: readonly CellValue[], language: string): Map<string, number> {
  const texts = new Set<string>();
  for (const value of values) if (typeof value === 'string') texts.add(value);
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const sorted = [...texts].sort(collator.compare);
  const ranks = new Map<string, number>();
  let rank = 0;
  sorted.forEach((text, index) => {
    // Texts that differ in case only are one: what stood first among them stays first.
    if (index > 0 && collator.compare(sorted[index - 1] ?? '', text) !== 0) rank += 1;
    ranks.set(text, rank);
  });
  return ranks;
}

function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
