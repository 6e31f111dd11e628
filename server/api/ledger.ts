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
  /** Where its hours came from: names a package that nobody named. */
  packageSource: z.string().nullable(),
  entryId: z.number().int().nullable(),
  taskId: z.number().int().nullable(),
  taskTitle: z.string().nullable(),
  userId: z.number().int().nullable(),
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
 * `GET /api/v1/clients/:clientId/ledger?standing=true|false&before=POSTING.LINE&limit=N`, newest first; with
 * `person=ID`, `task=ID`, `workType=NAME` only lines of these.
 * `standing=true` leaves out lines that were reversed and their reversals.
 */
export const ledgerPageSchema = z.object({
  position: z.number().int(),
  lines: z.array(ledgerLineSchema),
  /** Pass as `before` for the next page; null at the end. */
  nextBefore: z.string().nullable(),
});
export type LedgerPage = z.infer<typeof ledgerPageSchema>;

/** `GET /api/v1/clients/:clientId/ledger/choices`: by what its lines can be filtered. */
export const ledgerChoicesSchema = z.object({
  people: z.array(z.object({ userId: z.number().int(), name: z.string() })),
  tasks: z.array(z.object({ taskId: z.number().int(), title: z.string() })),
  workTypes: z.array(z.string()),
});
export type LedgerChoices = z.infer<typeof ledgerChoicesSchema>;

/** One step of an explanation: a rule, its figures, and the sentence that says it. */
export const whyStepSchema = z.object({
  rule: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  text: z.string(),
});
export type WhyStep = z.infer<typeof whyStepSchema>;

/** A package there was when the line was posted, and what became of it when the line looked for one. */
export const whyPackageSchema = z.object({
  packageId: z.number().int(),
  verdict: z.enum(['chosen', 'used-up', 'over', 'closed', 'not-yet', 'next', 'covers-next']),
  text: z.string(),
});
export type WhyPackage = z.infer<typeof whyPackageSchema>;

const lineNameSchema = z.object({ posting: z.number().int(), line: z.number().int() });

/** `GET /api/v1/clients/:clientId/ledger/:posting/:line/why?language=ru|en`. */
export const whyLineSchema = z.object({
  line: ledgerLineSchema,
  /** In the order in which the figure came about. */
  steps: z.array(whyStepSchema),
  /** In the order in which they were asked; empty where no package was chosen. */
  packages: z.array(whyPackageSchema),
  /** Every line its entry ever had, newest first; of a reversed one what reversed it, and why. */
  history: z.array(
    ledgerLineSchema.extend({ reversedBy: lineNameSchema.nullable(), text: z.string().nullable() }),
  ),
});
export type WhyLine = z.infer<typeof whyLineSchema>;
