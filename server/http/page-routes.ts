import { type Request, type Response, Router, urlencoded } from 'express';
import { tellInstalled } from '../access/index.js';
import { AppError } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { languageOf, textsIn } from '../base/i18n/index.js';
import {
  bindManifest,
  type PortalRow,
  readPortal,
  reauthorise,
  verifyAndStore,
} from '../portal/installs/index.js';
import { type FrameForm, placementOf, placementOptionsOf, queryText, readFrameForm } from './frame-form.js';
import { limitRequests } from './limit-requests.js';
import type { HttpParts } from './parts.js';
import { findPortalByHost } from './portal-by-host-view.js';
import { type Bootstrap, pageHeaders, renderWidgetPage } from './widget-page.js';

const INSTALLS_A_MINUTE = 60;
const form = urlencoded({ extended: false, limit: '32kb', parameterLimit: 100 });

/** The two pages a portal shows in its frame. Their bodies bring tokens: none is logged, stored in the page or put into an address. */
export function pageRoutes(ground: Ground, parts: HttpParts): Router {
  const router = Router();
  const { install, app } = ground.config.manifest.handlers;
  router.post(install, limitRequests(INSTALLS_A_MINUTE), form, (request, response) =>
    showInstaller(ground, parts, request, response),
  );
  router.post(app, form, (request, response) => showApp(ground, parts, request, response));
  router.get([app, install], (request, response) => showApp(ground, parts, request, response));
  router.options([app, install], (_request, response) => {
    response.set('Allow', 'POST, GET, HEAD, OPTIONS').status(204).end();
  });
  return router;
}

async function showInstaller(
  ground: Ground,
  parts: HttpParts,
  request: Request,
  response: Response,
): Promise<void> {
  const body = readFrameForm(request);
  try {
    const portal = await verifyAndStore(ground, parts.rest, {
      memberId: body.member_id,
      authId: body.AUTH_ID,
      refreshToken: body.REFRESH_ID ?? '',
      serverEndpoint: body.SERVER_ENDPOINT,
      applicationToken: body.APPLICATION_TOKEN,
      language: queryText(request, 'LANG'),
    });
    const bindProblem = await bind(ground, parts, portal.portalId);
    if (portal.state === 'installed') await tellInstalled(ground, portal.portalId);
    const stored = await readPortal(ground.db, portal.portalId);
    await sendPage(ground, parts, { request, response, portal: stored, page: 'install', body, bindProblem });
  } catch (error) {
    await refuseInstall(ground, request, response, error);
  }
}

/** The installer page is worth showing even where something could not be bound: it says so, and "repair" finishes it. */
async function bind(ground: Ground, parts: HttpParts, portalId: string): Promise<string | undefined> {
  try {
    await bindManifest(ground, parts.rest, portalId);
    return undefined;
  } catch (error) {
    ground.log.warn({ err: error, portalId }, 'the installer could not bind everything');
    return error instanceof AppError ? error.code : 'INTERNAL';
  }
}

async function refuseInstall(
  ground: Ground,
  request: Request,
  response: Response,
  error: unknown,
): Promise<void> {
  const refused = error instanceof AppError && error.status < 500;
  const code = error instanceof AppError ? error.code : 'INTERNAL';
  ground.log.warn({ err: error }, refused ? 'an install was refused' : 'an install could not be checked');
  const key = refused ? 'install.refused' : 'install.later';
  await sendText(request, response, { status: refused ? 403 : 503, key, code });
}

async function showApp(
  ground: Ground,
  parts: HttpParts,
  request: Request,
  response: Response,
): Promise<void> {
  const body = readFrameForm(request);
  const portal = await portalOf(ground, request, body);
  if (!portal || portal.state === 'uninstalled') {
    const isFrame = body.member_id !== undefined || queryText(request, 'DOMAIN') !== undefined;
    const refusal = isFrame
      ? { status: 403, key: 'page.notInstalled' }
      : { status: 200, key: 'page.openInPortal' };
    return sendText(request, response, refusal);
  }
  await reauthorise(ground, parts.rest, {
    memberId: portal.portal_id,
    refreshToken: body.REFRESH_ID ?? '',
    serverEndpoint: body.SERVER_ENDPOINT,
    applicationToken: body.APPLICATION_TOKEN,
    language: queryText(request, 'LANG'),
  });
  await sendPage(ground, parts, { request, response, portal, page: 'app', body, bindProblem: undefined });
}

/** A frame that is reloaded comes without its form: then the address names the portal. Either way the stored one counts. */
async function portalOf(ground: Ground, request: Request, body: FrameForm): Promise<PortalRow | null> {
  if (body.member_id !== undefined) return readPortal(ground.db, body.member_id);
  const host = queryText(request, 'DOMAIN');
  return host === undefined ? null : findPortalByHost(ground.db, host);
}

interface PageRequest {
  request: Request;
  response: Response;
  portal: PortalRow | null;
  page: Bootstrap['page'];
  body: FrameForm;
  bindProblem: string | undefined;
}

async function sendPage(ground: Ground, parts: HttpParts, what: PageRequest): Promise<void> {
  const { request, response, portal, page, body, bindProblem } = what;
  if (!portal) throw new AppError('PORTAL_NOT_READY', 'The portal is not stored', { status: 503 });
  const html = await renderWidgetPage(parts.widgetDir, {
    page,
    placement: placementOf(body),
    placementOptions: placementOptionsOf(body),
    language: languageOf(queryText(request, 'LANG') ?? portal.language),
    memberId: portal.portal_id,
    ...(bindProblem !== undefined && { bindProblem }),
  });
  if (html === null) {
    ground.log.error('the widget is not built');
    return sendText(request, response, { status: 503, key: 'page.notBuilt' });
  }
  await sendHtml(request, response, {
    status: 200,
    html,
    portalOrigin: new URL(portal.client_endpoint).origin,
  });
}

async function sendText(
  request: Request,
  response: Response,
  { status, key, code = '' }: { status: number; key: string; code?: string },
): Promise<void> {
  const language = languageOf(queryText(request, 'LANG') ?? request.headers['accept-language']);
  const text = textsIn(language);
  const head = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${text('page.title')}</title>`;
  const html = `${head}<p style="font:16px/1.5 sans-serif;max-width:40em;margin:3em auto">${text(key, { code })}</p></html>`;
  await sendHtml(request, response, { status, html, portalOrigin: null });
}

async function sendHtml(
  request: Request,
  response: Response,
  page: { status: number; html: string; portalOrigin: string | null },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    void pageHeaders(page.portalOrigin)(request, response, (error: unknown) =>
      error === undefined ? resolve() : reject(error instanceof Error ? error : new Error(String(error))),
    );
  });
  response.status(page.status).set('Cache-Control', 'no-store').type('html').send(page.html);
}
