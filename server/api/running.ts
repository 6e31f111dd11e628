import { z } from 'zod';
import { secondsSchema } from './basics.js';

/** `POST /api/v1/running`: a staff page lends its token once, to look at its owner's timer. → 204. */
export const lendTokenSchema = z.object({ accessToken: z.string().min(1).max(512) });

/** `GET /api/v1/clients/:clientId/running` (whoever manages the client). Shown, never billed. */
export const runningSchema = z.object({
  seconds: secondsSchema,
  work: z.array(
    z.object({
      userId: z.number().int(),
      name: z.string(),
      taskId: z.number().int(),
      taskTitle: z.string(),
      seconds: secondsSchema,
    }),
  ),
  /** Timers are known of people whose page of the app is open: `knownPeople` of `people`. */
  knownPeople: z.number().int(),
  people: z.number().int(),
});
export type Running = z.infer<typeof runningSchema>;
