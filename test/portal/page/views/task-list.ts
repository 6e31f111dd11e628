import { canReadTask, canSeeGroup } from '../../acts/access.js';
import type { Task } from '../../world/model.js';
import { html, raw, type Html, type Part } from '../html.js';
import type { Visit } from '../visit.js';
import { clockTime, fullName, groupName, person, shortDate, statusMark, taskPath } from '../words.js';
import type { View } from './layout.js';

const pageSize = 50;

/** `/company/personal/user/ID/tasks/`: what the person takes part in; administrators may look at everything. */
export function myTasksView(visit: Visit): View {
  const { user } = visit;
  const takesPart = (task: Task): boolean =>
    task.responsibleId === user.id ||
    task.createdBy === user.id ||
    task.accomplices.includes(user.id) ||
    task.auditors.includes(user.id);
  const all = visit.url.searchParams.get('whose') === 'all';
  return { title: all ? 'Все задачи' : 'Мои задачи', body: taskList(visit, all ? () => true : takesPart, 0) };
}

/** Filter, table and the form of a new task; `groupId` 0 = of any group. */
export function taskList(visit: Visit, matches: (task: Task) => boolean, groupId: number): Part {
  const { world, user, url } = visit;
  const find = (url.searchParams.get('find') ?? '').toLowerCase();
  const isOpen = url.searchParams.get('state') !== 'all';
  const found = [...world.data.tasks.values()]
    .filter((task) => matches(task) && (!isOpen || task.status !== 5))
    .filter((task) => find === '' || task.title.toLowerCase().includes(find) || String(task.id) === find)
    .filter((task) => canReadTask(world, user, task))
    .sort((one, other) => other.activityAt - one.activityAt || other.id - one.id);
  const at = Math.max(0, Number(url.searchParams.get('from')) || 0);
  const rows = found.slice(at, at + pageSize);
  return [
    html`<div class="bar">
      <button class="button primary" type="button" data-dialog="new-task">Создать задачу</button>
      ${filterForm(visit, groupId)}
    </div>`,
    rows.length === 0 ? html`<div class="card empty">Задач нет</div>` : table(visit, rows, groupId),
    pager(url, at, found.length),
    newTaskDialog(visit, groupId),
  ];
}

function filterForm({ url }: Visit, groupId: number): Html {
  const option = (name: string, value: string, title: string): Html =>
    html`<option value="${value}" ${raw(url.searchParams.get(name) === value ? 'selected' : '')}>
      ${title}
    </option>`;
  return html`<form class="filter" method="get">
    ${
      groupId === 0 &&
      html`<select name="whose" aria-label="Чьи задачи" data-submit>
        ${option('whose', 'mine', 'Мои')}${option('whose', 'all', 'Все доступные')}
      </select>`
    }
    <select name="state" aria-label="Состояние" data-submit>
      ${option('state', 'open', 'Незавершённые')}${option('state', 'all', 'Любые')}
    </select>
    <input
      name="find"
      type="search"
      placeholder="Название или номер"
      value="${url.searchParams.get('find')}"
    />
  </form>`;
}

function table(visit: Visit, tasks: readonly Task[], groupId: number): Html {
  return html`<div class="card flush">
    <table class="rows">
      <thead>
        <tr>
          <th>Название</th>
          <th>Статус</th>
          <th>Ответственный</th>
          ${groupId === 0 && html`<th>Группа</th>`}
          <th class="number">Затрачено</th>
          <th>Активность</th>
        </tr>
      </thead>
      <tbody>
        ${tasks.map((task) => row(visit, task, groupId))}
      </tbody>
    </table>
  </div>`;
}

function row({ world, user }: Visit, task: Task, groupId: number): Html {
  const isRunning = world.data.timers.get(user.id)?.taskId === task.id;
  return html`<tr data-task="${task.id}">
    <td class="wide">
      <a href="${taskPath(user, task)}" data-slider>${task.title}</a>
      ${isRunning && html`<span class="running" title="Идёт таймер">●</span>`}
    </td>
    <td>${statusMark(task.status)}</td>
    <td>${person(world.data.users.get(task.responsibleId))}</td>
    ${
      groupId === 0 &&
      html`<td>
        <a class="quiet" href="/workgroups/group/${task.groupId}/">${groupName(world, task.groupId)}</a>
      </td>`
    }
    <td class="number" data-label="Затрачено">${clockTime(task.spentSeconds ?? 0)}</td>
    <td class="quiet">${shortDate(world, task.activityAt)}</td>
  </tr>`;
}

function pager(url: URL, at: number, total: number): Html | null {
  if (total <= pageSize) return null;
  const link = (from: number, title: string): Html => {
    const query = new URLSearchParams(url.searchParams);
    query.set('from', String(from));
    return html`<a class="button" href="?${query.toString()}">${title}</a>`;
  };
  return html`<div class="pager">
    ${at > 0 && link(Math.max(0, at - pageSize), '← Новее')}
    <span class="quiet">${at + 1}–${Math.min(total, at + pageSize)} из ${total}</span>
    ${at + pageSize < total && link(at + pageSize, 'Старше →')}
  </div>`;
}

function newTaskDialog(visit: Visit, groupId: number): Html {
  return html`<dialog id="new-task" class="dialog">
    <form data-do="create-task" method="dialog">
      <h2>Новая задача</h2>
      <label>Название <input name="title" required maxlength="250" autocomplete="off" /></label>
      <label>Описание <textarea name="description" rows="4"></textarea></label>
      <label>Группа ${groupSelect(visit, groupId)}</label>
      <label>Ответственный ${peopleSelect(visit, visit.user.id)}</label>
      <label>Плановые часы <input name="estimateHours" type="number" min="0" max="999" step="0.25" /></label>
      <p class="form-error" role="alert" hidden></p>
      <div class="bar end">
        <button class="button" type="button" data-close>Отмена</button>
        <button class="button primary" type="submit">Создать</button>
      </div>
    </form>
  </dialog>`;
}

export function groupSelect({ world, user }: Visit, groupId: number): Html {
  const groups = [...world.data.groups.values()].filter(
    (group) => group.id === groupId || canSeeGroup(world, user, group.id),
  );
  return html`<select name="groupId">
    <option value="0">Без группы</option>
    ${groups.map(
      (group) =>
        html`<option value="${group.id}" ${raw(group.id === groupId ? 'selected' : '')}>
          ${group.name}
        </option>`,
    )}
  </select>`;
}

export function peopleSelect({ world }: Visit, userId: number): Html {
  const people = [...world.data.users.values()].filter((user) => user.active && user.type !== 'system');
  return html`<select name="responsibleId">
    ${people.map(
      (user) =>
        html`<option value="${user.id}" ${raw(user.id === userId ? 'selected' : '')}>
          ${fullName(user)}
        </option>`,
    )}
  </select>`;
}
