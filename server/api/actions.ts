import { z } from 'zod';
import { daySchema } from './basics.js';

/** `GET /api/v1/actions` (administrator, manager of the client): who changed what, newest first. */
export const actionQuerySchema = z.object({
  language: z.enum(['ru', 'en']).default('ru'),
  clientId: z.coerce.number().int().positive().optional(),
  userId: z.coerce.number().int().nonnegative().optional(),
  kind: z
    .string()
    .regex(/^[a-z-]{1,60}$/)
    .optional(),
  /** Days of the portal's time zone, both included. */
  from: daySchema.optional(),
  to: daySchema.optional(),
  /** The action after which the page goes on. */
  after: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
});
export type ActionQuery = z.infer<typeof actionQuerySchema>;

const changeSchema = z.object({
  label: z.string(),
  /** Null where there was nothing before, or is nothing now. */
  was: z.string().nullable(),
  now: z.string().nullable(),
});
export type ActionChange = z.infer<typeof changeSchema>;

export const actionSchema = z.object({
  actionId: z.string(),
  at: z.number().int(),
  /** 0 = the app itself. */
  userId: z.number().int(),
  userName: z.string(),
  kind: z.string(),
  title: z.string(),
  /** What it is about: a task, a package, a person. */
  about: z.array(z.string()),
  reason: z.string().nullable(),
  changes: z.array(changeSchema),
  client: z.object({ clientId: z.number().int(), name: z.string() }).nullable(),
  taskId: z.number().int().nullable(),
  reportId: z.string().nullable(),
});
export type ActionRow = z.infer<typeof actionSchema>;

export const actionPageSchema = z.object({ actions: z.array(actionSchema), next: z.string().nullable() });
export type ActionPage = z.infer<typeof actionPageSchema>;

/** `GET /api/v1/actions/choices`: what there is to filter by, within the visitor's reach. */
export const actionChoicesSchema = z.object({
  people: z.array(z.object({ userId: z.number().int(), name: z.string() })),
  clients: z.array(z.object({ clientId: z.number().int(), name: z.string() })),
  kinds: z.array(z.object({ kind: z.string(), title: z.string() })),
});
export type ActionChoices = z.infer<typeof actionChoicesSchema>;
