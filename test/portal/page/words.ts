import { siteDate } from '../world/dates.js';
import type { Role, Task, User } from '../world/model.js';
import type { World } from '../world/world.js';
import { html, type Html } from './html.js';

/** How the portal's pages name things. */

const statusNames: Record<number, string> = {
  1: 'Ждёт выполнения',
  2: 'Ждёт выполнения',
  3: 'Выполняется',
  4: 'Ждёт контроля',
  5: 'Завершена',
  6: 'Отложена',
  7: 'Отклонена',
};

export const roleNames: Record<Role, string> = { A: 'Владелец', E: 'Модератор', K: 'Участник' };

export function fullName(user: User | undefined): string {
  return user === undefined ? 'Неизвестный' : `${user.name} ${user.lastName}`.trim() || user.email;
}

/** What the person is here, for the switcher. */
export function personKind(world: World, user: User): string {
  const { directory } = world;
  if (user.admin) return 'Администраторы';
  if (user.type === 'extranet') return 'Клиенты (экстранет)';
  if (directory?.managerIds.includes(user.id)) return 'Руководители проектов';
  return directory?.performerIds.includes(user.id) ? 'Исполнители' : 'Сотрудники';
}

export function groupName(world: World, groupId: number): string {
  return groupId === 0 ? 'Без группы' : (world.data.groups.get(groupId)?.name ?? `Группа ${groupId}`);
}

export function taskPath(user: User, task: Task): string {
  return `/company/personal/user/${user.id}/tasks/task/view/${task.id}/`;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `1:05:09` */
export function clockTime(seconds: number): string {
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** `25.11.2026 03:16`, the portal's local time. */
export function shortDate(world: World, at: number): string {
  return siteDate(at, world.settings.utcOffsetMinutes).slice(0, 16);
}

/** Value for `<input type="datetime-local" step="1">`. */
export function inputDate(world: World, at: number): string {
  return new Date(at + world.settings.utcOffsetMinutes * 60_000).toISOString().slice(0, 19);
}

export function statusMark(status: number): Html {
  return html`<span class="status status-${status}">${statusNames[status] ?? String(status)}</span>`;
}

export function avatar(user: User | undefined): Html {
  const letters = `${user?.name[0] ?? ''}${user?.lastName[0] ?? ''}` || '?';
  return html`<span class="avatar avatar-${(user?.id ?? 0) % 6}" aria-hidden="true">${letters}</span>`;
}

export function person(user: User | undefined): Html {
  return html`<span class="person">${avatar(user)}<span>${fullName(user)}</span></span>`;
}
