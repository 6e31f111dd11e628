import { z } from 'zod';
import { requestIdSchema, secondsSchema, textSchema } from './basics.js';

const estimateStateSchema = z.enum([
  'requested',
  'asked',
  'given',
  'with-client',
  'approved',
  'declined',
  'withdrawn',
]);
export type EstimateState = z.infer<typeof estimateStateSchema>;

const pointSchema = z.number().int().min(60).max(36_000_000);
/** Three points of the work's hours: if all goes well, most likely, if it does not. */
const threePointsSchema = z
  .object({ optimisticSeconds: pointSchema, likelySeconds: pointSchema, pessimisticSeconds: pointSchema })
  .refine((p) => p.optimisticSeconds <= p.likelySeconds && p.likelySeconds <= p.pessimisticSeconds, {
    message: 'The three figures go up',
  });

/** How the recorded time of closed tasks compared with what was planned for them. */
const estimateHintSchema = z.object({
  tasks: z.number().int(),
  /** Median of recorded ÷ planned, in permille; 1000 = as planned. */
  ratioPermille: z.number().int(),
  /** Null: of all kinds of work, as there are too few of this one. */
  workType: z.string().nullable(),
});
export type EstimateHint = z.infer<typeof estimateHintSchema>;

const estimateMaySchema = z.object({
  ask: z.boolean(),
  answer: z.boolean(),
  give: z.boolean(),
  approve: z.boolean(),
  agree: z.boolean(),
  /** A manager writes down what the client answered elsewhere. */
  record: z.boolean(),
  return: z.boolean(),
  decline: z.boolean(),
  withdraw: z.boolean(),
  offer: z.boolean(),
});
export type EstimateMay = z.infer<typeof estimateMaySchema>;

const estimateViewSchema = z.object({
  estimateId: z.number().int(),
  revision: z.number().int(),
  state: estimateStateSchema,
  source: z.enum(['person', 'tag', 'robot']),
  taskId: z.number().int(),
  taskTitle: z.string(),
  clientId: z.number().int().nullable(),
  clientName: z.string().nullable(),
  /** Null = the app (a tag, a robot). */
  requestedBy: z.string().nullable(),
  requestedAt: z.number().int(),
  requests: z.number().int(),
  note: z.string(),
  forClient: z.boolean(),
  performerId: z.number().int(),
  performer: z.string(),
  workType: z.string().nullable(),
  /** What the performer gave; null for whoever sees only what was approved. */
  points: z
    .object({
      optimisticSeconds: secondsSchema,
      likelySeconds: secondsSchema,
      pessimisticSeconds: secondsSchema,
      meanSeconds: secondsSchema,
      spreadSeconds: secondsSchema,
      /** What approving proposes: the mean, up to the next quarter of an hour. */
      proposedSeconds: secondsSchema,
      note: z.string(),
      by: z.string(),
      at: z.number().int(),
    })
    .nullable(),
  approvedSeconds: secondsSchema.nullable(),
  approvedBy: z.string().nullable(),
  agreedBy: z.string().nullable(),
  agreedLink: z.string().nullable(),
  /** Planned time of the task in the portal now. */
  plannedSeconds: secondsSchema,
  endedReason: z.string().nullable(),
  /** Since when it waits for whoever it waits for now. */
  stateSince: z.number().int(),
  questions: z.array(
    z.object({
      question: z.number().int(),
      text: z.string(),
      askedBy: z.string(),
      askedAt: z.number().int(),
      answer: z.string().nullable(),
      answeredBy: z.string().nullable(),
    }),
  ),
  /** Billed hours the client's balance does not cover; null = nothing to offer (no client, not approved). */
  missingSeconds: secondsSchema.nullable(),
  offered: z.boolean(),
  may: estimateMaySchema,
});
export type EstimateView = z.infer<typeof estimateViewSchema>;

/** `GET /api/v1/estimates`: staff see what concerns them; a client, what waits for their word. */
export const estimateListSchema = z.object({ estimates: z.array(estimateViewSchema) });
export type EstimateList = z.infer<typeof estimateListSchema>;

/** `GET /api/v1/tasks/:taskId/estimates`: the newest first. */
export const taskEstimatesSchema = z.object({
  estimates: z.array(estimateViewSchema),
  mayRequest: z.boolean(),
  /** Who could be asked: whoever is responsible first. Empty for those who may not choose. */
  people: z.array(z.object({ userId: z.number().int(), name: z.string() })),
});
export type TaskEstimates = z.infer<typeof taskEstimatesSchema>;

/** `POST /api/v1/tasks/:taskId/estimates`. While one is open, the request joins it. */
export const requestEstimateSchema = z.object({
  requestId: requestIdSchema,
  note: textSchema.trim().max(2_000).default(''),
  performerId: z.number().int().positive().nullable().default(null),
  forClient: z.boolean().default(false),
});
export type RequestEstimate = z.input<typeof requestEstimateSchema>;

const reason = textSchema.trim().min(1).max(1_000);

/** `POST /api/v1/estimates/:estimateId/steps`. `revision` = the one that was seen. */
export const estimateStepSchema = z.object({
  requestId: requestIdSchema,
  revision: z.number().int(),
  /** The token of the page: the planned time is then set in the person's own name. Used once, kept nowhere. */
  accessToken: z.string().min(1).max(500).optional(),
  step: z.discriminatedUnion('do', [
    z.object({ do: z.literal('ask'), text: textSchema.trim().min(1).max(2_000) }),
    z.object({
      do: z.literal('answer'),
      question: z.number().int(),
      text: textSchema.trim().min(1).max(2_000),
    }),
    z.object({
      do: z.literal('give'),
      points: threePointsSchema,
      note: textSchema.trim().max(2_000).default(''),
    }),
    z.object({ do: z.literal('approve'), seconds: pointSchema, toClient: z.boolean() }),
    z.object({ do: z.literal('agree'), link: textSchema.trim().max(500).optional() }),
    z.object({ do: z.literal('return'), reason }),
    z.object({ do: z.literal('decline'), reason }),
    z.object({ do: z.literal('withdraw') }),
  ]),
});
export type EstimateStep = z.input<typeof estimateStepSchema>;

/** `GET /api/v1/estimates/:estimateId/hint` (performer, managers). */
export const estimateHintAnswerSchema = z.object({ hint: estimateHintSchema.nullable() });

/** `POST /api/v1/estimates/:estimateId/offer` (managers): a package for what the balance does not cover. */
export const offerEstimateSchema = z.object({ requestId: requestIdSchema });
