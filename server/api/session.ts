import { z } from 'zod';

export const roleSchema = z.enum(['administrator', 'manager', 'performer', 'client']);
export type Role = z.infer<typeof roleSchema>;

/** `POST /api/v1/session`: what the frame knows. Nothing of it is believed before `app.info` and `profile` answered. */
export const openSessionSchema = z.object({
  memberId: z.string().min(1).max(64),
  accessToken: z.string().min(1).max(512),
});
export type OpenSession = z.infer<typeof openSessionSchema>;

export const sessionSchema = z.object({
  /** Bearer, to be kept in memory only. */
  token: z.string(),
  /** Epoch ms, at most an hour ahead. */
  expiresAt: z.number().int(),
  role: roleSchema,
  userId: z.number().int(),
  userName: z.string(),
  /** An administrator asked this person to let reports appear in their name. */
  askedToPost: z.boolean().optional(),
  portal: z.object({
    language: z.enum(['ru', 'en']),
    timeZone: z.string(),
    state: z.enum(['installing', 'installed', 'uninstalled']),
    /** Host of the portal, for links. */
    host: z.string(),
    /** Page of the portal that opens the app at the place named by `?params[place]=`: see `frame/start-place`. */
    page: z.string(),
  }),
});
export type Session = z.infer<typeof sessionSchema>;
