import { z } from 'zod';

const multiplier = z.number().int().min(0).max(10_000);
const percent = z.number().int().min(1).max(1000);
const days = z.number().int().min(0).max(365);
const months = z.number().int().min(1).max(120).nullable();
const seconds = z.number().int().min(0).max(360_000_000);

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
    workTypes: z.record(z.string().min(1).max(60), workTypeTermsSchema),
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
      thresholdsPercent: z.array(percent).max(10),
      expiryDays: z.array(days).max(10),
      tellClient: z.boolean(),
    }),
    report: z.object({
      layout: z.enum(['detailed', 'brief']),
      language: z.enum(['portal', 'ru', 'en']),
      attachments: z.array(z.enum(['pdf', 'xlsx'])).max(2),
      toFeed: z.boolean(),
      automaticWhenUsedUp: z.boolean(),
    }),
    acceptance: z.object({ reminderDays: z.array(days).max(10), automaticDays: days.nullable() }),
  })
  .refine((terms) => terms.defaultWorkType in terms.workTypes, {
    message: 'The usual work type must be one of the listed ones',
    path: ['defaultWorkType'],
  });
