import { z } from 'zod';
import { requestIdSchema } from './basics.js';

const personSchema = z.object({ userId: z.number().int(), name: z.string() });

/** `GET /api/v1/portal/posting` (staff): whose tokens the app works with, and in whose name reports appear. */
export const postingViewSchema = z.object({
  /** Who connected the app: reads everything, and posts unless somebody else does. */
  owner: personSchema
    .extend({
      isAdmin: z.boolean(),
      active: z.boolean(),
      /** Why the token is dead, as a code to quote; null while it works. */
      broken: z.string().nullable(),
      since: z.number().int(),
    })
    .nullable(),
  /** Who let the app post in their name. */
  posting: personSchema
    .extend({
      active: z.boolean(),
      broken: z.string().nullable(),
      since: z.number().int(),
      /** Clients' groups this person is no member of: the portal would refuse posts there. */
      closedGroups: z.array(
        z.object({ groupId: z.number().int(), name: z.string(), clientName: z.string() }),
      ),
    })
    .nullable(),
  /** Whose name the next post bears; null while no token works. */
  nextAuthor: personSchema.nullable(),
  /** Whom an administrator asked to post; they agree on their own page. */
  asked: personSchema.extend({ askedBy: z.string(), askedAt: z.number().int() }).nullable(),
  /** An administrator, or whoever was asked. */
  mayAgree: z.boolean(),
  /** What this visitor would lack, were reports posted in their name; empty where they may not agree. */
  ownClosedGroups: z.array(z.object({ groupId: z.number().int(), name: z.string(), clientName: z.string() })),
});
export type PostingView = z.infer<typeof postingViewSchema>;

/** `PUT /api/v1/portal/posting/asked` (administrator): null takes the request back. */
export const askToPostSchema = z.object({
  requestId: requestIdSchema,
  userId: z.number().int().positive().nullable(),
});
/** `POST /api/v1/portal/posting`: the refresh token the frame has just issued to this visitor; sealed, never logged. */
export const agreeToPostSchema = z.object({
  requestId: requestIdSchema,
  refreshToken: z.string().min(1).max(512),
});
/** `POST /api/v1/portal/posting/release`: the person themselves, or an administrator. */
export const releasePostingSchema = z.object({ requestId: requestIdSchema });
