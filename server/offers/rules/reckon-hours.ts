import type { CrmItem, ProductRow } from './crm-item.js';
import type { HoursFrom } from './crm-settings.js';

/** How hours came about, as people are told it. */
export type Reckoned =
  | { by: 'field'; field: string; value: string }
  | { by: 'products'; rows: { name: string; quantity: number; hours: number }[] }
  | { by: 'price'; amountMinor: number; priceMinor: number; currency: string }
  | { by: 'last-package'; packageId: number; usedPercent: number }
  | { by: 'estimate'; taskId: number; workSeconds: number; balanceSeconds: number }
  | { by: 'nothing'; what: 'no-field' | 'no-rows' | 'other-currency' | 'no-amount' | 'out-of-range' };

export interface Hours {
  sizeSeconds: number | null;
  reckoned: Reckoned;
}

const HOUR = 3_600;
/** What a package may hold: `server/api` says the same of a sale. */
const LEAST_SECONDS = 60;
const MOST_SECONDS = 36_000_000;
const HOUR_CODE = 356;
const HOUR_MEASURE = /^(ч|час|часа|часов|h|hr|hrs|hour|hours)\.?$/iu;
const HOURS_IN_NAME = /(\d+(?:[.,]\d+)?)\s*(?:час(?:а|ов)?|ч|hours?|hrs?|h)(?!\p{L})/iu;
const NUMBER = /-?\d+(?:[.,]\d+)?/;
const ROWS_SHOWN = 20;

/** The hours of a deal or invoice by the portal's setting; `sizeSeconds` null where the item does not say them. */
export function reckonHours(item: CrmItem, from: HoursFrom): Hours {
  const hours = hoursOf(item, from);
  if (hours.sizeSeconds === null) return hours;
  const fits = hours.sizeSeconds >= LEAST_SECONDS && hours.sizeSeconds <= MOST_SECONDS;
  return fits ? hours : nothing('out-of-range');
}

function hoursOf(item: CrmItem, from: HoursFrom): Hours {
  switch (from.by) {
    case 'field':
      return hoursOfField(item, item.source === 'crm-deal' ? from.deal : from.invoice);
    case 'products':
      return hoursOfRows(item.rows);
    case 'price':
      return hoursOfAmount(item, from);
  }
}

function hoursOfField(item: CrmItem, field: string | null): Hours {
  const told = field === null ? undefined : item.fields[field];
  const value = Array.isArray(told) ? (told[0] as unknown) : told;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  // A field of money reads `20|RUB`, a text may read `20 ч`: the number counts.
  const number = NUMBER.exec(text.replace(/(\d)[\s\u00a0](?=\d{3}\b)/g, '$1'))?.[0];
  if (field === null || number === undefined) return nothing('no-field');
  const hours = Number(number.replace(',', '.'));
  return {
    sizeSeconds: Math.round(hours * HOUR),
    reckoned: { by: 'field', field, value: text.slice(0, 100) },
  };
}

function hoursOfRows(rows: readonly ProductRow[]): Hours {
  const counted = rows
    .map((row) => ({ name: row.name, quantity: row.quantity, hours: hoursOfRow(row) }))
    .filter((row) => row.hours > 0);
  if (counted.length === 0) return nothing('no-rows');
  const hours = counted.reduce((sum, row) => sum + row.hours, 0);
  return {
    sizeSeconds: Math.round(hours * HOUR),
    reckoned: { by: 'products', rows: counted.slice(0, ROWS_SHOWN) },
  };
}

/** A row counted in hours is as many as it says; else a name such as "Пакет 20 часов" says how many each holds. */
function hoursOfRow(row: ProductRow): number {
  if (row.measureCode === HOUR_CODE || HOUR_MEASURE.test(row.measureName.trim())) return row.quantity;
  const named = HOURS_IN_NAME.exec(row.name)?.[1];
  return named === undefined ? 0 : Number(named.replace(',', '.')) * row.quantity;
}

function hoursOfAmount(item: CrmItem, from: Extract<HoursFrom, { by: 'price' }>): Hours {
  const { amountMinor, currency } = item;
  if (amountMinor === null || amountMinor <= 0) return nothing('no-amount');
  if (currency !== from.currency) return nothing('other-currency');
  return {
    sizeSeconds: Math.round((amountMinor / from.priceMinor) * HOUR),
    reckoned: { by: 'price', amountMinor, priceMinor: from.priceMinor, currency },
  };
}

function nothing(what: Extract<Reckoned, { by: 'nothing' }>['what']): Hours {
  return { sizeSeconds: null, reckoned: { by: 'nothing', what } };
}
