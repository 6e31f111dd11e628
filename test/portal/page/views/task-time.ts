import { canTrackTime } from '../../acts/access.js';
import { runningSeconds } from '../../acts/timers.js';
import type { Task, TimeEntry } from '../../world/model.js';
import { html, type Html } from '../html.js';
import type { Visit } from '../visit.js';
import { clockTime, inputDate, person, shortDate } from '../words.js';

const shownEntries = 8;

/** Starts and stops the visitor's own timer; only one runs per person. */
export function timerCard({ world, user }: Visit, task: Task): Html | null {
  if (!canTrackTime(world, user, task)) return null;
  const isRunning = world.data.timers.get(user.id)?.taskId === task.id;
  if (!isRunning)
    return html`<section class="card timer">
      <button
        class="button primary wide"
        type="button"
        data-do="start-timer"
        data-values='{"taskId":${task.id}}'
      >
        <span aria-hidden="true">▶</span> Начать учёт времени
      </button>
    </section>`;
  const seconds = runningSeconds(world, user.id);
  return html`<section class="card timer">
    <p class="timer-clock" data-ticking="${seconds}">${clockTime(seconds)}</p>
    <form data-do="stop-timer" class="stack">
      <input name="comment" placeholder="Что сделано" aria-label="Комментарий к времени" autocomplete="off" />
      <p class="form-error" role="alert" hidden></p>
      <button class="button danger wide" type="submit"><span aria-hidden="true">■</span> Остановить</button>
    </form>
  </section>`;
}

/** Time entries of the task, and the form for one more. */
export function timeSection(visit: Visit, task: Task): Html {
  const { world, user } = visit;
  const entries = [...(world.data.entriesByTask.get(task.id) ?? [])].sort(
    (one, other) => other.workedAt - one.workedAt || other.id - one.id,
  );
  const mayAdd = canTrackTime(world, user, task);
  return html`<section class="card" id="time">
    <div class="card-head">
      <h2>Время <span class="quiet">${clockTime(task.spentSeconds ?? 0)}</span></h2>
      ${mayAdd && html`<button class="button" type="button" data-dialog="add-entry">Добавить время</button>`}
    </div>
    ${entries.length === 0 ? html`<p class="quiet">Время ещё не учтено</p>` : entryTable(visit, entries)}
    ${mayAdd && entryDialog(visit, 'add-entry', null, task.id)}
  </section>`;
}

/** A long list must not push the comments out of sight: older entries fold away. */
function entryTable(visit: Visit, entries: readonly TimeEntry[]): Html {
  const rows = (shown: readonly TimeEntry[]): Html =>
    html`<table class="rows entries">
      <tbody>
        ${shown.map((entry) => entryRow(visit, entry))}
      </tbody>
    </table>`;
  const older = entries.slice(shownEntries);
  return html`${rows(entries.slice(0, shownEntries))}
  ${
    older.length > 0 &&
    html`<details class="older">
      <summary>Более ранние: ${older.length}</summary>
      ${rows(older)}
    </details>`
  }`;
}

function entryRow(visit: Visit, entry: TimeEntry): Html {
  const { world, user } = visit;
  const mine = user.admin || entry.userId === user.id;
  return html`<tr data-entry="${entry.id}">
    <td class="number"><b>${clockTime(entry.seconds)}</b></td>
    <td>${person(world.data.users.get(entry.userId))}</td>
    <td class="quiet">${shortDate(world, entry.workedAt)}</td>
    <td class="wide">
      ${entry.comment}${entry.source === 3 && html` <span class="quiet">· по таймеру</span>`}
    </td>
    <td class="row-actions">
      ${
        mine &&
        html`<button class="link" type="button" data-dialog="edit-entry-${entry.id}">Изменить</button>
          <button
            class="link danger"
            type="button"
            data-do="delete-entry"
            data-confirm="Удалить запись времени?"
            data-values='{"id":${entry.id}}'
          >
            Удалить
          </button>
          ${entryDialog(visit, `edit-entry-${entry.id}`, entry, entry.taskId)}`
      }
    </td>
  </tr>`;
}

function entryDialog({ world }: Visit, dialogId: string, entry: TimeEntry | null, taskId: number): Html {
  const seconds = entry?.seconds ?? 0;
  const parts: [string, string, number, number][] = [
    ['hours', 'Часы', Math.floor(seconds / 3600), 9999],
    ['minutes', 'Минуты', Math.floor(seconds / 60) % 60, 59],
    ['seconds', 'Секунды', seconds % 60, 59],
  ];
  return html`<dialog id="${dialogId}" class="dialog">
    <form data-do="${entry ? 'edit-entry' : 'add-entry'}" method="dialog">
      <h2>${entry ? 'Запись времени' : 'Новая запись времени'}</h2>
      <input type="hidden" name="${entry ? 'id' : 'taskId'}" value="${entry?.id ?? taskId}" />
      <div class="time-parts">
        ${parts.map(
          ([name, title, value, max]) =>
            html`<label
              >${title} <input name="${name}" type="number" min="0" max="${max}" value="${value}"
            /></label>`,
        )}
      </div>
      <label>
        Когда сделано
        <input
          name="workedAt"
          type="datetime-local"
          step="1"
          value="${inputDate(world, entry?.workedAt ?? world.clock.now())}"
        />
      </label>
      <label>Комментарий <textarea name="comment" rows="3">${entry?.comment}</textarea></label>
      <p class="form-error" role="alert" hidden></p>
      <div class="bar end">
        <button class="button" type="button" data-close>Отмена</button>
        <button class="button primary" type="submit">Сохранить</button>
      </div>
    </form>
  </dialog>`;
}
