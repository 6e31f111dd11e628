import { z } from 'zod';
import { requestIdSchema } from './basics.js';

/** `GET /api/v1/robots` (administrators). */
export const robotsViewSchema = z.object({
  enabled: z.boolean(),
  robots: z.array(z.enum(['balance', 'estimate', 'urgent'])),
});
export type RobotsView = z.infer<typeof robotsViewSchema>;

/** `PUT /api/v1/robots` (administrators). */
export const setRobotsSchema = z.object({ requestId: requestIdSchema, enabled: z.boolean() });
export type SetRobots = z.input<typeof setRobotsSchema>;
