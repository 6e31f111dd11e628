import type { Tx } from '../../../base/db/index.js';
import type { GroupReading, MembersReading, UserReading } from '../readings.js';
import { chunk } from '../rules/chunk.js';

const ROWS = 500;

export async function upsertUsers(tx: Tx, portalId: string, users: readonly UserReading[]): Promise<void> {
  const ordered = [...users].sort((a, b) => a.userId - b.userId);
  for (const part of chunk(ordered, ROWS)) {
    await tx
      .insertInto('users')
      .values(
        part.map((user) => ({
          portal_id: portalId,
          user_id: user.userId,
          name: user.name,
          user_type: user.userType,
          active: user.active ? 1 : 0,
          work_position: user.workPosition,
          time_zone: user.timeZone,
          asked_at: user.askedAt,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'user_id'])
          .doUpdateSet((eb) => ({
            name: eb.ref('excluded.name'),
            user_type: eb.ref('excluded.user_type'),
            active: eb.ref('excluded.active'),
            work_position: eb.ref('excluded.work_position'),
            time_zone: eb.ref('excluded.time_zone'),
            asked_at: eb.ref('excluded.asked_at'),
          }))
          .whereRef('users.asked_at', '<=', 'excluded.asked_at'),
      )
      .execute();
  }
}

export async function upsertGroups(tx: Tx, portalId: string, groups: readonly GroupReading[]): Promise<void> {
  const ordered = [...groups].sort((a, b) => a.groupId - b.groupId);
  for (const part of chunk(ordered, ROWS)) {
    await tx
      .insertInto('workgroups')
      .values(
        part.map((group) => ({
          portal_id: portalId,
          group_id: group.groupId,
          name: group.name,
          is_extranet: group.isExtranet ? 1 : 0,
          closed: group.closed ? 1 : 0,
          asked_at: group.askedAt,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'group_id'])
          .doUpdateSet((eb) => ({
            name: eb.ref('excluded.name'),
            is_extranet: eb.ref('excluded.is_extranet'),
            closed: eb.ref('excluded.closed'),
            asked_at: eb.ref('excluded.asked_at'),
          }))
          .whereRef('workgroups.asked_at', '<=', 'excluded.asked_at'),
      )
      .execute();
  }
}

/** A complete list of members: who is not on it and was last seen before it was asked is out. */
export async function replaceMembers(tx: Tx, portalId: string, reading: MembersReading): Promise<void> {
  if (await isOutdated(tx, portalId, reading)) return;
  for (const part of chunk(reading.members, ROWS)) {
    await tx
      .insertInto('group_members')
      .values(
        part.map((member) => ({
          portal_id: portalId,
          group_id: reading.groupId,
          user_id: member.userId,
          role: member.role,
          asked_at: reading.askedAt,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'group_id', 'user_id'])
          .doUpdateSet((eb) => ({ role: eb.ref('excluded.role'), asked_at: eb.ref('excluded.asked_at') }))
          .whereRef('group_members.asked_at', '<=', 'excluded.asked_at'),
      )
      .execute();
  }
  await dropMembers(tx, portalId, reading);
}

/** A newer list was written: an older one would bring people back who have left. */
async function isOutdated(tx: Tx, portalId: string, reading: MembersReading): Promise<boolean> {
  const newer = await tx
    .selectFrom('group_members')
    .select('user_id')
    .where('portal_id', '=', portalId)
    .where('group_id', '=', reading.groupId)
    .where('asked_at', '>', reading.askedAt)
    .limit(1)
    .executeTakeFirst();
  return newer !== undefined;
}

async function dropMembers(tx: Tx, portalId: string, reading: MembersReading): Promise<void> {
  const ids = reading.members.map((member) => member.userId);
  await tx
    .deleteFrom('group_members')
    .where('portal_id', '=', portalId)
    .where('group_id', '=', reading.groupId)
    .where('asked_at', '<=', reading.askedAt)
    .$if(ids.length > 0, (query) => query.where('user_id', 'not in', ids))
    .execute();
}

/** Groups that a complete list left out are gone: nobody is a member of them, nothing is created in them. */
export async function closeMissingGroups(tx: Tx, portalId: string, askedAt: number): Promise<void> {
  const gone = await tx
    .updateTable('workgroups')
    .set({ closed: 1 })
    .where('portal_id', '=', portalId)
    .where('asked_at', '<', askedAt)
    .returning('group_id')
    .execute();
  for (const row of gone) {
    await replaceMembers(tx, portalId, { groupId: row.group_id, members: [], askedAt });
  }
}
