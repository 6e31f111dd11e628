/** Numbers as people type and read them in the terms: decimals with a comma or a point, lists with commas. */

/** `1,5` and `1.5` → 1.5; null for anything else. */
export function parseDecimal(text: string): number | null {
  const clean = text.trim().replace(',', '.');
  return /^\d{1,6}(\.\d{1,3})?$/.test(clean) ? Number(clean) : null;
}

export function parseWhole(text: string): number | null {
  const clean = text.trim();
  return /^\d{1,6}$/.test(clean) ? Number(clean) : null;
}

/** `80, 95, 100` → the numbers, each once, in rising order; an empty text → none; null if one of them is no number. */
export function parseWholes(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const numbers = parts.map(parseWhole);
  if (numbers.includes(null)) return null;
  return [...new Set(numbers.filter((each) => each !== null))].sort((a, b) => a - b);
}

/** Making a format costs far more than using it. */
const formats = new Map<string, Intl.NumberFormat>();

/** At most three decimals, with the language's separator and no grouping: what `parseDecimal` reads again. */
export function writeDecimal(value: number, language: string): string {
  const format =
    formats.get(language) ??
    new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false });
  formats.set(language, format);
  return format.format(value);
}
