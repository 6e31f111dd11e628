import { z } from 'zod';

/** A work that takes its time: what is being done, how far it is, what came of it. */
export const longWorkSchema = z.object({
  /** Kind, and after a colon which one of many where there are: `first-mirror`, `resync`, `export`. */
  work: z.string(),
  /** `interrupted`: the process died or was stopped; it can be started again. */
  state: z.enum(['asked', 'running', 'interrupted', 'done', 'failed', 'cancelled']),
  stage: z.string(),
  done: z.number().int(),
  total: z.number().int().nullable(),
  startedAt: z.number().int(),
  updatedAt: z.number().int(),
  finishedAt: z.number().int().nullable(),
  /** A code where there is one, else a sentence. */
  failedReason: z.string().nullable(),
  /** Somebody asked for it to stop; it does so after the present batch. */
  isStopping: z.boolean(),
  /** Null = the app itself. */
  askedBy: z.number().int().nullable(),
  putAway: z.boolean(),
  /** A few figures of what came of it; long results have an address of their own. */
  result: z.record(z.string(), z.unknown()).nullable(),
});
export type LongWork = z.infer<typeof longWorkSchema>;

/**
 * `GET /api/v1/long-work` (staff): works of the last day, the latest first. An administrator sees all, a manager what
 * they asked for. `POST /api/v1/long-work/:work/cancel | again | put-away` answer the same list.
 */
export const longWorkListSchema = z.object({ works: z.array(longWorkSchema) });
export type LongWorkList = z.infer<typeof longWorkListSchema>;

/** `POST /api/v1/portal/resync` (administrator): compares everything with the portal; null = all clients. */
export const resyncSchema = z.object({
  requestId: z.uuid(),
  clientId: z.number().int().positive().nullable(),
});
