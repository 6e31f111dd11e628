import { z } from 'zod';
import { daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

const reason = textSchema.trim().min(1).max(500);
const amount = z.number().int().min(1).max(36_000_000);
const money = {
  priceMinor: z.number().int().min(0).max(1_000_000_000_000).nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .default(null),
};

/** `POST /api/v1/clients/:clientId/packages/:packageId/adjust`. Never below what reports have issued. */
export const adjustPackageSchema = z.object({
  requestId: requestIdSchema,
  /** Added to the size; negative takes away. */
  seconds: z
    .number()
    .int()
    .min(-36_000_000)
    .max(36_000_000)
    .refine((seconds) => seconds !== 0),
  reason,
});
export type AdjustPackage = z.input<typeof adjustPackageSchema>;

/** `POST …/:packageId/transfer`: to another package of the same client. */
export const transferHoursSchema = z.object({
  requestId: requestIdSchema,
  toPackageId: z.number().int().positive(),
  seconds: amount,
  reason,
});
export type TransferHours = z.input<typeof transferHoursSchema>;

/** `POST …/:packageId/refund`: hours taken back; the money is only noted, the app pays nobody. */
export const refundPackageSchema = z
  .object({ requestId: requestIdSchema, seconds: amount, ...money, reason })
  .refine((refund) => (refund.priceMinor === null) === (refund.currency === null));
export type RefundPackage = z.input<typeof refundPackageSchema>;

/** `POST …/:packageId/close`: as of today; what is left is forfeited. */
export const closePackageSchema = z.object({ requestId: requestIdSchema, reason });
export type ClosePackage = z.input<typeof closePackageSchema>;

/** `POST …/:packageId/paid`. */
export const markPaidSchema = z.object({
  requestId: requestIdSchema,
  paidOn: daySchema,
  reason: textSchema.trim().max(500).nullable().default(null),
});
export type MarkPaid = z.input<typeof markPaidSchema>;

/** `POST …/:packageId/undo`: takes a change back by reversing lines, unless a report has issued them. */
export const undoPackageChangeSchema = z.object({
  requestId: requestIdSchema,
  changeId: z.number().int().positive(),
  reason,
});
export type UndoPackageChange = z.input<typeof undoPackageChangeSchema>;

/** `POST /api/v1/clients/:clientId/waivers`: billed seconds of named entries given back; null = all that is billed. */
export const grantWaiversSchema = z.object({
  requestId: requestIdSchema,
  reason,
  entries: z
    .array(z.object({ entryId: z.number().int().positive(), seconds: amount.nullable() }))
    .min(1)
    .max(100)
    .refine((all) => new Set(all.map(({ entryId }) => entryId)).size === all.length),
});
export type GrantWaivers = z.input<typeof grantWaiversSchema>;

const accountFigures = z.object({
  balanceSeconds: secondsSchema,
  overageSeconds: secondsSchema,
});

/** Who pays for an entry's billed seconds; `packageId` null = overage. */
const payment = z.object({ packageId: z.number().int().nullable(), seconds: secondsSchema });

/**
 * What a change did to the client's figures: the answer of every change of a package and of a waiver. With
 * `?preview=true` the same is reckoned and nothing is kept.
 */
export const changeEffectSchema = z.object({
  before: accountFigures,
  after: accountFigures,
  /** Packages whose rest, size or state changes; names as on the client's screen. */
  packages: z.array(
    z.object({
      packageId: z.number().int(),
      title: z.string(),
      source: z.string(),
      leftBeforeSeconds: secondsSchema,
      leftAfterSeconds: secondsSchema,
    }),
  ),
  /** Entries whose hours are paid otherwise than before; at most 50 of `movedCount`. */
  moved: z.array(
    z.object({
      entryId: z.number().int(),
      taskTitle: z.string(),
      person: z.string(),
      workDay: daySchema.nullable(),
      before: z.array(payment),
      after: z.array(payment),
    }),
  ),
  movedCount: z.number().int(),
});
export type ChangeEffect = z.infer<typeof changeEffectSchema>;

export const changeAnswerSchema = z.object({ effect: changeEffectSchema });

/** `GET /api/v1/clients/:clientId/packages/:packageId/changes`, newest first. */
export const packageChangesSchema = z.object({
  changes: z.array(
    z.object({
      changeId: z.number().int(),
      what: z.enum(['sold', 'ordered', 'paid', 'adjusted', 'transferred', 'refunded', 'closed', 'undone']),
      /** Signed change of this package's size. */
      seconds: secondsSchema,
      otherPackageId: z.number().int().nullable(),
      onDay: daySchema,
      priceMinor: z.number().int().nullable(),
      currency: z.string().nullable(),
      reason: z.string().nullable(),
      by: z.string(),
      madeAt: z.number().int(),
      undone: z.boolean(),
      mayUndo: z.boolean(),
    }),
  ),
});
export type PackageChanges = z.infer<typeof packageChangesSchema>;

/** `GET /api/v1/clients/:clientId/package-defaults`: what the client's terms of today say about a package on sale. */
export const packageDefaultsSchema = z.object({
  today: daySchema,
  /** Last usable day of a package that is valid from a day on is reckoned from it. */
  validMonths: z.number().int().nullable(),
  coversEarlier: z.boolean(),
  paidBeforeUsable: z.boolean(),
});
export type PackageDefaults = z.infer<typeof packageDefaultsSchema>;
