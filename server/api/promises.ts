import { z } from 'zod';
import { daySchema, secondsSchema } from './basics.js';
import { backlogReasonSchema } from './sprints.js';

/** Why nothing can be said: the planner's reasons, and what lies before it. */
const unknownReasonSchema = z.enum([
  ...backlogReasonSchema.options,
  /** No week was accepted yet; to clients nothing is promised before. */
  'no-plan',
  /** It is done. */
  'closed',
  /** No client's task, or the one that carries reports. */
  'not-planned',
]);
export type UnknownReason = z.infer<typeof unknownReasonSchema>;

const promisedSchema = z.object({
  kind: z.literal('promised'),
  performer: z.string(),
  startDay: daySchema,
  finishDay: daySchema,
  /** As in the accepted plan; false = reckoned ahead of it, or it has changed since. */
  isPublished: z.boolean(),
  /** Done by then in half of the imagined futures, and in nine tenths; null = after `until`. */
  on50: daySchema.nullable(),
  on90: daySchema.nullable(),
  deadline: daySchema.nullable(),
});
export const promiseSchema = z.discriminatedUnion('kind', [
  promisedSchema,
  z.object({ kind: z.literal('unknown'), reason: unknownReasonSchema }),
]);
export type PromiseView = z.infer<typeof promiseSchema>;

/** What the dates were reckoned from. */
const basisSchema = z.object({
  /** Work left by the estimate, and between what it may lie; null for those who see reported hours only. */
  leftSeconds: secondsSchema.nullable(),
  lowSeconds: secondsSchema.nullable(),
  highSeconds: secondsSchema.nullable(),
  /** The performer gave three points; else the usual spread of estimates is taken. */
  isThreePoints: z.boolean(),
  /** Past weeks whose urgent share was played; 0 = the whole reserve was taken as spent. */
  urgentWeeks: z.number().int(),
  runs: z.number().int(),
});

/** `GET /api/v1/tasks/:taskId/promise` (whoever may see the task). */
export const taskPromiseSchema = z.object({
  until: daySchema,
  promise: promiseSchema,
  basis: basisSchema.nullable(),
});
export type TaskPromise = z.infer<typeof taskPromiseSchema>;

/** `GET /api/v1/clients/:clientId/promises`: every open task of the client. */
export const clientPromisesSchema = z.object({
  until: daySchema,
  tasks: z.array(z.object({ taskId: z.number().int(), title: z.string(), promise: promiseSchema })),
});
export type ClientPromises = z.infer<typeof clientPromisesSchema>;
