import { z } from 'zod';
import { alertMarkSchema } from './alerts.js';
import { balanceSchema, daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

/** One row of the Clients screen: `GET /api/v1/clients` → `{clients: ClientRow[]}`. */
export const clientRowSchema = z.object({
  clientId: z.number().int(),
  name: z.string(),
  groups: z.array(z.object({ groupId: z.number().int(), name: z.string() })),
  balance: balanceSchema,
  /** Size of the packages that are usable now: what the balance bar is drawn against. */
  usableSizeSeconds: secondsSchema,
  lastReport: z.object({ number: z.number().int(), issuedAt: z.number().int() }).nullable(),
  draftWaiting: z.boolean(),
  /** What the client said of its reports; null without a posted one, and for whoever only reads. */
  reportAnswers: z
    .object({
      /** Questions about lines that nobody has answered. */
      openDisputes: z.number().int(),
      /** Where the newest posted report stands. */
      newest: z.enum(['waiting', 'disputed', 'accepted']),
    })
    .nullable()
    .optional(),
  /** Packages on offer that wait for a manager; 0 for everybody else. */
  offersWaiting: z.number().int(),
  /** What nobody has seen to yet; null = nothing, or not for this visitor. */
  alerts: alertMarkSchema.nullable(),
  nextPostingAt: z.number().int().nullable(),
  /** Billed seconds of each of the last 12 weeks, oldest first. */
  weeklyBurnSeconds: z.array(secondsSchema),
  /**
   * When the hours run out: with 90 % probability not before `on90`, and as likely before `on50` as after. A day more
   * than two years away is null; all is null without history.
   */
  runOut: z.object({ on50: daySchema.nullable(), on90: daySchema.nullable() }).nullable(),
  /** Why there is no such day; null where there is one. */
  noRunOut: z.enum(['no-package', 'nothing-used', 'too-early']).nullable(),
});
export type ClientRow = z.infer<typeof clientRowSchema>;

export const clientListSchema = z.object({ clients: z.array(clientRowSchema) });

/** `POST /api/v1/clients` (administrator, manager). */
export const createClientSchema = z.object({
  requestId: requestIdSchema,
  name: textSchema.trim().min(1).max(200),
  groupIds: z.array(z.number().int().positive()).min(1).max(50),
  timeZone: textSchema.min(1).max(64),
  accountingStartsOn: daySchema,
  openingBalanceSeconds: z.number().int().min(-36_000_000).max(36_000_000).default(0),
  managerIds: z.array(z.number().int().positive()).max(50).default([]),
});
export type CreateClient = z.input<typeof createClientSchema>;

export const packageViewSchema = z.object({
  packageId: z.number().int(),
  title: z.string(),
  source: z.string(),
  boughtAt: z.number().int(),
  validFrom: daySchema,
  expiresOn: daySchema.nullable(),
  sizeSeconds: secondsSchema,
  spentSeconds: secondsSchema,
  forfeitedSeconds: secondsSchema,
  leftSeconds: secondsSchema,
  priceMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  vatNote: z.string().nullable(),
  /** Its last usable day when somebody closed it. */
  closedOn: daySchema.nullable(),
  /** Hours that come when payment is noted; null = nothing is waited for. */
  awaitedSeconds: secondsSchema.nullable(),
  /** The package that took over the rest of this expired one. */
  rolledIntoPackageId: z.number().int().nullable(),
  state: z.enum(['future', 'unpaid', 'usable', 'used-up', 'expired', 'rolled-over', 'closed', 'refunded']),
});
export type PackageView = z.infer<typeof packageViewSchema>;

/** `POST /api/v1/clients/:clientId/packages`. */
export const sellPackageSchema = z.object({
  requestId: requestIdSchema,
  title: textSchema.trim().min(1).max(200),
  kind: z.enum(['purchase', 'gift']).default('purchase'),
  sizeSeconds: z.number().int().min(60).max(36_000_000),
  boughtOn: daySchema,
  validFrom: daySchema,
  expiresOn: daySchema.nullable().default(null),
  coversEarlier: z.boolean().default(true),
  priceMinor: z.number().int().min(0).nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .default(null),
  vatNote: textSchema.max(200).nullable().default(null),
  /** Paid already: usable at once even where the terms ask for payment first. */
  paid: z.boolean().default(false),
  reason: textSchema.max(500).nullable().default(null),
});
export type SellPackage = z.input<typeof sellPackageSchema>;

/** `GET /api/v1/clients/:clientId` and `GET /api/v1/groups/:groupId/client`. */
export const clientViewSchema = clientRowSchema.extend({
  timeZone: z.string(),
  accountingStartsOn: daySchema,
  openingBalanceSeconds: secondsSchema,
  packages: z.array(packageViewSchema),
  /** Where reports go; null until the first one is posted. */
  reportTaskId: z.number().int().nullable(),
  /** Work beyond what the terms of today allow; null = nobody's business who does not manage the client. */
  overage: z
    .object({
      mode: z.enum(['allow', 'limit', 'stop']),
      /** Null = any. */
      allowedSeconds: secondsSchema.nullable(),
      isOverLimit: z.boolean(),
    })
    .nullable(),
  /** False for whoever only reads, and for everybody while the client is archived. */
  mayManage: z.boolean(),
  /** Put away since then; null = served. */
  archivedAt: z.number().int().nullable(),
  /** The CRM company it is linked to; null for whoever does not manage it. */
  company: z.object({ companyId: z.number().int(), name: z.string() }).nullable(),
});
export type ClientView = z.infer<typeof clientViewSchema>;

/** `GET /api/v1/groups`: workgroups of the portal and whose they are. */
export const groupListSchema = z.object({
  groups: z.array(
    z.object({
      groupId: z.number().int(),
      name: z.string(),
      isExtranet: z.boolean(),
      clientId: z.number().int().nullable(),
      part: z.enum(['development', 'free-support']).nullable(),
    }),
  ),
});
export type GroupList = z.infer<typeof groupListSchema>;
