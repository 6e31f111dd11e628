import type { AcceptOffer, OfferView } from '../../server/api/offers.js';
import { parseHours } from '../ui/duration.js';
import { parseMoney } from '../ui/money.js';

/** What the manager confirms, as typed. */
export interface OfferForm {
  hours: string;
  title: string;
  validFrom: string;
  expiresOn: string;
  coversEarlier: boolean;
  price: string;
  currency: string;
  paid: boolean;
}

export interface OfferFaults {
  hours: boolean;
  expiresOn: boolean;
  price: boolean;
}

/** The offer as a form; minor units of a currency are told by its own digits. */
export function offerForm(offer: OfferView, title: string, digits: number): OfferForm {
  return {
    hours: offer.sizeSeconds === null ? '' : hoursText(offer.sizeSeconds),
    title,
    validFrom: offer.validFrom,
    expiresOn: offer.expiresOn ?? '',
    coversEarlier: true,
    price: offer.priceMinor === null ? '' : String(offer.priceMinor / 10 ** digits),
    currency: offer.currency ?? 'RUB',
    paid: offer.source === 'smart-invoice' || offer.paidOn !== null,
  };
}

/** `20`, else `20:30`: what `parseHours` reads back. */
function hoursText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes % 60 === 0) return String(minutes / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

export function offerFaults(form: OfferForm): OfferFaults {
  const size = parseHours(form.hours);
  return {
    hours: size === null || size < 60 || size > 36_000_000,
    expiresOn: form.expiresOn !== '' && form.expiresOn < form.validFrom,
    price: form.price.trim() !== '' && parseMoney(form.price, form.currency) === null,
  };
}

/** Call only without faults. */
export function offerRequest(
  form: OfferForm,
  offer: OfferView,
  said: { requestId: string; title: string },
): AcceptOffer {
  const isPriced = form.price.trim() !== '';
  return {
    ...said,
    revision: offer.revision,
    // What was not touched stays to the second.
    sizeSeconds: sizeOf(form, offer),
    validFrom: form.validFrom,
    expiresOn: form.expiresOn === '' ? null : form.expiresOn,
    coversEarlier: form.coversEarlier,
    priceMinor: isPriced ? parseMoney(form.price, form.currency) : null,
    currency: isPriced ? form.currency : null,
    paid: form.paid,
  };
}

function sizeOf(form: OfferForm, offer: OfferView): number {
  const isUntouched = offer.sizeSeconds !== null && form.hours === hoursText(offer.sizeSeconds);
  return isUntouched && offer.sizeSeconds !== null ? offer.sizeSeconds : (parseHours(form.hours) ?? 0);
}
