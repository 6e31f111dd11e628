import { canSeeGroup } from '../../acts/access.js';
import { runningSeconds } from '../../acts/timers.js';
import type { Group, User } from '../../world/model.js';
import { html, raw, type Html, type Part } from '../html.js';
import { mayVisit, type Visit } from '../visit.js';
import { avatar, clockTime, fullName, personKind, shortDate, taskPath } from '../words.js';
import { appItems } from './app-items.js';

export interface View {
  title: string;
  body: Part;
  status?: number;
}

/** The whole page: in a slider only its own content, else with header and menu. */
export function pageMarkup(visit: Visit, view: View): string {
  const content = html`<main class="page" id="page">
    <h1 id="pagetitle">${view.title}</h1>
    ${view.body}
  </main>`;
  const shell = visit.inSlider
    ? content
    : html`${header(visit)}
        <div class="columns">${menu(visit)}${content}</div>`;
  return html`${raw('<!doctype html>')}
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${view.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page/client/portal.css" />
        <script type="module" src="/page/client/portal.js"></script>
      </head>
      <body class="${visit.inSlider ? 'in-slider' : 'in-site'}" inert>
        ${shell}
      </body>
    </html>`.markup;
}

function header(visit: Visit): Html {
  const { world, user } = visit;
  return html`<header class="top">
    <button class="burger" type="button" aria-label="Меню" aria-expanded="false" data-menu>☰</button>
    <a class="logo" href="/">Портал<b>24</b></a>
    <span class="portal-clock" title="Время портала">${shortDate(world, world.clock.now())}</span>
    ${runningTimer(visit)}
    <label class="switcher">
      ${avatar(user)}
      <span class="sr">Действовать как</span>
      <select data-switcher>
        ${switcherGroups(visit)}
      </select>
    </label>
  </header>`;
}

function switcherGroups(visit: Visit): Html[] {
  const kinds = new Map<string, User[]>();
  for (const user of visit.world.data.users.values()) {
    if (!mayVisit(user)) continue;
    const kind = personKind(visit.world, user);
    kinds.set(kind, [...(kinds.get(kind) ?? []), user]);
  }
  return [...kinds].map(
    ([kind, users]) =>
      html`<optgroup label="${kind}">
        ${users.map(
          (user) =>
            html`<option value="${user.id}" ${raw(user.id === visit.user.id ? 'selected' : '')}>
              ${fullName(user)}
            </option>`,
        )}
      </optgroup>`,
  );
}

function runningTimer({ world, user }: Visit): Html | null {
  const timer = world.data.timers.get(user.id);
  const task = timer && world.data.tasks.get(timer.taskId);
  if (task === undefined) return null;
  const seconds = runningSeconds(world, user.id);
  return html`<span class="top-timer">
    <a href="${taskPath(user, task)}" data-slider>${task.title}</a>
    <b data-ticking="${seconds}">${clockTime(seconds)}</b>
    <button type="button" data-do="stop-timer" data-values="{}" aria-label="Остановить таймер">■</button>
  </span>`;
}

function menu(visit: Visit): Html {
  const { world, user } = visit;
  const groups = [...world.data.groups.values()].filter((group) =>
    user.admin ? canSeeGroup(world, user, group.id) : group.members.has(user.id),
  );
  const apps = appItems(visit);
  return html`<nav class="menu" id="menu" aria-label="Портал">
    ${menuLink(visit, `/company/personal/user/${user.id}/tasks/`, 'Задачи')}
    ${menuLink(visit, '/workgroups/', 'Группы')}
    ${user.type === 'employee' && menuLink(visit, '/crm/deal/', 'CRM')}
    ${menuLink(visit, '/notifications/', 'Уведомления')}
    ${user.admin && menuLink(visit, '/portal-clock/', 'Время портала')}
    <p class="menu-head">Мои группы</p>
    ${groups.slice(0, 12).map((group) => groupLink(visit, group))}
    <p class="menu-head">Приложения</p>
    ${apps.map((item) => menuLink(visit, item.path, item.title))}
    ${apps.length === 0 && html`<p class="menu-empty">Приложений нет</p>`}
  </nav>`;
}

function groupLink(visit: Visit, group: Group): Html {
  return menuLink(visit, `/workgroups/group/${group.id}/`, group.name);
}

function menuLink(visit: Visit, path: string, title: string): Html {
  const here = visit.url.pathname + visit.url.search;
  const isHere = here === path || (path.includes('/group/') && here.startsWith(path));
  return html`<a href="${path}" title="${title}" ${raw(isHere ? 'aria-current="page"' : '')}>${title}</a>`;
}
