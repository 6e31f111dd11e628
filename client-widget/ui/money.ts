/** Minor units with an ISO currency, as people write it; whole amounts without their zeroes. */
export function formatMoney(minor: number, currency: string, language: string): string {
  const digits = minorDigits(currency);
  const amount = minor / 10 ** digits;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: Number.isInteger(amount) ? 0 : digits,
  }).format(amount);
}

/** A price as a number of whole units, for tables; null where there is none. */
export function amountOf({ priceMinor, currency }: { priceMinor: number | null; currency: string | null }) {
  return priceMinor === null || currency === null ? null : priceMinor / 10 ** minorDigits(currency);
}

/** Reads `40000`, `40 000,50`; null for anything else. An empty text is no price. */
export function parseMoney(text: string, currency: string): number | null {
  const clean = text.replace(/[\s\u00a0]/g, '').replace(',', '.');
  if (!/^\d{1,10}(\.\d{1,2})?$/.test(clean)) return null;
  return Math.round(Number(clean) * 10 ** minorDigits(currency));
}

/** Digits behind the point of a currency. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}
