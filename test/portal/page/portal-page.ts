import type { ServerResponse } from 'node:http';
import type { PageHandler } from '../http/portal-server.js';
import type { Portal } from '../start-portal.js';
import { actionRoute } from './actions/action-route.js';
import { sendAsset } from './assets.js';
import { appView, deepLinkView } from './views/app-view.js';
import { crmItemView, crmView } from './views/crm-view.js';
import { groupsView, groupView } from './views/group-view.js';
import { pageMarkup, type View } from './views/layout.js';
import { clockView, noticesView, notFoundView } from './views/plain-views.js';
import { myTasksView } from './views/task-list.js';
import { taskView } from './views/task-view.js';
import { cookieName, openVisit, type Visit } from './visit.js';

type Route = [RegExp, (visit: Visit, parts: string[]) => View];

const routes: Route[] = [
  [
    /^\/company\/personal\/user\/\d+\/tasks\/task\/view\/(\d+)\/$/,
    (visit, [id]) => taskView(visit, Number(id)),
  ],
  [/^\/workgroups\/group\/\d+\/tasks\/task\/view\/(\d+)\/$/, (visit, [id]) => taskView(visit, Number(id))],
  [/^\/company\/personal\/user\/\d+\/(?:tasks\/)?$/, myTasksView],
  [/^\/workgroups\/$/, groupsView],
  [
    /^\/workgroups\/group\/(\d+)\/(?:(tasks|chat|members)\/)?$/,
    (visit, [id, section]) => groupView(visit, Number(id), section ?? ''),
  ],
  [/^\/marketplace\/app\/[^/]+\/$/, appView],
  [/^\/marketplace\/view\/[^/]+\/$/, deepLinkView],
  [/^\/crm\/(?:deal\/)?$/, crmView],
  [/^\/crm\/deal\/details\/(\d+)\/$/, (visit, [id]) => crmItemView(visit, 2, Number(id))],
  [/^\/crm\/company\/details\/(\d+)\/$/, (visit, [id]) => crmItemView(visit, 4, Number(id))],
  [/^\/crm\/type\/31\/details\/(\d+)\/$/, (visit, [id]) => crmItemView(visit, 31, Number(id))],
  [/^\/notifications\/$/, noticesView],
  [/^\/portal-clock\/$/, clockView],
];

/** The portal's own site: what people see and click. Anything it does not know is left to the portal's server. */
export function portalPage(portal: Portal): PageHandler {
  return async (request, response, url) => {
    const asset = /^\/page\/client\/([\w.-]+)$/.exec(url.pathname)?.[1];
    if (asset !== undefined) return sendAsset(response, asset);
    const action = /^\/page\/do\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (action !== undefined) {
      await actionRoute(openVisit(portal, request, url), request, response, action);
      return true;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
    const route = routes.find(([pattern]) => pattern.test(path));
    if (route === undefined && path !== '/') return false;
    // The app in the frame believes only the portal's own origin, so the page must stand there.
    if (request.headers.host !== portal.domain)
      return redirect(response, portal.url + url.pathname + url.search);
    const as = url.searchParams.get('as');
    if (as !== null) return actAs(portal, response, url, as);
    const visit = openVisit(portal, request, url);
    if (route === undefined) return redirect(response, `/company/personal/user/${visit.user.id}/tasks/`);
    const parts = route[0].exec(path)?.slice(1) ?? [];
    sendView(visit, response, checkCode(visit) ?? route[1](visit, parts));
    return true;
  };
}

function redirect(response: ServerResponse, location: string, headers: Record<string, string> = {}): true {
  response.writeHead(302, { Location: location, ...headers }).end();
  return true;
}

/** `?as=ID` on any page: from now on this browser acts as that person. */
function actAs(portal: Portal, response: ServerResponse, url: URL, as: string): true {
  url.searchParams.delete('as');
  const cookie = `${cookieName(portal)}=${Number(as)}; Path=/; SameSite=Lax`;
  return redirect(response, url.pathname + url.search, { 'Set-Cookie': cookie });
}

/** The app answers to its code and, as local apps do, to its client id. */
function checkCode({ world, url }: Visit): View | null {
  const code = /^\/marketplace\/(?:app|view)\/([^/]+)/.exec(url.pathname)?.[1];
  const { app } = world.settings;
  return code === undefined || [app.code, app.clientId].includes(decodeURIComponent(code))
    ? null
    : notFoundView('Приложение не найдено');
}

function sendView(visit: Visit, response: ServerResponse, view: View): void {
  response.writeHead(view.status ?? 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src *; form-action *; frame-ancestors 'self'",
  });
  response.end(pageMarkup(visit, view));
}
