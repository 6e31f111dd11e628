import { z } from 'zod';
import {
  companyListSchema,
  crmPreviewSchema,
  crmSettingsViewSchema,
  offerListSchema,
  type AcceptOffer,
  type CrmSettings,
  type DismissOffer,
  type LinkCompany,
  type OfferView,
} from '../../server/api/offers.js';
import type { ApiRequest } from './request.js';

type Ask = <S extends z.ZodType>(request: ApiRequest<S>) => Promise<z.infer<S>>;
const done = z.unknown();

/** Packages on offer, the company a client is linked to, and how CRM is read. */
export function offersApi(ask: Ask) {
  const decide = (clientId: number, { source, externalId }: OfferView, what: string, body: unknown) =>
    ask({
      method: 'POST',
      path: `clients/${clientId}/offers/${source}/${encodeURIComponent(externalId)}/${what}`,
      body,
      answer: done,
    });
  return {
    offers: (clientId: number) => ask({ path: `clients/${clientId}/offers`, answer: offerListSchema }),
    acceptOffer: (clientId: number, offer: OfferView, body: AcceptOffer) =>
      decide(clientId, offer, 'accept', body),
    dismissOffer: (clientId: number, offer: OfferView, body: DismissOffer) =>
      decide(clientId, offer, 'dismiss', body),
    offerSeen: (clientId: number, offer: OfferView, body: { requestId: string }) =>
      decide(clientId, offer, 'seen', body),
    companies: (words: string) => ask({ path: 'crm/companies', query: { words }, answer: companyListSchema }),
    linkCompany: (clientId: number, body: LinkCompany) =>
      ask({ method: 'PUT', path: `clients/${clientId}/company`, body, answer: done }),
    crmSettings: () => ask({ path: 'crm/settings', answer: crmSettingsViewSchema }),
    saveCrmSettings: (body: { requestId: string; settings: CrmSettings }) =>
      ask({ method: 'PUT', path: 'crm/settings', body, answer: crmSettingsViewSchema }),
    previewCrm: (settings: CrmSettings) =>
      ask({ method: 'POST', path: 'crm/preview', body: { settings }, answer: crmPreviewSchema }),
  };
}
