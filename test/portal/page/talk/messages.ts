import type { Comment, Message } from '../../world/model.js';
import { html, raw, type Html } from '../html.js';
import type { Visit } from '../visit.js';
import { person, shortDate } from '../words.js';
import { bbMarkup, type Dialect } from './bbcode.js';

interface Said {
  id: number;
  authorId: number;
  text: string;
  createdAt: number;
  fileIds: readonly number[];
}

/** Messages of a chat, oldest first. */
export function messageList(visit: Visit, messages: readonly Message[]): Html {
  return saidList(
    visit,
    messages.filter((message) => !message.deleted),
    'chat',
  );
}

/** Comments of the old card. */
export function commentList(visit: Visit, comments: readonly Comment[]): Html {
  const { attachments } = visit.world.data;
  const said = comments.map((comment) => ({
    ...comment,
    fileIds: comment.attachmentIds.flatMap((id) => attachments.get(id)?.fileId ?? []),
  }));
  return saidList(visit, said, 'forum');
}

function saidList(visit: Visit, all: readonly Said[], dialect: Dialect): Html {
  if (all.length === 0) return html`<p class="quiet">Сообщений пока нет</p>`;
  return html`<ul class="messages">
    ${all.map((said) => saidItem(visit, said, dialect))}
  </ul>`;
}

function saidItem(visit: Visit, said: Said, dialect: Dialect): Html {
  const { world, user } = visit;
  const mayDelete = user.admin || said.authorId === user.id;
  const files = said.fileIds.flatMap((id) => world.data.files.get(id) ?? []);
  return html`<li class="message" data-message="${said.id}">
    <div class="message-head">
      ${person(world.data.users.get(said.authorId))}
      <time class="quiet">${shortDate(world, said.createdAt)}</time>
      ${
        mayDelete &&
        html`<button
          class="link quiet"
          type="button"
          data-do="delete-comment"
          data-confirm="Удалить сообщение?"
          data-values='{"id":${said.id}}'
        >
          Удалить
        </button>`
      }
    </div>
    <div class="message-text">${raw(bbMarkup(said.text, dialect))}</div>
    ${
      files.length > 0 &&
      html`<ul class="files">
        ${files.map((file) => html`<li><a href="/disk/${file.id}/">${file.name}</a></li>`)}
      </ul>`
    }
  </li>`;
}
