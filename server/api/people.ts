import { z } from 'zod';
import { requestIdSchema } from './basics.js';
import { roleSchema } from './session.js';

/** Why somebody has the role they have; `none-…` = they are not let in. */
export const roleReasonSchema = z.enum([
  'portal-admin',
  'given-administrator',
  'given-manager',
  'listed',
  'employee',
  'in-client-group',
  'none-guest',
  'none-dismissed',
  'none-unknown',
]);
export type RoleReason = z.infer<typeof roleReasonSchema>;

export const personSchema = z.object({
  userId: z.number().int(),
  name: z.string(),
  position: z.string(),
  active: z.boolean(),
  userType: z.enum(['employee', 'extranet', 'email', 'unknown']),
  /** What the server would decide now; null = not let in. */
  role: roleSchema.nullable(),
  why: roleReasonSchema,
  /** Given in these settings. */
  given: z.enum(['administrator', 'manager']).nullable(),
  /** Clients they are listed for as a manager. */
  manages: z.array(z.object({ clientId: z.number().int(), name: z.string() })),
  /** Clients whose groups a guest belongs to. */
  memberOf: z.array(z.object({ clientId: z.number().int(), name: z.string() })),
  /** When they opened the app last, epoch ms. */
  visitedAt: z.number().int().nullable(),
});
export type PersonWithRole = z.infer<typeof personSchema>;

/** `GET /api/v1/people` (administrator): who may do what, and why. */
export const peopleSchema = z.object({
  people: z.array(personSchema),
  /** Clients a manager can be listed for. */
  clients: z.array(z.object({ clientId: z.number().int(), name: z.string() })),
});
export type People = z.infer<typeof peopleSchema>;

/** `PUT /api/v1/people/:userId/role` (administrator): null takes the given role away. */
export const giveRoleSchema = z.object({
  requestId: requestIdSchema,
  role: z.enum(['administrator', 'manager']).nullable(),
});
/** `PUT /api/v1/people/:userId/clients` (administrator): the clients they are listed for from now on. */
export const listForClientsSchema = z.object({
  requestId: requestIdSchema,
  clientIds: z.array(z.number().int().positive()).max(1_000),
});
