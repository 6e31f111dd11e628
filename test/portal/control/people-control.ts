import {
  createGroup,
  createUser,
  dismiss,
  joinGroup,
  type GroupDraft,
  type UserDraft,
} from '../acts/people.js';
import { emit } from '../events/emit.js';
import { nextId } from '../world/data.js';
import type { Department, Group, Role, User } from '../world/model.js';
import type { World } from '../world/world.js';
import { groupBy, momentOf, userBy, type Moment } from './find.js';

export interface GroupView {
  id: number;
  name: string;
  ownerId: number;
  extranet: boolean;
  chatId: number;
  members: { userId: number; role: Role }[];
}

function groupView(group: Group): GroupView {
  const { id, name, ownerId, extranet, chatId } = group;
  return {
    id,
    name,
    ownerId,
    extranet,
    chatId,
    members: [...group.members].map(([userId, role]) => ({ userId, role })),
  };
}

/** The portal's first administrator: who acts when nobody is named. */
export function adminId(world: World): number {
  return (
    [...world.data.users.values()].find((user) => user.admin && user.active && user.type === 'employee')
      ?.id ?? 1
  );
}

export type NewGroup = Omit<GroupDraft, 'ownerId'> & {
  ownerId?: number;
  members?: { userId: number; role?: Role }[];
};

/** People, departments and workgroups. */
export function peopleControl(world: World) {
  return {
    createUser: (draft: UserDraft): User => {
      const user = createUser(world, draft);
      emit(world, 'ONUSERADD', { ID: user.id }, adminId(world));
      return user;
    },
    updateUser: ({ id, ...changes }: { id: number } & Partial<UserDraft>): User =>
      Object.assign(userBy(world, id), changes),
    /** `keepIntegrations`: the app's tokens of this user move to a hidden system user; else they die. */
    dismissUser: ({
      id,
      keepIntegrations = false,
    }: {
      id: number;
      keepIntegrations?: boolean;
    }): { systemUserId: number | null } => ({
      systemUserId: dismiss(world, userBy(world, id), keepIntegrations)?.id ?? null,
    }),
    createDepartment: (draft: { name: string; parentId?: number; headId?: number }): Department => {
      const row = {
        id: nextId(world.data, 'department'),
        name: draft.name,
        parentId: draft.parentId ?? null,
        headId: draft.headId ?? null,
      };
      world.data.departments.set(row.id, row);
      return row;
    },
    createGroup: ({ members = [], ownerId = adminId(world), ...draft }: NewGroup): GroupView => {
      const group = createGroup(world, { ...draft, ownerId });
      for (const { userId, role } of members) joinGroup(group, userBy(world, userId).id, role ?? 'K');
      emit(world, 'ONSONETGROUPADD', { FIELDS: { ID: group.id } }, ownerId);
      return groupView(group);
    },
    updateGroup: ({ id, ...changes }: { id: number } & Partial<GroupDraft>): GroupView => {
      const group = Object.assign(groupBy(world, id), changes, { updatedAt: world.clock.nowSecond() });
      emit(world, 'ONSONETGROUPUPDATE', { FIELDS: { ID: id } }, adminId(world));
      return groupView(group);
    },
    /** Membership changes fire no event. */
    addMember: ({
      groupId,
      userId,
      role = 'K',
    }: {
      groupId: number;
      userId: number;
      role?: Role;
    }): GroupView => {
      const group = groupBy(world, groupId);
      joinGroup(group, userBy(world, userId).id, role);
      return groupView(group);
    },
    removeMember: ({ groupId, userId }: { groupId: number; userId: number }): GroupView => {
      const group = groupBy(world, groupId);
      group.members.delete(userId);
      return groupView(group);
    },
    addAbsence: (draft: { userId: number; name: string; from: Moment; to: Moment }): { id: number } => {
      const row = {
        id: nextId(world.data, 'absence'),
        userId: userBy(world, draft.userId).id,
        name: draft.name,
        fromAt: momentOf(world, draft.from),
        toAt: momentOf(world, draft.to),
      };
      world.data.absences.push(row);
      return { id: row.id };
    },
    users: (): User[] => [...world.data.users.values()],
    groups: (): GroupView[] => [...world.data.groups.values()].map(groupView),
  };
}
