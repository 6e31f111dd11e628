import { z } from 'zod';
import { daySchema, requestIdSchema, secondsSchema, textSchema } from './basics.js';

/**
 * Where an issued report stands with its client. `not-posted`: nobody can read it yet; `void`: it was opened again and
 * what was said about it counts no more.
 */
const acceptanceStateSchema = z.enum(['not-posted', 'waiting', 'disputed', 'accepted', 'void']);
export type AcceptanceState = z.infer<typeof acceptanceStateSchema>;

const howSchema = z.enum(['app', 'recorded', 'automatic']);

/** A work entry of the report as it was posted. */
const disputedLineSchema = z.object({
  entryId: z.number().int(),
  day: daySchema,
  taskTitle: z.string(),
  person: z.string(),
  comment: z.string(),
  recordedSeconds: secondsSchema,
  billedSeconds: secondsSchema,
});
export type DisputedLine = z.infer<typeof disputedLineSchema>;

const disputeViewSchema = z.object({
  /** Within the report. */
  dispute: z.number().int(),
  line: disputedLineSchema,
  reason: z.string(),
  how: howSchema,
  /** The client's comment, of a dispute that a manager recorded. */
  link: z.string().nullable(),
  /** Names are for the staff. */
  openedBy: z.string().nullable(),
  openedAt: z.number().int(),
  ending: z.enum(['open', 'withdrawn', 'answered', 'waived']),
  answer: z.string().nullable(),
  waivedSeconds: secondsSchema,
  endedBy: z.string().nullable(),
  endedAt: z.number().int().nullable(),
  /** Billed seconds that could still be given back; null for clients, and when the dispute is over. */
  leftSeconds: secondsSchema.nullable(),
});
export type DisputeView = z.infer<typeof disputeViewSchema>;

const agreementSchema = z.object({
  at: z.number().int(),
  how: howSchema,
  by: z.string().nullable(),
  link: z.string().nullable(),
});

/** `GET /api/v1/clients/:clientId/reports/:reportId/acceptance`; a client sees that of posted reports only. */
export const acceptanceViewSchema = z.object({
  number: z.number().int(),
  state: acceptanceStateSchema,
  openDisputes: z.number().int(),
  /** Lines without an open question; with none left there is no rest to accept. */
  linesLeft: z.number().int(),
  postedAt: z.number().int().nullable(),
  /** The client's yes. While disputes are open it is a yes to all other lines. */
  agreed: agreementSchema.nullable(),
  acceptedAt: z.number().int().nullable(),
  /** Last day for objections, after which silence is acceptance; null where it never is. */
  objectionsUntil: daySchema.nullable(),
  /** When the client was last reminded. */
  remindedAt: z.number().int().nullable(),
  disputes: z.array(disputeViewSchema),
  /** This visitor may accept, question lines and take questions back. */
  mayRespond: z.boolean(),
  /** This visitor may answer, give hours back and record what the client said in the task. */
  mayAnswer: z.boolean(),
});
export type AcceptanceView = z.infer<typeof acceptanceViewSchema>;

/** `GET /api/v1/clients/:clientId/acceptance`: where each of the client's issued reports stands. */
export const acceptanceListSchema = z.object({
  reports: z.array(
    z.object({
      reportId: z.string(),
      number: z.number().int(),
      state: acceptanceStateSchema,
      openDisputes: z.number().int(),
      acceptedAt: z.number().int().nullable(),
    }),
  ),
});
export type AcceptanceList = z.infer<typeof acceptanceListSchema>;

const reasonSchema = textSchema.trim().min(3).max(500);
const linesSchema = z
  .array(z.object({ entryId: z.number().int().positive(), reason: reasonSchema }))
  .min(1)
  .max(50)
  .refine((lines) => new Set(lines.map((line) => line.entryId)).size === lines.length, {
    message: 'A line is questioned once',
  });

/** `POST …/reports/:reportId/accept` (client). */
export const acceptReportSchema = z.object({ requestId: requestIdSchema });
/** `POST …/reports/:reportId/disputes` (client): each line with its reason. */
export const openDisputesSchema = z.object({ requestId: requestIdSchema, lines: linesSchema });
/** `POST …/reports/:reportId/disputes/:dispute/withdraw` (client). */
export const withdrawDisputeSchema = z.object({ requestId: requestIdSchema });
/** `POST …/reports/:reportId/disputes/:dispute/answer` (manager): in words, and with billed seconds given back or none. */
export const answerDisputeSchema = z.object({
  requestId: requestIdSchema,
  text: textSchema.trim().min(3).max(2000),
  waiveSeconds: z.number().int().min(1).max(36_000_000).nullable().default(null),
});
/** `POST …/reports/:reportId/recorded` (manager): what the client said in the report task, with the link to it. */
export const recordResponseSchema = z.discriminatedUnion('what', [
  z.object({ requestId: requestIdSchema, link: textSchema.trim().max(500), what: z.literal('accept') }),
  z.object({
    requestId: requestIdSchema,
    link: textSchema.trim().max(500),
    what: z.literal('dispute'),
    lines: linesSchema,
  }),
  z.object({
    requestId: requestIdSchema,
    link: textSchema.trim().max(500),
    what: z.literal('withdraw'),
    dispute: z.number().int().positive(),
  }),
]);
export type RecordResponse = z.input<typeof recordResponseSchema>;
