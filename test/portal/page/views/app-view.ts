import type { OpenRequest } from '../../app/open-app.js';
import { ControlError } from '../../control/control-error.js';
import { nestPairs } from '../../http/php-form.js';
import { asObject, asText, type Params } from '../../world/json.js';
import { html, type Html } from '../html.js';
import type { Visit } from '../visit.js';
import { placesOf } from './app-items.js';
import type { View } from './layout.js';

/** The app in a frame: a form that the page's script posts into it, as the platform's own pages do. */
export function appFrame(visit: Visit, request: Omit<OpenRequest, 'userId'>): Html {
  const { world, portal, user, url } = visit;
  try {
    const placementOptions = { URI: url.pathname + url.search, ...request.placementOptions };
    const opened = portal.control.openApp({ ...request, placementOptions, userId: user.id });
    return html`<div
      class="app-frame"
      id="appframe_layout_${opened.appSid}"
      data-app-sid="${opened.appSid}"
      data-app-origin="${new URL(opened.url).origin}"
      data-placement="${opened.placement}"
      data-admin="${user.admin ? 'Y' : 'N'}"
      data-app-path="/marketplace/app/${world.settings.app.code}/"
    >
      <form name="appform_${opened.appSid}" method="POST" action="${opened.url}" target="${opened.frameName}">
        ${Object.entries(opened.fields).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
      </form>
      <iframe
        id="appframe_${opened.appSid}"
        name="${opened.frameName}"
        title="${world.settings.app.name}"
        allow="geolocation *; microphone *; camera *; autoplay *; clipboard-write *"
      ></iframe>
    </div>`;
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return stub(appStub(error.status, error.message));
  }
}

function stub(text: string): Html {
  return html`<div class="card empty">${text}</div>`;
}

function appStub(status: number, message: string): string {
  if (status === 403) return 'Приложение вам не предоставлено. Обратитесь к администратору портала.';
  if (status === 409) return 'Приложение ещё не установлено до конца. Обратитесь к администратору портала.';
  return `Приложение здесь не открывается: ${message}`;
}

/** `/marketplace/app/CODE/`: main page or, until the install is finished, the installer; or an item of the left menu. */
export function appView(visit: Visit): View {
  const { world, user, url } = visit;
  const title = world.settings.app.name;
  if (world.app.state === 'absent')
    return { title, body: user.admin ? installCard(title) : stub(appStub(409, '')) };
  if (url.searchParams.get('placement') === 'LEFT_MENU') {
    const place = placesOf(visit, 'LEFT_MENU')[Number(url.searchParams.get('place'))];
    if (place)
      return {
        title: place.title,
        body: appFrame(visit, { placement: 'LEFT_MENU', handler: place.row.handler }),
      };
  }
  return { title, body: appFrame(visit, { placementOptions: defaultOptions(url) }) };
}

/** A page opened by `openApplication` hands its parameters on; a page of its own hands on what its address says. */
function defaultOptions(url: URL): Params {
  const query = nestPairs([...url.searchParams]);
  const own = Object.entries(query).filter(([key]) => key !== 'params' && key !== 'install_finished');
  return { ...Object.fromEntries(own), ...textParams(query) };
}

function textParams(query: Params): Params {
  return Object.fromEntries(
    Object.entries(asObject(query['params'])).map(([key, value]) => [key, asText(value)]),
  );
}

/** `/marketplace/view/CODE/?params[k]=v`: the deep link. */
export function deepLinkView(visit: Visit): View {
  const query = nestPairs([...visit.url.searchParams]);
  return {
    title: visit.world.settings.app.name,
    body: appFrame(visit, { placement: 'REST_APP_URI', placementOptions: textParams(query) }),
  };
}

function installCard(name: string): Html {
  return html`<div class="card install-card">
    <p>Приложение «${name}» ещё не установлено на портале.</p>
    <button class="button primary" type="button" data-do="install-app" data-values="{}">Установить</button>
  </div>`;
}
