import { parseDate } from '@internationalized/date';
import type { SellPackage } from '../../server/api/clients.js';
import { parseHours } from './duration.js';
import { parseMoney } from './money.js';

/** What the person typed; texts as typed. */
export interface PackageForm {
  hours: string;
  title: string;
  kind: 'purchase' | 'gift';
  boughtOn: string;
  validFrom: string;
  expiresOn: string;
  coversEarlier: boolean;
  /** Paid already, where the terms ask for payment first. */
  paid: boolean;
  price: string;
  currency: string;
  vatNote: string;
  reason: string;
}

/** Before anybody typed: bought and valid from `today`. */
export function emptyPackage(today: string): PackageForm {
  return {
    ...{ hours: '', title: '', kind: 'purchase', boughtOn: today, validFrom: today, expiresOn: '' },
    ...{ coversEarlier: true, paid: false, price: '', currency: 'RUB', vatNote: '', reason: '' },
  };
}

export interface PackageFaults {
  hours: boolean;
  expiresOn: boolean;
  price: boolean;
}

export function packageFaults(form: PackageForm): PackageFaults {
  const size = parseHours(form.hours);
  return {
    hours: size === null || size < 60 || size > 36_000_000,
    expiresOn: form.expiresOn !== '' && form.expiresOn < form.validFrom,
    price: form.price.trim() !== '' && parseMoney(form.price, form.currency) === null,
  };
}

/** Call only without faults. */
export function packageRequest(form: PackageForm, requestId: string, title: string): SellPackage {
  const priced = form.kind === 'purchase' && form.price.trim() !== '';
  return {
    requestId,
    title,
    kind: form.kind,
    sizeSeconds: parseHours(form.hours) ?? 0,
    boughtOn: form.boughtOn,
    validFrom: form.validFrom,
    expiresOn: form.expiresOn === '' ? null : form.expiresOn,
    coversEarlier: form.coversEarlier,
    paid: form.paid,
    priceMinor: priced ? parseMoney(form.price, form.currency) : null,
    currency: priced ? form.currency : null,
    vatNote: textOrNull(form.vatNote),
    reason: textOrNull(form.reason),
  };
}

/** Last usable day of a package valid for so many months; empty = without end. */
export function lastDayOf(validFrom: string, months: number | null): string {
  if (months === null || validFrom === '') return '';
  return parseDate(validFrom).add({ months }).subtract({ days: 1 }).toString();
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
