import { z } from 'zod';
import { requestIdSchema, textSchema } from './basics.js';

const count = z.number().int();

/** `GET /api/v1/data` (administrator): what the portal has here, and what becomes of it. */
export const dataViewSchema = z.object({
  /** What an administrator types to delete everything. */
  portalName: z.string(),
  counts: z.object({
    clients: count,
    packages: count,
    lines: count,
    reports: count,
    timeEntries: count,
    tasks: count,
    people: count,
    actions: count,
  }),
  /** Days that data stays after the app was removed without «delete data»; null = for good. */
  keptDays: z.number().int().nullable(),
  clients: z.array(z.object({ clientId: z.number().int(), name: z.string() })),
});
export type DataView = z.infer<typeof dataViewSchema>;

/** `POST /api/v1/data/export` (administrator): begins; how far it is, and its result, `GET /api/v1/long-work` tells. */
export const startExportSchema = z.object({ requestId: requestIdSchema });
/** What a finished export says of itself. The file: `GET /api/v1/data/export/file`. */
export const exportResultSchema = z.object({
  rows: z.number().int(),
  files: z.number().int(),
  bytes: z.number().int(),
  expiresAt: z.number().int(),
});

/** The terms a portal may choose: delete at once, after so many days, or never. */
export const keptDaysSchema = z.union([z.literal(0), z.literal(30), z.literal(90), z.literal(365), z.null()]);
/** `PUT /api/v1/data/kept-days` (administrator). */
export const setKeptDaysSchema = z.object({ requestId: requestIdSchema, keptDays: keptDaysSchema });

/** `POST /api/v1/data/erase` (administrator): everything of the portal; the app has to be installed anew afterwards. */
export const erasePortalSchema = z.object({ requestId: requestIdSchema, portalName: z.string().max(300) });

/** `GET /api/v1/clients/:clientId/texts` (administrator): names and comments that an erasure would take away. */
export const clientTextsSchema = z.object({ lines: count, comments: count, reports: count, posts: count });
export type ClientTexts = z.infer<typeof clientTextsSchema>;
/** `POST /api/v1/clients/:clientId/texts/erase` (administrator). */
export const eraseClientSchema = z.object({
  requestId: requestIdSchema,
  name: z.string().max(300),
  reason: textSchema.trim().min(3).max(500),
});
