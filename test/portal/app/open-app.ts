import { randomBytes } from 'node:crypto';
import { issueTokens, accessLifeSeconds, serverEndpoint } from '../oauth/tokens.js';
import { mayUseApp } from '../rest/caller.js';
import type { Params } from '../world/json.js';
import { originOf, type World } from '../world/world.js';
import { ControlError } from '../control/control-error.js';
import type { OpenPage } from './app-state.js';

export interface OpenRequest {
  userId: number;
  /** `DEFAULT` = the app's own page; else a bound placement. */
  placement?: string;
  placementOptions?: Params;
  /** Which of several handlers bound to the placement; the first by default. */
  handler?: string;
}

/** What the portal page needs to show the app, and what a test needs to post like the browser form would. */
export interface OpenedApp {
  /** Handler address with DOMAIN, PROTOCOL, LANG, APP_SID in its query: the `action` of the form. */
  url: string;
  /** Hidden fields of the form. */
  fields: Record<string, string>;
  appSid: string;
  /** `name` of the iframe: `DOMAIN|PROTOCOL|APP_SID`. */
  frameName: string;
  placement: string;
  /** The installer page is shown. */
  install: boolean;
}

function handlerOf(world: World, placement: string, wanted: string | undefined): string {
  const { app, settings } = world;
  if (placement === 'DEFAULT') {
    const { installerUrl, handlerUrl } = settings.app;
    return app.state === 'installing' && installerUrl !== '' ? installerUrl : handlerUrl;
  }
  const bound = app.placements.filter((row) => row.placement === placement);
  const found = wanted === undefined ? bound[0] : bound.find((row) => row.handler === wanted);
  if (found === undefined) throw new ControlError(404, `Nothing is bound to ${placement}`);
  return found.handler;
}

function checkVisitor(world: World, request: OpenRequest, placement: string): void {
  const { app, data } = world;
  const user = data.users.get(request.userId);
  if (user?.active !== true) throw new ControlError(404, `No active user ${request.userId}`);
  if (app.state === 'absent') throw new ControlError(409, 'The app is not installed');
  if (!mayUseApp(world, user)) throw new ControlError(403, 'The user was not granted the app');
  if (app.state === 'installing' && (!user.admin || placement !== 'DEFAULT'))
    throw new ControlError(
      409,
      'The app is not fully installed; placements are hidden and users are sent to the administrator',
    );
}

/** Opens the app for a user: new APP_SID and real tokens (rest-facts §1.2). */
export function openApp(world: World, request: OpenRequest): OpenedApp {
  const placement = request.placement ?? 'DEFAULT';
  checkVisitor(world, request, placement);
  const handler = handlerOf(world, placement, request.handler);
  if (handler === '') throw new ControlError(409, 'The app registration has no handler address');
  const page: OpenPage = {
    appSid: randomBytes(16).toString('hex'),
    userId: request.userId,
    placement,
    placementOptions: request.placementOptions ?? {},
    tokens: issueTokens(world, request.userId),
    install: world.app.state === 'installing',
    firstRun: world.app.state === 'installing',
  };
  world.app.pages.set(page.appSid, page);
  return opened(world, page, handler);
}

function opened(world: World, page: OpenPage, handler: string): OpenedApp {
  const { settings, address, app } = world;
  const url = new URL(handler);
  const query = { DOMAIN: address.domain, PROTOCOL: '0', LANG: settings.language, APP_SID: page.appSid };
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return {
    url: url.toString(),
    fields: {
      AUTH_ID: page.tokens.accessToken,
      AUTH_EXPIRES: String(accessLifeSeconds),
      REFRESH_ID: page.tokens.refreshToken ?? '',
      SERVER_ENDPOINT: serverEndpoint(world),
      APPLICATION_TOKEN: app.applicationToken,
      APPLICATION_SCOPE: settings.app.scopes.join(','),
      member_id: settings.memberId,
      status: settings.app.status,
      PLACEMENT: page.placement,
      PLACEMENT_OPTIONS: JSON.stringify(page.placementOptions),
    },
    appSid: page.appSid,
    frameName: `${address.domain}|0|${page.appSid}`,
    placement: page.placement,
    install: page.install,
  };
}

export function pageOf(world: World, appSid: string): OpenPage {
  const page = world.app.pages.get(appSid);
  if (page === undefined) throw new ControlError(404, 'Unknown APP_SID');
  return page;
}

/** The reply to `getInitData` of the frame protocol; FIRST_RUN is true once only. */
export function initData(world: World, appSid: string): Params {
  const page = pageOf(world, appSid);
  const user = world.data.users.get(page.userId);
  const firstRun = page.firstRun;
  page.firstRun = false;
  return {
    LANG: world.settings.language,
    DOMAIN: new URL(originOf(world)).host,
    PROTOCOL: 0,
    PATH: '/rest',
    AUTH_ID: page.tokens.accessToken,
    AUTH_EXPIRES: accessLifeSeconds,
    REFRESH_ID: page.tokens.refreshToken ?? '',
    MEMBER_ID: world.settings.memberId,
    FIRST_RUN: firstRun,
    IS_ADMIN: user?.admin ?? false,
    INSTALL: page.install,
    USER_OPTIONS: { ...world.data.userOptions.get(page.userId) },
    APP_OPTIONS: { ...world.data.appOptions },
    PLACEMENT: page.placement,
    PLACEMENT_OPTIONS: page.placementOptions,
  };
}

/** The reply to `refreshAuth`: new tokens for the same user. */
export function refreshPage(world: World, appSid: string): Params {
  const page = pageOf(world, appSid);
  page.tokens = issueTokens(world, page.userId);
  return {
    AUTH_ID: page.tokens.accessToken,
    REFRESH_ID: page.tokens.refreshToken ?? '',
    AUTH_EXPIRES: accessLifeSeconds,
  };
}
