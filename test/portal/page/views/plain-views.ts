import { html } from '../html.js';
import { bbMarkup } from '../talk/bbcode.js';
import { raw } from '../html.js';
import type { Visit } from '../visit.js';
import { person, shortDate } from '../words.js';
import type { View } from './layout.js';

export function notFoundView(title: string): View {
  return {
    title,
    status: 404,
    body: html`<div class="card empty">Такой страницы нет или у вас нет к ней доступа.</div>`,
  };
}

/** `/notifications/`: what was sent to this person, newest first. */
export function noticesView({ world, user }: Visit): View {
  const own = world.data.notices
    .filter((notice) => notice.userId === user.id)
    .reverse()
    .slice(0, 100);
  const items = own.map(
    (notice) =>
      html`<li class="message">
        <div class="message-head">
          ${person(world.data.users.get(notice.fromUserId))}
          <time class="quiet">${shortDate(world, notice.createdAt)}</time>
        </div>
        <div class="message-text">${raw(bbMarkup(notice.text, 'chat'))}</div>
      </li>`,
  );
  const list = html`<ul class="card talk">
    ${items}
  </ul>`;
  return {
    title: 'Уведомления',
    body: items.length > 0 ? list : html`<div class="card empty">Уведомлений нет</div>`,
  };
}

/** `/portal-clock/`: the simulator's own switch, so that a day or a month can pass at once. */
export function clockView({ world }: Visit): View {
  const steps: [string, number][] = [
    ['+10 минут', 600_000],
    ['+1 час', 3_600_000],
    ['+1 день', 86_400_000],
    ['+1 неделя', 604_800_000],
    ['+30 дней', 2_592_000_000],
  ];
  return {
    title: 'Время портала',
    body: html`<div class="card">
      <p class="big-clock">${shortDate(world, world.clock.now())}</p>
      <p class="quiet">Только в симуляторе: время портала можно перевести вперёд.</p>
      <div class="bar">
        ${steps.map(
          ([title, ms]) =>
            html`<button class="button" type="button" data-do="advance-clock" data-values='{"ms":${ms}}'>
              ${title}
            </button>`,
        )}
      </div>
    </div>`,
  };
}
