import { z } from 'zod';
import { daySchema, requestIdSchema, textSchema } from './basics.js';
import { createClientSchema } from './clients.js';

/**
 * `PUT /api/v1/clients/:clientId`: the whole of what may be changed of a client. Answers `{effect}` on its account;
 * `?preview=true` keeps nothing. 409 GROUP_TAKEN, 409 ZONE_FROZEN once a report was issued.
 */
export const changeClientSchema = z.object({
  requestId: requestIdSchema,
  name: createClientSchema.shape.name,
  groupIds: createClientSchema.shape.groupIds,
  timeZone: createClientSchema.shape.timeZone,
  managerIds: z.array(z.number().int().positive()).max(50),
});
export type ChangeClient = z.input<typeof changeClientSchema>;

/** `GET /api/v1/clients/:clientId/edit`: what the form begins with. */
export const clientEditSchema = z.object({
  name: z.string(),
  groupIds: z.array(z.number().int()),
  managers: z.array(z.object({ userId: z.number().int(), name: z.string() })),
  timeZone: z.string(),
  accountingStartsOn: daySchema,
  /** A report was issued in it: days of issued lines can never be reckoned anew. */
  zoneFrozen: z.boolean(),
  /** The newest change, while it can be taken back. */
  lastChange: z
    .object({ actionId: z.string(), at: z.number().int(), by: z.string(), what: z.array(z.string()) })
    .nullable(),
});
export type ClientEdit = z.infer<typeof clientEditSchema>;

/** `POST /api/v1/clients/:clientId/undo-change`: the newest change only; 409 CLIENT_CHANGED_SINCE, CHANGE_ISSUED. */
export const undoClientChangeSchema = z.object({
  requestId: requestIdSchema,
  actionId: z.string().min(1).max(64),
});
export type UndoClientChange = z.input<typeof undoClientChangeSchema>;

/** `POST /api/v1/clients/:clientId/archive` puts a client away (`archived: true`) or brings it back. */
export const archiveClientSchema = z.object({
  requestId: requestIdSchema,
  archived: z.boolean(),
  reason: textSchema.max(500).nullable().default(null),
});
export type ArchiveClient = z.input<typeof archiveClientSchema>;

/** `GET /api/v1/clients/archived`. */
export const archivedClientsSchema = z.object({
  clients: z.array(z.object({ clientId: z.number().int(), name: z.string(), archivedAt: z.number().int() })),
});
export type ArchivedClients = z.infer<typeof archivedClientsSchema>;
