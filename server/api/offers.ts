import { z } from 'zod';
import { daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

const currency = z.string().regex(/^[A-Z]{3}$/);
const fieldName = z.string().regex(/^[A-Za-z][\w]{0,99}$/);
export const offerSourceSchema = z.enum(['crm-deal', 'smart-invoice', 'next-package', 'estimate']);

/** Where the hours of a deal or invoice stand. */
const hoursFromSchema = z.discriminatedUnion('by', [
  /** A field of its own on the card, hours as a number. */
  z.object({ by: z.literal('field'), deal: fieldName.nullable(), invoice: fieldName.nullable() }),
  /** Product rows counted in hours, or whose name says how many. */
  z.object({ by: z.literal('products') }),
  /** The amount divided by the price of an hour. */
  z.object({ by: z.literal('price'), priceMinor: z.number().int().min(1).max(1_000_000_000), currency }),
]);

/** How deals and invoices become packages: `PUT /api/v1/crm/settings` (administrator). */
export const crmSettingsSchema = z.object({
  deals: z.boolean(),
  /** Pipelines that count; empty = all. */
  pipelines: z.array(z.number().int().min(0)).max(100),
  invoices: z.boolean(),
  /** Stages that mean "paid"; empty = the stage of success. */
  paidStages: z.array(z.string().max(60)).max(100),
  /** Earlier deals and invoices are left alone; null = since the app was installed. */
  since: daySchema.nullable(),
  hours: hoursFromSchema,
  /** The name of the package: that of the deal, or one made from the hours. */
  title: z.enum(['item', 'hours']),
  validFrom: z.enum(['closed', 'accepted']),
  accept: z.enum(['by-hand', 'automatic']),
});
export type CrmSettings = z.infer<typeof crmSettingsSchema>;

export const setCrmSettingsSchema = z.object({ requestId: requestIdSchema, settings: crmSettingsSchema });

const choice = z.object({ id: z.string(), name: z.string() });

/** `GET /api/v1/crm/settings`. */
export const crmSettingsViewSchema = z.object({
  settings: crmSettingsSchema,
  /** `refused`: the portal has not let the app into CRM; `silent`: it did not answer now. */
  access: z.enum(['granted', 'refused', 'silent']),
  /** Code of the refusal, to be quoted. */
  refusedCode: z.string().nullable(),
  pipelines: z.array(choice),
  paidStages: z.array(choice.extend({ success: z.boolean() })),
  dealFields: z.array(choice),
  invoiceFields: z.array(choice),
  linkedClients: z.number().int(),
  lastSweepAt: z.number().int().nullable(),
});
export type CrmSettingsView = z.infer<typeof crmSettingsViewSchema>;

/** How the hours came about; sentences come from the widget's texts. */
export const reckonedSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('field'), field: z.string(), value: z.string() }),
  z.object({
    by: z.literal('products'),
    rows: z.array(z.object({ name: z.string(), quantity: z.number(), hours: z.number() })).max(20),
  }),
  z.object({
    by: z.literal('price'),
    amountMinor: z.number().int(),
    priceMinor: z.number().int(),
    currency: z.string(),
  }),
  z.object({ by: z.literal('last-package'), packageId: z.number().int(), usedPercent: z.number().int() }),
  /** Approved work that the balance did not cover. */
  z.object({
    by: z.literal('estimate'),
    taskId: z.number().int(),
    workSeconds: secondsSchema,
    balanceSeconds: secondsSchema,
  }),
  /** The figures are not there; `what` says which. */
  z.object({
    by: z.literal('nothing'),
    what: z.enum(['no-field', 'no-rows', 'other-currency', 'no-amount', 'out-of-range']),
  }),
]);
export type Reckoned = z.infer<typeof reckonedSchema>;

/** What an item says now, beside what was decided. */
export const offerLaterSchema = z.object({
  /** False: the deal is no longer won, the invoice no longer paid, or it is gone. */
  won: z.boolean(),
  sizeSeconds: secondsSchema.nullable(),
  priceMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
});

const offerViewSchema = z.object({
  source: offerSourceSchema,
  externalId: z.string(),
  state: z.enum(['open', 'withdrawn', 'accepted', 'dismissed']),
  revision: z.number().int(),
  title: z.string(),
  sizeSeconds: secondsSchema.nullable(),
  priceMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  boughtOn: daySchema,
  validFrom: daySchema,
  expiresOn: daySchema.nullable(),
  reckoned: reckonedSchema,
  paidOn: daySchema.nullable(),
  later: offerLaterSchema.nullable(),
  packageId: z.number().int().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.number().int().nullable(),
  reason: z.string().nullable(),
  createdAt: z.number().int(),
});
export type OfferView = z.infer<typeof offerViewSchema>;

/** `GET /api/v1/clients/:clientId/offers` (managers): open ones, then the last decided. */
export const offerListSchema = z.object({
  open: z.array(offerViewSchema),
  decided: z.array(offerViewSchema),
});
export type OfferList = z.infer<typeof offerListSchema>;

/** `POST …/offers/:source/:externalId/accept`: sells what the manager confirmed, which may differ from what was offered. */
export const acceptOfferSchema = z.object({
  requestId: requestIdSchema,
  revision: z.number().int(),
  title: textSchema.trim().min(1).max(200),
  sizeSeconds: z.number().int().min(60).max(36_000_000),
  validFrom: daySchema,
  expiresOn: daySchema.nullable(),
  coversEarlier: z.boolean(),
  priceMinor: z.number().int().min(0).nullable(),
  currency: currency.nullable(),
  paid: z.boolean(),
});
export type AcceptOffer = z.infer<typeof acceptOfferSchema>;

/** `POST …/offers/:source/:externalId/dismiss`. */
export const dismissOfferSchema = z.object({
  requestId: requestIdSchema,
  revision: z.number().int(),
  reason: textSchema.trim().min(1).max(500),
});
export type DismissOffer = z.infer<typeof dismissOfferSchema>;

/** `POST …/offers/:source/:externalId/seen`: the manager knows that the item changed after the decision. */
export const seenOfferSchema = z.object({ requestId: requestIdSchema });

/** `GET /api/v1/crm/companies?words=…` (managers). */
export const companyListSchema = z.object({
  companies: z.array(
    z.object({ companyId: z.number().int(), name: z.string(), clientId: z.number().int().nullable() }),
  ),
});
export type CompanyList = z.infer<typeof companyListSchema>;

/** `PUT /api/v1/clients/:clientId/company`; null = none. */
export const linkCompanySchema = z.object({
  requestId: requestIdSchema,
  companyId: z.number().int().positive().nullable(),
});
export type LinkCompany = z.infer<typeof linkCompanySchema>;

/** `POST /api/v1/crm/preview` (administrator): what the last deals and invoices would give under these settings. */
export const crmPreviewSchema = z.object({
  items: z.array(
    z.object({
      source: offerSourceSchema,
      externalId: z.string(),
      itemTitle: z.string(),
      clientName: z.string().nullable(),
      title: z.string(),
      sizeSeconds: secondsSchema.nullable(),
      priceMinor: z.number().int().nullable(),
      currency: z.string().nullable(),
      validFrom: daySchema,
      expiresOn: daySchema.nullable(),
      reckoned: reckonedSchema,
      /** Why it would offer nothing all the same; null = it would. */
      leftOut: z.enum(['source-off', 'pipeline', 'too-early', 'no-client']).nullable(),
    }),
  ),
});
export type CrmPreview = z.infer<typeof crmPreviewSchema>;
