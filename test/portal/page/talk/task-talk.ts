import type { Task } from '../../world/model.js';
import { html, type Html } from '../html.js';
import type { Visit } from '../visit.js';
import { commentList, messageList } from './messages.js';

/** Comments below the old card, the chat beside the new one; a portal that changed cards keeps its old comments. */
export function taskTalk(visit: Visit, task: Task): Html {
  const { data, settings } = visit.world;
  const comments = data.commentsByTask.get(task.id) ?? [];
  const messages = task.chatId === null ? [] : (data.messagesByChat.get(task.chatId) ?? []);
  const isNew = settings.card === 'new';
  return html`<section class="card talk task-talk" id="talk">
    <h2>${isNew ? 'Чат задачи' : 'Комментарии'}</h2>
    <div id="said">
      ${comments.length > 0 && commentList(visit, comments)}
      ${(isNew || messages.length > 0) && messageList(visit, messages)}
      ${!isNew && comments.length === 0 && html`<p class="quiet">Комментариев пока нет</p>`}
    </div>
    <form data-do="add-comment" class="say">
      <input type="hidden" name="taskId" value="${task.id}" />
      <textarea name="text" rows="2" required aria-label="Сообщение" placeholder="Написать…"></textarea>
      <p class="form-error" role="alert" hidden></p>
      <button class="button primary" type="submit">Отправить</button>
    </form>
  </section>`;
}
