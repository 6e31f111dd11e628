import { describe, expect, it } from '@jest/globals';
import { crmFaults, crmForm, crmSettings } from '../../../client-widget/settings/crm/crm-form.js';
import { offerFaults, offerForm, offerRequest } from '../../../client-widget/ledger/offer-form.js';
import { acceptOfferSchema, type CrmSettings, type OfferView } from '../../../server/api/offers.js';

const offer: OfferView = {
  ...{
    source: 'crm-deal',
    externalId: '603',
    state: 'open',
    revision: 2,
    title: 'Пакет',
    sizeSeconds: 73_800,
  },
  ...{ priceMinor: 12_000_050, currency: 'RUB', boughtOn: '2026-03-01', validFrom: '2026-03-01' },
  ...{ expiresOn: '2027-02-28', reckoned: { by: 'nothing', what: 'no-rows' }, paidOn: null, later: null },
  ...{ packageId: null, decidedBy: null, decidedAt: null, reason: null, createdAt: 0 },
};
const said = { requestId: 'c0ffee00-0000-4000-8000-000000000000', title: 'Пакет' };

describe('the form of an offer', () => {
  it('sent untouched sells exactly what was offered', () => {
    const form = offerForm(offer, offer.title, 2);
    expect(offerFaults(form)).toEqual({ hours: false, expiresOn: false, price: false });
    const body = offerRequest(form, offer, said);
    expect(body).toMatchObject({ revision: 2, sizeSeconds: 73_800, priceMinor: 12_000_050, currency: 'RUB' });
    expect(acceptOfferSchema.parse(body)).toEqual(body);
  });

  it('keeps odd seconds that nobody touched, and takes hours that somebody typed', () => {
    const odd = { ...offer, sizeSeconds: 36_017 };
    const form = offerForm(odd, '', 2);
    expect(offerRequest(form, odd, said).sizeSeconds).toBe(36_017);
    expect(offerRequest({ ...form, hours: '12,5' }, odd, said).sizeSeconds).toBe(45_000);
  });

  it('asks for hours where the card has none, and knows a paid invoice', () => {
    const invoice: OfferView = { ...offer, source: 'smart-invoice', sizeSeconds: null, priceMinor: null };
    const form = offerForm(invoice, '', 2);
    expect([form.hours, form.price, form.paid, offerFaults(form).hours]).toEqual(['', '', true, true]);
    expect(offerRequest({ ...form, hours: '5' }, invoice, said)).toMatchObject({
      priceMinor: null,
      currency: null,
    });
    const early = { ...form, hours: '5', expiresOn: '2026-02-01', price: 'много' };
    expect(offerFaults(early)).toEqual({ hours: false, expiresOn: true, price: true });
  });
});

describe('the form of CRM settings', () => {
  const base: CrmSettings = {
    ...{ deals: true, pipelines: [0, 5], invoices: false, paidStages: ['DT31_3:P'], since: '2026-01-01' },
    ...{ hours: { by: 'products' }, title: 'hours', validFrom: 'accepted', accept: 'automatic' },
  };
  it.each<CrmSettings>([
    base,
    { ...base, since: null, hours: { by: 'field', deal: 'ufCrm_HOURS', invoice: null } },
    { ...base, hours: { by: 'price', priceMinor: 300_050, currency: 'RUB' } },
    { ...base, hours: { by: 'price', priceMinor: 5_000, currency: 'JPY' } },
  ])('gives back what it was given: %j', (settings) => {
    const form = crmForm(settings);
    expect(crmFaults(form)).toEqual({ field: false, price: false });
    expect(crmSettings(form)).toEqual(settings);
  });

  it('wants a field or a price where hours come from one', () => {
    expect(crmFaults({ ...crmForm(base), by: 'field' })).toEqual({ field: true, price: false });
    expect(crmFaults({ ...crmForm(base), by: 'price', price: '0' })).toEqual({ field: false, price: true });
  });
});
