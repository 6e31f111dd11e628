import { z } from 'zod';

/** RFC 9457 `application/problem+json`. `code` is stable and can be quoted to support. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  code: z.string(),
  /** Which fields were wrong, by path. */
  fields: z.record(z.string(), z.string()).optional(),
  /** Figures the error speaks of; which ones depends on `code`. */
  values: z.record(z.string(), z.number()).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
