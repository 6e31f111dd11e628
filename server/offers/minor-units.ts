const known = new Map<string, number>();

/** An amount of money in its smallest units: 1500.5 RUB → 150050. Null for what cannot be a price. */
export function minorUnits(amount: number, currency: string): number | null {
  if (!Number.isFinite(amount) || amount < 0) return null;
  const minor = Math.round(Number((amount * 10 ** digitsOf(currency)).toFixed(3)));
  return Number.isSafeInteger(minor) ? minor : null;
}

function digitsOf(currency: string): number {
  const digits = known.get(currency) ?? askDigits(currency);
  known.set(currency, digits);
  return digits;
}

function askDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
