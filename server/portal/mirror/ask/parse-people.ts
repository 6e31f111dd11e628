import { z } from 'zod';
import type { GroupReading, MembersReading, UserReading } from '../readings.js';
import { wireFlag, wireInteger, wireText } from './wire.js';

const userSchema = z.object({
  ID: wireInteger,
  ACTIVE: wireFlag,
  NAME: wireText,
  LAST_NAME: wireText,
  WORK_POSITION: wireText,
  TIME_ZONE: wireText,
  USER_TYPE: wireText,
});

/** Rows of `user.get`. E-mails and phones are never asked for nor kept. */
export function parseUsers(result: unknown, askedAt: number): UserReading[] {
  return z
    .array(userSchema)
    .parse(result ?? [])
    .map((row) => ({
      userId: row.ID,
      name: [row.NAME, row.LAST_NAME].filter((part) => part.trim() !== '').join(' '),
      userType: userType(row.USER_TYPE),
      active: row.ACTIVE,
      workPosition: row.WORK_POSITION,
      timeZone: row.TIME_ZONE,
      askedAt,
    }));
}

function userType(text: string): UserReading['userType'] {
  return text === 'employee' || text === 'extranet' || text === 'email' ? text : 'unknown';
}

const groupSchema = z.object({ ID: wireInteger, NAME: wireText, IS_EXTRANET: wireFlag, CLOSED: wireFlag });

/** Rows of `sonet_group.get`. */
export function parseGroups(result: unknown, askedAt: number): GroupReading[] {
  return z
    .array(groupSchema)
    .parse(result ?? [])
    .map((row) => ({
      groupId: row.ID,
      name: row.NAME,
      isExtranet: row.IS_EXTRANET,
      closed: row.CLOSED,
      askedAt,
    }));
}

const membersSchema = z.array(z.object({ USER_ID: wireInteger, ROLE: wireText }));

/** Rows of `sonet_group.user.get`: active members only. */
export function parseMembers(result: unknown): MembersReading['members'] {
  return membersSchema.parse(result ?? []).map((row) => ({ userId: row.USER_ID, role: row.ROLE }));
}

/** `profile`: `{}` or `[]` for an inactive user. */
export function parseIsAdmin(result: unknown): boolean {
  const profile = z.object({ ADMIN: z.boolean() }).safeParse(result);
  return profile.success && profile.data.ADMIN;
}
