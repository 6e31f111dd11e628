import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { CrmSettings, OfferList, OfferView } from '../../server/api/index.js';
import { type SmallDepartment, smallDepartment } from './review-client.js';

export const hourRow = { productName: 'Час поддержки', price: 3_000, measureCode: 356, measureName: 'ч' };
export const crmDefaults: CrmSettings = {
  ...{ deals: true, pipelines: [], invoices: true, paidStages: [], since: '2026-02-01' },
  ...{ hours: { by: 'products' }, title: 'item', validFrom: 'closed', accept: 'by-hand' },
};

/** A department whose client is linked to a CRM company. */
export interface Shop extends SmallDepartment {
  companyId: number;
  offers: () => Promise<OfferList>;
  /** The only open offer. */
  offer: () => Promise<OfferView>;
  decide: (offer: OfferView, what: string, body?: object) => Promise<{ status: number; body: unknown }>;
  win: (dealId: number, stageId?: string) => void;
  deal: (hours: number, fields?: Record<string, string | number>) => number;
  settings: (change: Partial<CrmSettings>) => Promise<void>;
}

export async function givenShop(
  options: Parameters<typeof smallDepartment>[0] = {},
  linked = true,
): Promise<Shop> {
  const department = await smallDepartment(options);
  const { world, admin, clientId } = department;
  const { control } = world.portal;
  const companyId = control.createCrmItem({ entityTypeId: 4, title: 'Магазин, ООО' }).id;
  const link = { requestId: randomUUID(), companyId };
  if (linked) expect((await admin.send('PUT', `/clients/${clientId}/company`, link)).status).toBe(200);
  const offers = async () => (await admin.get(`/clients/${clientId}/offers`)).body as OfferList;
  return {
    ...{ ...department, companyId, offers },
    offer: async () => {
      const [only, ...others] = (await offers()).open;
      if (!only || others.length > 0) throw new Error(`Not one open offer: ${others.length}`);
      return only;
    },
    decide: (offer, what, body = {}) =>
      admin.send('POST', `/clients/${clientId}/offers/${offer.source}/${offer.externalId}/${what}`, {
        ...(what === 'accept' ? confirmed(offer) : { revision: offer.revision }),
        ...{ requestId: randomUUID(), ...body },
      }),
    win: (id, stageId = 'WON') => void control.updateCrmItem({ id, fields: { stageId } }),
    deal: (hours, fields = {}) =>
      control.createCrmItem({
        ...{ entityTypeId: 2, title: 'Пакет для магазина', fields: { companyId, ...fields } },
        productRows: [{ ...hourRow, quantity: hours }],
      }).id,
    settings: async (change) => {
      const body = { requestId: randomUUID(), settings: { ...crmDefaults, ...change } };
      expect((await admin.send('PUT', '/crm/settings', body)).status).toBe(200);
    },
  };
}

/** What the form sends when the manager changes nothing. */
function confirmed(offer: OfferView) {
  const { revision, title, sizeSeconds, validFrom, expiresOn, priceMinor, currency } = offer;
  const shown = { revision, title, sizeSeconds, validFrom, expiresOn, priceMinor, currency };
  return { ...shown, coversEarlier: true, paid: false };
}
