import { nextId } from '../world/data.js';
import type { Group, Role, Stage, User } from '../world/model.js';
import type { World } from '../world/world.js';
import { openChat } from './chats.js';
import { openStorage } from './files.js';

export type UserDraft = Pick<User, 'name' | 'lastName'> &
  Partial<
    Pick<
      User,
      'secondName' | 'email' | 'admin' | 'type' | 'departmentIds' | 'workPosition' | 'gender' | 'active'
    >
  >;

export function createUser(world: World, draft: UserDraft): User {
  const id = nextId(world.data, 'user');
  const type = draft.type ?? 'employee';
  const user: User = {
    secondName: '',
    email: `user${id}@portal.example`,
    active: true,
    admin: false,
    departmentIds: type === 'employee' ? [1] : [],
    workPosition: '',
    gender: '',
    ...draft,
    id,
    type,
    timeZone: '',
    registeredAt: world.clock.nowSecond(),
  };
  world.data.users.set(id, user);
  if (type !== 'system') openStorage(world, 'user', String(id), fullName(user));
  return user;
}

export function fullName(user: User): string {
  return `${user.name} ${user.lastName}`.trim();
}

const stageTitles: [string, string, string | null][] = [
  ['Новые', '00C4FB', 'NEW'],
  ['Выполняются', '47D1E2', 'PROGRESS'],
  ['Сделаны', '75D900', 'FINISH'],
];

function newStages(world: World): Stage[] {
  return stageTitles.map(([title, color, systemType], index) => ({
    id: nextId(world.data, 'stage'),
    title,
    sort: (index + 1) * 100,
    color,
    systemType,
  }));
}

export type GroupDraft = Pick<Group, 'name' | 'ownerId'> &
  Partial<Pick<Group, 'description' | 'extranet' | 'visible' | 'opened' | 'closed' | 'type'>>;

export function createGroup(world: World, draft: GroupDraft): Group {
  const at = world.clock.nowSecond();
  const id = nextId(world.data, 'group');
  const group: Group = {
    description: '',
    extranet: false,
    visible: true,
    opened: false,
    closed: false,
    type: 'group',
    ...draft,
    id,
    createdAt: at,
    updatedAt: at,
    members: new Map([[draft.ownerId, 'A' as const]]),
    chatId: openChat(world, 'SONET_GROUP', id).id,
    stages: newStages(world),
  };
  world.data.groups.set(id, group);
  openStorage(world, 'group', String(id), group.name);
  return group;
}

export function joinGroup(group: Group, userId: number, role: Role): void {
  group.members.set(userId, role);
}

/** Dismissal: a marketplace app's tokens may move to a hidden system user, else they die. */
export function dismiss(world: World, user: User, keepIntegrations: boolean): User | null {
  user.active = false;
  if (!keepIntegrations) return null;
  const clone = createUser(world, {
    name: 'Системный',
    lastName: 'пользователь',
    type: 'system',
    admin: user.admin,
    departmentIds: [],
  });
  for (const pair of world.app.access.values()) if (pair.userId === user.id) pair.userId = clone.id;
  for (const pair of world.app.refresh.values()) if (pair.userId === user.id) pair.userId = clone.id;
  return clone;
}
