export { readCompany } from './companies-store.js';
export { crmRoutes } from './crm-routes.js';
export { draftNext } from './draft-next.js';
export { countOpenOffers, hasOfferOfEstimate } from './offers-store.js';
export { offerForEstimate } from './offer-for-estimate.js';
export { offersRoutes } from './offers-routes.js';
export { lookAtItems, sweepCrm } from './sweep-crm.js';
