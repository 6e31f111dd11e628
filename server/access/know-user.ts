import { z } from 'zod';
import type { Ground } from '../base/ground.js';
import type { PortalRest } from '../portal/rest/index.js';
import type { AskedVisitor } from './ask-visitor.js';
import { keepUser } from './users-store.js';
import { type MirroredUser, readMirroredUser } from './visitor-view.js';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const usersSchema = z.array(
  z.object({
    ID: z.coerce.number().int(),
    ACTIVE: z.union([z.boolean(), z.string()]).transform((value) => value === true || value === 'Y'),
    NAME: text,
    LAST_NAME: text,
    WORK_POSITION: text,
    TIME_ZONE: text,
    USER_TYPE: z.enum(['employee', 'extranet', 'email', 'unknown']).catch('unknown'),
  }),
);

/**
 * Kind of user and whether active: from the mirror, or asked once with the owner's token and kept.
 * An administrator is believed without it: they must get in even where the owner's token is dead.
 */
export async function knowUser(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  asked: AskedVisitor,
): Promise<MirroredUser> {
  const mirrored = await readMirroredUser(ground.db, portalId, asked.userId);
  if (mirrored?.active && mirrored.userType !== 'unknown') return mirrored;
  if (asked.isAdmin) return { name: asked.name, userType: 'employee', active: true };
  return (await askUser(ground, rest, portalId, asked.userId)) ?? nobody(asked);
}

async function askUser(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  userId: number,
): Promise<MirroredUser | null> {
  const answer = await rest.call({
    portalId,
    method: 'user.get',
    params: { FILTER: { ID: userId } },
    urgency: 'interactive',
  });
  // A filter that was not understood would answer everybody: only the person asked for counts.
  const row = usersSchema.parse(answer.result).find((user) => user.ID === userId);
  if (!row) return null;
  const user = {
    name: [row.NAME, row.LAST_NAME].filter((part) => part !== '').join(' '),
    userType: row.USER_TYPE,
    active: row.ACTIVE,
    workPosition: row.WORK_POSITION,
    timeZone: row.TIME_ZONE,
  } as const;
  await ground.db
    .transaction()
    .execute((tx) => keepUser(tx, { portalId, userId, askedAt: answer.askedAt, ...user }));
  return user;
}

function nobody(asked: AskedVisitor): MirroredUser {
  return { name: asked.name, userType: 'unknown', active: true };
}
