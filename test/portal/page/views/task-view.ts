import { canEditTask, canReadTask } from '../../acts/access.js';
import { mayChangeStatus, statusActions, targetStatus, type StatusAction } from '../../acts/status.js';
import type { Task } from '../../world/model.js';
import { html, raw, type Html, type Part } from '../html.js';
import { bbMarkup } from '../talk/bbcode.js';
import { taskTalk } from '../talk/task-talk.js';
import type { Visit } from '../visit.js';
import { clockTime, groupName, person, shortDate, statusMark, taskPath } from '../words.js';
import { placesOf, type Place } from './app-items.js';
import { appFrame } from './app-view.js';
import type { View } from './layout.js';
import { notFoundView } from './plain-views.js';
import { groupSelect, peopleSelect } from './task-list.js';
import { timeSection, timerCard } from './task-time.js';

const actionNames: Record<StatusAction, string> = {
  start: 'Начать',
  pause: 'Приостановить',
  defer: 'Отложить',
  complete: 'Завершить',
  renew: 'Возобновить',
  approve: 'Принять',
  disapprove: 'Вернуть',
};

/** `/company/personal/user/U/tasks/task/view/T/` and the same under a group: the task card. */
export function taskView(visit: Visit, taskId: number): View {
  const { world, user, url } = visit;
  const task = world.data.tasks.get(taskId);
  if (task === undefined || !canReadTask(world, user, task)) return notFoundView('Задача не найдена');
  const places = taskPlaces(visit, task);
  const open = places.find((place) => String(place.index) === url.searchParams.get('app'));
  const body = open
    ? appFrame(visit, {
        placement: 'TASK_VIEW_TAB',
        placementOptions: { taskId: String(task.id) },
        handler: open.row.handler,
      })
    : card(visit, task);
  return { title: task.title, body: [placeTabs(visit, task, places, open), body] };
}

/** The option `groupId` limits a place to some groups. */
function taskPlaces(visit: Visit, task: Task): Place[] {
  return placesOf(visit, 'TASK_VIEW_TAB').filter(({ row }) => {
    const groups = row.options['groupId'] ?? '';
    return groups === '' || groups.split(',').map(Number).includes(task.groupId);
  });
}

function placeTabs(visit: Visit, task: Task, places: readonly Place[], open: Place | undefined): Html | null {
  if (places.length === 0) return null;
  const path = taskPath(visit.user, task);
  const frame = visit.inSlider ? 'IFRAME=Y&IFRAME_TYPE=SIDE_SLIDER' : '';
  const mark = (isHere: boolean): Html => raw(isHere ? 'aria-current="page"' : '');
  return html`<nav class="tabs" aria-label="Задача">
    <a href="${path}?${frame}" ${mark(open === undefined)}>Задача</a>
    ${places.map(
      (place) =>
        html`<a href="${path}?app=${place.index}&${frame}" ${mark(place === open)}>${place.title}</a>`,
    )}
  </nav>`;
}

function card(visit: Visit, task: Task): Html {
  return html`<div class="task" data-task="${task.id}">
    <div class="task-main">
      <section class="card">
        <div class="task-head">${statusMark(task.status)}<span class="quiet">Задача № ${task.id}</span></div>
        <div class="message-text">
          ${task.description === '' ? html`<span class="quiet">Описания нет</span>` : raw(bbMarkup(task.description, 'forum'))}
        </div>
        <div class="bar">${statusButtons(visit, task)}</div>
      </section>
      ${timeSection(visit, task)}
    </div>
    <aside class="task-side">${timerCard(visit, task)}${facts(visit, task)}</aside>
    ${taskTalk(visit, task)}
  </div>`;
}

function statusButtons({ world, user }: Visit, task: Task): Part {
  const possible = statusActions.filter(
    (action) =>
      targetStatus(task, user, action) !== task.status && mayChangeStatus(world, user, task, action),
  );
  return possible.map(
    (action) =>
      html`<button
        class="button ${action === 'start' || action === 'complete' ? 'primary' : ''}"
        type="button"
        data-do="change-status"
        data-values='{"id":${task.id},"action":"${action}"}'
      >
        ${actionNames[action]}
      </button>`,
  );
}

function facts(visit: Visit, task: Task): Html {
  const { world, user } = visit;
  const userBy = (id: number): Html => person(world.data.users.get(id));
  const rows: [string, Part][] = [
    ['Ответственный', userBy(task.responsibleId)],
    ['Постановщик', userBy(task.createdBy)],
    [
      'Группа',
      task.groupId === 0
        ? 'Без группы'
        : html`<a href="/workgroups/group/${task.groupId}/" target="_top"
            >${groupName(world, task.groupId)}</a
          >`,
    ],
    ['Создана', shortDate(world, task.createdAt)],
    ['Крайний срок', task.deadlineAt === null ? 'Нет' : shortDate(world, task.deadlineAt)],
    ['План', task.estimateSeconds === 0 ? 'Нет' : clockTime(task.estimateSeconds)],
    ['Теги', tagsOf(task) || 'Нет'],
    ['Затрачено', html`<b data-spent>${clockTime(task.spentSeconds ?? 0)}</b>`],
  ];
  return html`<section class="card">
    <dl class="facts">
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${canEditTask(world, user, task) && editForms(visit, task)}
  </section>`;
}

const tagsOf = ({ tags }: Task): string => tags.map(({ title }) => title).join(', ');

function editForms(visit: Visit, task: Task): Html {
  return html`<details class="edit">
    <summary>Изменить</summary>
    <form data-do="update-task" class="stack">
      <input type="hidden" name="id" value="${task.id}" />
      <label>Название <input name="title" required maxlength="250" value="${task.title}" /></label>
      <label>Ответственный ${peopleSelect(visit, task.responsibleId)}</label>
      <label>Теги через запятую <input name="tags" maxlength="250" value="${tagsOf(task)}" /></label>
      <p class="form-error" role="alert" hidden></p>
      <button class="button" type="submit">Сохранить</button>
    </form>
    <form data-do="move-task" class="stack">
      <input type="hidden" name="id" value="${task.id}" />
      <label>Перенести в группу ${groupSelect(visit, task.groupId)}</label>
      <p class="form-error" role="alert" hidden></p>
      <button class="button" type="submit">Перенести</button>
    </form>
    <button
      class="button danger"
      type="button"
      data-do="delete-task"
      data-confirm="Удалить задачу вместе с учтённым временем?"
      data-values='{"id":${task.id}}'
    >
      Удалить задачу
    </button>
  </details>`;
}
