import { z } from 'zod';
import { daySchema, requestIdSchema, textSchema } from './basics.js';
import { OWN_WORDS_SIGNS, signsOf, tidyWords } from './own-words.js';

const multiplier = z.number().int().min(0).max(10_000);
const percent = z.number().int().min(1).max(1000);
const isRising = (all: number[]) => all.every((each, index) => index === 0 || each > (all[index - 1] ?? 0));
const isFalling = (all: number[]) => isRising([...all].reverse());
const days = z.number().int().min(0).max(365);
const months = z.number().int().min(1).max(120).nullable();
const seconds = z.number().int().min(0).max(360_000_000);
/** A code of the app's own, or the name that the portal gave a work type of its own. */
const workTypeName = textSchema.min(1).max(60);
const ownWords = textSchema
  .overwrite(tidyWords)
  .refine((text) => signsOf(text) <= OWN_WORDS_SIGNS, { message: `At most ${OWN_WORDS_SIGNS} characters` });

const workTypeTermsSchema = z
  .object({
    billable: z.boolean(),
    multiplierPermille: multiplier,
    courtesyReason: z.enum(['own-bug', 'free-support', 'goodwill', 'internal']).nullable(),
  })
  .refine((type) => type.billable === (type.courtesyReason === null), {
    message: 'A work type names a reason exactly when it is not billed',
  });

/** The whole terms of one version, as `base/terms` describes them. */
export const termsSchema = z
  .object({
    workTypes: z.record(workTypeName, workTypeTermsSchema),
    defaultWorkType: z.string(),
    urgencies: z.record(z.string(), multiplier),
    minimumSeconds: seconds,
    rounding: z.object({
      mode: z.enum(['none', 'up', 'nearest']),
      stepSeconds: z.number().int().min(1).max(28_800),
      per: z.enum(['entry', 'task-day']),
    }),
    lateEntryDays: z.number().int().min(0).max(60),
    overage: z.object({ mode: z.enum(['allow', 'limit', 'stop']), limitPercent: percent }),
    packages: z.object({
      validMonths: months,
      coversEarlier: z.boolean(),
      paidBeforeUsable: z.boolean(),
      draftNextAtPercent: z.number().int().min(1).max(100).nullable(),
    }),
    rollover: z.object({
      mode: z.enum(['none', 'share', 'hours']),
      sharePermille: z.number().int().min(0).max(1000),
      seconds,
      times: z.enum(['once', 'always']),
      validMonths: months,
    }),
    alerts: z.object({
      thresholdsPercent: z
        .array(percent)
        .max(10)
        .refine(isRising, { message: 'Each is more than the one before' }),
      expiryDays: z.array(days).max(10).refine(isFalling, { message: 'Each is less than the one before' }),
      tellClient: z.boolean(),
    }),
    report: z.object({
      layout: z.enum(['detailed', 'brief']),
      language: z.enum(['portal', 'ru', 'en']),
      attachments: z.array(z.enum(['pdf', 'xlsx'])).max(2),
      toFeed: z.boolean(),
      automaticWhenUsedUp: z.boolean(),
      /** The vendor's own words below the title and at the end: plain text of several lines. */
      greeting: ownWords,
      closing: ownWords,
    }),
    acceptance: z.object({
      reminderDays: z.array(days).max(10).refine(isRising, { message: 'Each is more than the one before' }),
      automaticDays: days.nullable(),
    }),
  })
  .refine((terms) => terms.defaultWorkType in terms.workTypes, {
    message: 'The usual work type must be one of the listed ones',
    path: ['defaultWorkType'],
  });
export type TermsBody = z.infer<typeof termsSchema>;

const change = { effectiveFrom: daySchema, reason: textSchema.trim().max(500).nullable().default(null) };

/** `POST /api/v1/clients/:clientId/terms`; `terms` null = from that day on the portal's hold again. */
export const setTermsSchema = z.object({
  requestId: requestIdSchema,
  terms: termsSchema.nullable(),
  ...change,
});
export type SetTermsRequest = z.input<typeof setTermsSchema>;

/** `POST /api/v1/terms`: the portal's default. */
export const setPortalTermsSchema = setTermsSchema.extend({ terms: termsSchema });
export type SetPortalTermsRequest = z.input<typeof setPortalTermsSchema>;

export const termsVersionSchema = z.object({
  version: z.number().int(),
  scope: z.enum(['built-in', 'portal', 'own']),
  /** Null = from the beginning. */
  effectiveFrom: daySchema.nullable(),
  /** Holds on the client's local day of the answer. */
  isCurrent: z.boolean(),
  /** Some day is reckoned by it; false = a newer version or terms of the client's own stand before it. */
  isInForce: z.boolean(),
  /** Null = the client returned to the portal's terms. */
  terms: termsSchema.nullable(),
  setAt: z.number().int().nullable(),
  setBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export type TermsVersionView = z.infer<typeof termsVersionSchema>;

/** `GET /api/v1/clients/:clientId/terms` (managers) and `GET /api/v1/terms` (administrators). */
export const termsViewSchema = z.object({
  today: daySchema,
  /** Whose terms hold today. */
  scope: z.enum(['built-in', 'portal', 'own']),
  version: z.number().int(),
  terms: termsSchema,
  /** What holds for clients without terms of their own, today. */
  portalTerms: termsSchema,
  /** Newest first by the day they begin. */
  versions: z.array(termsVersionSchema),
});
export type TermsView = z.infer<typeof termsViewSchema>;
