import { canSeeGroup } from '../../acts/access.js';
import type { Group } from '../../world/model.js';
import { html, raw, type Html, type Part } from '../html.js';
import { messageList } from '../talk/messages.js';
import type { Visit } from '../visit.js';
import { person, roleNames } from '../words.js';
import { placesOf } from './app-items.js';
import { appFrame } from './app-view.js';
import type { View } from './layout.js';
import { notFoundView } from './plain-views.js';
import { taskList } from './task-list.js';

/** `/workgroups/` */
export function groupsView({ world, user }: Visit): View {
  const groups = [...world.data.groups.values()].filter((group) => canSeeGroup(world, user, group.id));
  const rows = groups.map((group) => {
    const open = [...world.data.tasks.values()].filter(
      (task) => task.groupId === group.id && task.status !== 5,
    );
    return html`<tr>
      <td class="wide"><a href="/workgroups/group/${group.id}/">${group.name}</a></td>
      <td>${group.extranet ? 'Экстранет' : 'Внутренняя'}</td>
      <td>${person(world.data.users.get(group.ownerId))}</td>
      <td class="number" data-label="Людей">${group.members.size}</td>
      <td class="number" data-label="Задач">${open.length}</td>
    </tr>`;
  });
  const table = html`<div class="card flush">
    <table class="rows">
      <thead>
        <tr>
          <th>Название</th>
          <th>Вид</th>
          <th>Владелец</th>
          <th class="number">Людей</th>
          <th class="number">Открытых задач</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  return { title: 'Группы', body: rows.length === 0 ? html`<div class="card empty">Групп нет</div>` : table };
}

/** `/workgroups/group/ID/`: tasks, chat, members and one tab for each place the app bound. */
export function groupView(visit: Visit, groupId: number, section: string): View {
  const { world, user, url } = visit;
  const group = world.data.groups.get(groupId);
  if (group === undefined || !canSeeGroup(world, user, groupId)) return notFoundView('Группа не найдена');
  const app = url.searchParams.get('app');
  const here = app === null ? section || 'tasks' : `app${app}`;
  return { title: group.name, body: [tabs(visit, group, here), content(visit, group, here)] };
}

function tabs(visit: Visit, group: Group, here: string): Html {
  const root = `/workgroups/group/${group.id}/`;
  const apps = placesOf(visit, 'SONET_GROUP_DETAIL_TAB').map((place): [string, string, string] => [
    `app${place.index}`,
    `${root}?app=${place.index}`,
    place.title,
  ]);
  const all: [string, string, string][] = [
    ['tasks', `${root}tasks/`, 'Задачи'],
    ['chat', `${root}chat/`, 'Чат'],
    ['members', `${root}members/`, 'Участники'],
    ...apps,
  ];
  return html`<nav class="tabs" aria-label="Группа">
    ${all.map(
      ([key, path, title]) =>
        html`<a href="${path}" ${raw(key === here ? 'aria-current="page"' : '')}>${title}</a>`,
    )}
  </nav>`;
}

function content(visit: Visit, group: Group, here: string): Part {
  if (here === 'chat') return chat(visit, group);
  if (here === 'members') return members(visit, group);
  if (!here.startsWith('app')) return taskList(visit, (task) => task.groupId === group.id, group.id);
  const place = placesOf(visit, 'SONET_GROUP_DETAIL_TAB')[Number(here.slice(3))];
  if (place === undefined) return html`<div class="card empty">Вкладка недоступна</div>`;
  return appFrame(visit, {
    placement: 'SONET_GROUP_DETAIL_TAB',
    placementOptions: { GROUP_ID: String(group.id) },
    handler: place.row.handler,
  });
}

function chat(visit: Visit, group: Group): Html {
  const messages = visit.world.data.messagesByChat.get(group.chatId) ?? [];
  return html`<div class="card talk">${messageList(visit, messages)}</div>`;
}

function members({ world }: Visit, group: Group): Html {
  return html`<div class="card">
    ${group.description !== '' && html`<p>${group.description}</p>`}
    <ul class="people">
      ${[...group.members].map(
        ([userId, role]) =>
          html`<li>${person(world.data.users.get(userId))}<span class="quiet">${roleNames[role]}</span></li>`,
      )}
    </ul>
  </div>`;
}
