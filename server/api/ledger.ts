import { z } from 'zod';
import { daySchema, secondsSchema } from './basics.js';

/** One line of the ledger as people read it. */
export const ledgerLineSchema = z.object({
  posting: z.number().int(),
  line: z.number().int(),
  postedAt: z.number().int(),
  kind: z.string(),
  seconds: secondsSchema,
  recordedSeconds: secondsSchema,
  /** What the line does to the client's balance (billed seconds, signed). */
  balanceEffectSeconds: secondsSchema,
  packageId: z.number().int().nullable(),
  packageTitle: z.string().nullable(),
  entryId: z.number().int().nullable(),
  taskId: z.number().int().nullable(),
  taskTitle: z.string().nullable(),
  person: z.string().nullable(),
  comment: z.string().nullable(),
  workedAt: z.number().int().nullable(),
  workDay: daySchema.nullable(),
  workType: z.string().nullable(),
  reason: z.string().nullable(),
  reverses: z.object({ posting: z.number().int(), line: z.number().int() }).nullable(),
  reversed: z.boolean(),
  reportNumber: z.number().int().nullable(),
});
export type LedgerLine = z.infer<typeof ledgerLineSchema>;

/**
 * `GET /api/v1/clients/:clientId/ledger?standing=true|false&before=POSTING.LINE&limit=N`, newest first.
 * `standing=true` leaves out lines that were reversed and their reversals.
 */
export const ledgerPageSchema = z.object({
  position: z.number().int(),
  lines: z.array(ledgerLineSchema),
  /** Pass as `before` for the next page; null at the end. */
  nextBefore: z.string().nullable(),
});
export type LedgerPage = z.infer<typeof ledgerPageSchema>;

/** `GET /api/v1/clients/:clientId/ledger/:posting/:line/why`. Sentences come from the widget's texts by `rule`. */
export const whyLineSchema = z.object({
  line: ledgerLineSchema,
  /** Ordered steps: each a rule code and its figures. */
  steps: z.array(
    z.object({ rule: z.string(), values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) }),
  ),
  history: z.array(ledgerLineSchema),
});
export type WhyLine = z.infer<typeof whyLineSchema>;
