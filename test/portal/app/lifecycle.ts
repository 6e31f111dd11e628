import { randomBytes } from 'node:crypto';
import { addressAuth, tokenAuth } from '../events/payload.js';
import { enqueue } from '../events/queue.js';
import { killTokens } from '../oauth/tokens.js';
import type { Params } from '../world/json.js';
import type { World } from '../world/world.js';
import { ControlError } from '../control/control-error.js';
import { openApp, type OpenedApp } from './open-app.js';

/** Install, update, uninstall, payment: what the portal does and which lifecycle event it sends. */

/** To the address of the app card and to whatever is bound; never held back by the install gate. */
function tellApp(world: World, event: string, data: Params, auth: Params): void {
  const bound = world.app.bindings
    .filter((row) => row.event === event && !row.offline)
    .map((row) => row.handler);
  const card = world.settings.app.eventUrl;
  for (const handler of new Set(card === '' ? bound : [card, ...bound]))
    enqueue(world, { event, data, handler, handlerId: 0, userId: null, withRefresh: false, auth, tries: 0 });
}

export interface InstallRequest {
  userId: number;
  /** When ONAPPINSTALL is sent: before the installer page opens, after installFinish (default), or never. */
  installEvent?: 'before' | 'after' | 'never';
}

function tellInstalled(world: World): void {
  const data = {
    VERSION: String(world.settings.app.version),
    ACTIVE: 'Y',
    INSTALLED: world.app.state === 'installed' ? 'Y' : 'N',
    LANGUAGE_ID: world.settings.language,
  };
  tellApp(world, 'ONAPPINSTALL', data, tokenAuth(world, world.app.installerUserId, true, ' '));
}

/** The administrator installs the app; the installer page opens. */
export function installApp(world: World, request: InstallRequest): OpenedApp {
  const { app, data } = world;
  if (data.users.get(request.userId)?.admin !== true)
    throw new ControlError(403, 'Only an administrator installs apps');
  if (app.state === 'installed') throw new ControlError(409, 'The app is installed already');
  if (app.state === 'absent') {
    app.state = 'installing';
    app.installId += 1;
    app.installerUserId = request.userId;
    app.applicationToken = randomBytes(16).toString('hex');
    app.installEvent = request.installEvent ?? 'after';
    if (app.installEvent === 'before') tellInstalled(world);
  }
  return openApp(world, { userId: request.userId });
}

/** `installFinish` of the frame: from now on placements show and events flow. */
export function installFinish(world: World, userId: number): void {
  const { app, data } = world;
  if (data.users.get(userId)?.admin !== true)
    throw new ControlError(403, 'Only an administrator finishes the install');
  if (app.state !== 'installing')
    throw new ControlError(409, 'The app was installed before, or is not there');
  app.state = 'installed';
  for (const page of app.pages.values()) page.install = false;
  if (app.installEvent === 'after') tellInstalled(world);
}

export interface UpdateRequest {
  version?: number;
  newApplicationToken?: boolean;
  /** Some revisions of the docs say an update drops handlers and placements; default keep. */
  dropBindings?: boolean;
  /** The installer page opens again and must be finished. */
  reinstall?: boolean;
}

export function updateApp(world: World, request: UpdateRequest): void {
  const { app, settings } = world;
  if (app.state === 'absent') throw new ControlError(409, 'The app is not installed');
  const previous = settings.app.version;
  settings.app.version = request.version ?? previous + 1;
  if (request.newApplicationToken === true) app.applicationToken = randomBytes(16).toString('hex');
  const data = {
    VERSION: String(settings.app.version),
    PREVIOUS_VERSION: String(previous),
    LANGUAGE_ID: settings.language,
  };
  tellApp(world, 'ONAPPUPDATE', data, tokenAuth(world, app.installerUserId, true));
  if (request.dropBindings === true) {
    app.bindings = [];
    app.placements = [];
    app.robots.clear();
  }
  if (request.reinstall === true) app.state = 'installing';
}

/** Tokens die, bindings go; the last event carries no tokens. */
export function uninstallApp(world: World, clean: boolean): void {
  const { app, data, settings } = world;
  if (app.state === 'absent') throw new ControlError(409, 'The app is not installed');
  tellApp(
    world,
    'ONAPPUNINSTALL',
    { LANGUAGE_ID: settings.language, CLEAN: clean ? 1 : 0 },
    addressAuth(world),
  );
  app.state = 'absent';
  app.bindings = [];
  app.placements = [];
  app.robots.clear();
  app.pages.clear();
  app.offline = [];
  killTokens(world);
  if (!clean) return;
  data.appOptions = {};
  data.userOptions.clear();
}

/** The paid period ends or goes on; ONAPPPAYMENT carries no application_token, as in the docs' sample. */
export function setPayment(world: World, expired: boolean): void {
  const { app, settings } = world;
  app.paymentExpired = expired;
  const { application_token: _hidden, ...auth } = addressAuth(world);
  const data = {
    CODE: settings.app.code,
    VERSION: settings.app.version,
    STATUS: settings.app.status,
    PAYMENT_EXPIRED: expired ? 'Y' : 'N',
    DAYS: expired ? -3 : 28,
    LANGUAGE_ID: settings.language,
  };
  tellApp(world, 'ONAPPPAYMENT', data, auth);
}
