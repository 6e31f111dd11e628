import { z } from 'zod';
import { daySchema, secondsSchema } from './basics.js';
import { termsSchema } from './terms.js';

const period = {
  effectiveFrom: daySchema,
  from: daySchema,
  to: daySchema,
  /** As if they had held on every day of the period, whenever they begin: the question of what a change is worth. */
  wholePeriod: z.boolean().default(false),
};

/** `POST /api/v1/clients/:clientId/terms/preview`: nothing is posted. */
export const previewTermsSchema = z.object({ terms: termsSchema.nullable(), ...period });
export type PreviewTermsRequest = z.input<typeof previewTermsSchema>;

/** `POST /api/v1/terms/preview`: as many clients after this one as a moment allows. */
export const previewPortalTermsSchema = z.object({
  terms: termsSchema,
  ...period,
  afterClientId: z.number().int().min(0).default(0),
});
export type PreviewPortalTermsRequest = z.input<typeof previewPortalTermsSchema>;

const figuresSchema = z.object({
  recordedSeconds: secondsSchema,
  billedSeconds: secondsSchema,
  courtesySeconds: secondsSchema,
  overageSeconds: secondsSchema,
});
export type TermsFigures = z.infer<typeof figuresSchema>;

/** The period replayed from nothing under the present and under the changed terms, and what saving would do. */
const comparedSchema = z.object({
  before: figuresSchema,
  after: figuresSchema,
  /** Entries of the period; and those of them whose figures differ. */
  entries: z.number().int(),
  differing: z.number().int(),
  /** Of those that differ: lines of issued reports, which keep their figures. */
  issuedLinesKept: z.number().int(),
  /** Billed seconds of all the client's entries as they stand, and as they will stand once this is saved with its day. */
  onSave: z.object({ beforeSeconds: secondsSchema, afterSeconds: secondsSchema, entries: z.number().int() }),
});

const sideSchema = z.object({
  billedSeconds: secondsSchema,
  courtesySeconds: secondsSchema,
  workType: z.string(),
  multiplierPermille: z.number(),
});

export const termsPreviewSchema = comparedSchema.extend({
  workTypes: z.array(z.object({ workType: z.string(), before: figuresSchema, after: figuresSchema })),
  lines: z.array(
    z.object({
      entryId: z.number().int(),
      day: daySchema,
      taskId: z.number().int(),
      taskTitle: z.string(),
      person: z.string(),
      recordedSeconds: secondsSchema,
      before: sideSchema,
      after: sideSchema,
      why: z.array(z.enum(['work-type', 'billable', 'multiplier', 'minimum', 'rounding', 'group'])),
      /** The report that shows it already: there it stays as it is. */
      reportNumber: z.number().int().nullable(),
    }),
  ),
  /** Differing lines beyond those listed. */
  moreLines: z.number().int(),
});
export type TermsPreview = z.infer<typeof termsPreviewSchema>;

export const portalTermsPreviewSchema = z.object({
  clients: z.array(
    comparedSchema.extend({
      clientId: z.number().int(),
      name: z.string(),
      /** Terms of its own hold on every day of the period: nothing can differ. */
      hasOwnTerms: z.boolean(),
    }),
  ),
  /** Ask again after this client; null = that was all. */
  nextAfterClientId: z.number().int().nullable(),
  done: z.number().int(),
  total: z.number().int(),
});
export type PortalTermsPreview = z.infer<typeof portalTermsPreviewSchema>;
