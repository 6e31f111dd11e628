import { z } from 'zod';
import { requestIdSchema, secondsSchema, textSchema } from './basics.js';

const handoffWaySchema = z.enum(['to-development', 'to-free-support', 'to-paid']);
export type HandoffWay = z.infer<typeof handoffWaySchema>;

const person = z.object({ userId: z.number().int(), name: z.string() });

/** One piece of work handed over, for the list and for the tab of both its tasks. */
const handoffViewSchema = z.object({
  handoffId: z.number().int(),
  way: handoffWaySchema,
  state: z.enum(['open', 'done', 'refused', 'taken-back']),
  clientId: z.number().int(),
  clientName: z.string(),
  taskId: z.number().int(),
  taskTitle: z.string(),
  groupName: z.string(),
  /** Null: the portal does not have it yet. */
  linkedTaskId: z.number().int().nullable(),
  title: z.string(),
  /** Status of the linked task as the portal told it; null = not seen yet, or gone. */
  linkedStatus: z.number().int().nullable(),
  linkedIsGone: z.boolean(),
  performer: z.string().nullable(),
  note: z.string(),
  handedBy: z.string(),
  sinceAt: z.number().int(),
  untilAt: z.number().int().nullable(),
  courtesyReason: z.enum(['own-bug', 'free-support']).nullable(),
  /** Tracked on the linked task. */
  linkedSeconds: secondsSchema,
  endedBy: z.string().nullable(),
  endedAt: z.number().int().nullable(),
  endReason: z.string().nullable(),
  /** Billed on the task before the hand-over, and not given back yet; null for those who may not give it back. */
  waivableSeconds: secondsSchema.nullable(),
  may: z.object({ refuse: z.boolean(), takeBack: z.boolean() }),
});
export type HandoffView = z.infer<typeof handoffViewSchema>;

/** `GET /api/v1/handoffs` (staff): open ones first, the longest waiting on top; then those that ended lately. */
export const handoffListSchema = z.object({ handoffs: z.array(handoffViewSchema) });
export type HandoffList = z.infer<typeof handoffListSchema>;

/** Where a task can be handed to, and by whom it could be done there. */
const handoffTargetSchema = z.object({
  way: handoffWaySchema,
  groupId: z.number().int(),
  groupName: z.string(),
  /** Of a group of a client; otherwise the client stays. */
  clientName: z.string().nullable(),
  people: z.array(person),
});
export type HandoffTarget = z.infer<typeof handoffTargetSchema>;

/** `GET /api/v1/tasks/:taskId/handoffs` (staff). */
export const taskHandoffsSchema = z.object({
  handoffs: z.array(handoffViewSchema),
  /** Empty: the visitor may not hand it over, it is handed over already, or no group has that part. */
  targets: z.array(handoffTargetSchema),
  /** Why there are none, where a person can do something about it. */
  missing: z.enum(['no-special-groups']).nullable(),
});
export type TaskHandoffs = z.infer<typeof taskHandoffsSchema>;

/** `POST /api/v1/tasks/:taskId/handoffs`. */
export const handOffSchema = z.object({
  requestId: requestIdSchema,
  way: handoffWaySchema,
  groupId: z.number().int().positive(),
  note: textSchema.trim().min(1).max(4_000),
  /** Null: whoever the portal names in the group. */
  responsibleId: z.number().int().positive().nullable().default(null),
});
export type HandOff = z.input<typeof handOffSchema>;

/** `POST /api/v1/handoffs/:handoffId/steps`. */
export const handoffStepSchema = z.object({
  requestId: requestIdSchema,
  step: z.discriminatedUnion('do', [
    /** The receiving side gives it back: from now on time on the task counts as before. */
    z.object({ do: z.literal('refuse'), reason: textSchema.trim().min(1).max(1_000) }),
    /** As if it had never been handed over; only before anything happened. */
    z.object({ do: z.literal('take-back') }),
    /** What was billed on the task before the hand-over is given back. */
    z.object({ do: z.literal('waive'), reason: textSchema.trim().min(1).max(500) }),
  ]),
});
export type HandoffStep = z.input<typeof handoffStepSchema>;
