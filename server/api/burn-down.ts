import { z } from 'zod';
import { daySchema, secondsSchema } from './basics.js';

/** `GET /api/v1/clients/:clientId/burn-down`: how the hours went, and how they may go on. */
export const burnDownSchema = z.object({
  /** The client's local day: where what was ends and what may be begins. */
  today: daySchema,
  /** Balance at the end of these days by day of work, oldest first; the last one is today. */
  points: z.array(z.object({ day: daySchema, balanceSeconds: secondsSchema })),
  /** Hours that may be left: 10th, 50th and 90th percentile. Empty without history. */
  band: z.array(
    z.object({
      day: daySchema,
      lowSeconds: secondsSchema,
      midSeconds: secondsSchema,
      highSeconds: secondsSchema,
    }),
  ),
  /** Billed in the last twelve weeks, most first. */
  workTypes: z.array(z.object({ workType: z.string(), seconds: secondsSchema })),
});
export type BurnDown = z.infer<typeof burnDownSchema>;
