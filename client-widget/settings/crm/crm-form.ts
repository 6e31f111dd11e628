import type { CrmSettings } from '../../../server/api/offers.js';
import { minorDigits, parseMoney } from '../../ui/money.js';

/** The settings as typed. */
export interface CrmForm {
  deals: boolean;
  pipelines: string[];
  invoices: boolean;
  paidStages: string[];
  since: string;
  by: CrmSettings['hours']['by'];
  dealField: string;
  invoiceField: string;
  price: string;
  currency: string;
  title: CrmSettings['title'];
  validFrom: CrmSettings['validFrom'];
  accept: CrmSettings['accept'];
}

export interface CrmFaults {
  field: boolean;
  price: boolean;
}

export const NO_FIELD = '-';

export function crmForm(settings: CrmSettings): CrmForm {
  const { hours } = settings;
  const currency = hours.by === 'price' ? hours.currency : 'RUB';
  return {
    deals: settings.deals,
    pipelines: settings.pipelines.map(String),
    invoices: settings.invoices,
    paidStages: [...settings.paidStages],
    since: settings.since ?? '',
    by: hours.by,
    dealField: hours.by === 'field' ? (hours.deal ?? NO_FIELD) : NO_FIELD,
    invoiceField: hours.by === 'field' ? (hours.invoice ?? NO_FIELD) : NO_FIELD,
    price: hours.by === 'price' ? String(hours.priceMinor / 10 ** minorDigits(currency)) : '',
    currency,
    title: settings.title,
    validFrom: settings.validFrom,
    accept: settings.accept,
  };
}

export function crmFaults(form: CrmForm): CrmFaults {
  const price = parseMoney(form.price, form.currency);
  return {
    field: form.by === 'field' && form.dealField === NO_FIELD && form.invoiceField === NO_FIELD,
    price: form.by === 'price' && (price === null || price < 1),
  };
}

/** Call only without faults. */
export function crmSettings(form: CrmForm): CrmSettings {
  return {
    deals: form.deals,
    pipelines: form.pipelines.map(Number).sort((a, b) => a - b),
    invoices: form.invoices,
    paidStages: [...form.paidStages],
    since: form.since === '' ? null : form.since,
    hours: hoursOf(form),
    title: form.title,
    validFrom: form.validFrom,
    accept: form.accept,
  };
}

function hoursOf(form: CrmForm): CrmSettings['hours'] {
  const field = (name: string) => (name === NO_FIELD ? null : name);
  switch (form.by) {
    case 'field':
      return { by: 'field', deal: field(form.dealField), invoice: field(form.invoiceField) };
    case 'price':
      return {
        by: 'price',
        priceMinor: parseMoney(form.price, form.currency) ?? 0,
        currency: form.currency,
      };
    case 'products':
      return { by: 'products' };
  }
}
