import { z } from 'zod';

const yes = z.union([z.literal(true), z.literal(1), z.literal('1'), z.literal('Y')]);
const flag = z.unknown().transform((value) => yes.safeParse(value).success);

/** `app.info` as far as we use it (api-reference/common/system/app-info.md). */
export const appInfoSchema = z.object({
  CODE: z.string(),
  VERSION: z.coerce.number().int(),
  INSTALLED: flag,
  STATUS: z.string().default(''),
  LANGUAGE_ID: z.string().nullish(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** `profile` of whoever the token speaks for. An inactive user's is empty and does not parse. */
export const profileSchema = z.object({
  ID: z.coerce.number().int().positive(),
  ADMIN: flag,
  NAME: z.string().nullish(),
  LAST_NAME: z.string().nullish(),
  TIME_ZONE: z.string().nullish(),
});
export type Profile = z.infer<typeof profileSchema>;
