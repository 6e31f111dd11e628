import type { B24Frame } from '@bitrix24/b24jssdk';
import { FrameError } from './frame-error.js';
import { withTimeLimit } from './time-limit.js';

const openLimitMs = 15_000;
const answerLimitMs = 12_000;

/** The portal page around us, as the rest of the widget sees it. */
export interface PortalFrame {
  memberId: string;
  language: 'ru' | 'en';
  placement: string;
  options: Record<string, unknown>;
  /** True until `installFinish` was called once for this portal. */
  installing: boolean;
  isAdmin: boolean;
  theme: Theme;
  /** Scheme, host and port of the portal, for links. */
  origin: string;
  /** The visitor's own access token; `fresh` asks the portal for a new one. */
  accessToken(fresh: boolean): Promise<string>;
  /** A refresh token of the visitor's own, just issued: only for letting the app post in their name. */
  refreshToken(): Promise<string>;
  /** Makes the frame as high as the app is. */
  fitTo(heightPx: number): void;
  openPath(path: string): Promise<void>;
  /** The portal's own picker. Never settles when the person closes it without a choice. */
  pickEmployees(): Promise<Employee[]>;
  /** Brings the top of the app into view: a new screen must not open at the old one's foot. */
  scrollToTop(): void;
  installFinish(): Promise<void>;
  rememberTheme(theme: Theme): void;
}
export interface Employee {
  userId: number;
  name: string;
}
export type Theme = 'light' | 'dark';

/** Opens the official SDK's frame. Its init waits without end for a silent parent, hence the race. */
export async function connectFrame(): Promise<PortalFrame> {
  if (window.parent === window || !window.name.includes('|')) throw new FrameError('NOT_IN_PORTAL');
  const { initializeB24Frame } = await import('@bitrix24/b24jssdk');
  const b24 = await withTimeLimit(initializeB24Frame(), openLimitMs);
  return portalFrame(b24);
}

function portalFrame(b24: B24Frame): PortalFrame {
  const auth = b24.auth.getAuthData();
  return {
    memberId: auth === false ? '' : auth.member_id,
    language: b24.getLang().toString() === 'ru' ? 'ru' : 'en',
    placement: b24.placement.placement,
    options: asRecord(b24.placement.options),
    installing: Boolean(b24.isInstallMode),
    isAdmin: Boolean(b24.auth.isAdmin),
    theme: storedTheme(b24),
    origin: b24.getTargetOrigin(),
    accessToken: (fresh) => accessToken(b24, fresh),
    refreshToken: () => refreshToken(b24),
    fitTo: (heightPx) => fitTo(b24, heightPx),
    openPath: (path) => openPath(b24, path),
    pickEmployees: () => pickEmployees(b24),
    scrollToTop: () => quietly(b24.parent.scrollParentWindow(0)),
    installFinish: () => withTimeLimit(b24.installFinish(), answerLimitMs),
    rememberTheme: (theme) => quietly(b24.options.userSet('theme', theme)),
  };
}

async function accessToken(b24: B24Frame, fresh: boolean): Promise<string> {
  const known = fresh ? false : b24.auth.getAuthData();
  const data = known === false ? await withTimeLimit(b24.auth.refreshAuth(), answerLimitMs) : known;
  if (!data) throw new FrameError('FRAME_REFUSED');
  return data.access_token;
}

/** The portal issues a new pair; its access token stays the frame's, its refresh token is the app's from then on. */
async function refreshToken(b24: B24Frame): Promise<string> {
  const data = await withTimeLimit(b24.auth.refreshAuth(), answerLimitMs);
  if (!data) throw new FrameError('FRAME_REFUSED');
  return data.refresh_token;
}

/** The SDK's own fitWindow never shrinks the frame, so the height is ours; the width stays the portal's. */
function fitTo(b24: B24Frame, heightPx: number) {
  quietly(b24.parent.message.send('resizeWindow', { width: '100%', height: heightPx, isSafely: true }));
}

/** The SDK throws where an option was never set. */
function storedTheme(b24: B24Frame): Theme {
  try {
    return b24.options.userGet('theme') === 'dark' ? 'dark' : 'light';
  } catch {
    return 'light';
  }
}

async function openPath(b24: B24Frame, path: string) {
  await b24.slider.openPath(b24.slider.getUrl(path), 1200);
}

async function pickEmployees(b24: B24Frame): Promise<Employee[]> {
  const chosen = await b24.dialog.selectUsers();
  return chosen.map((user) => ({ userId: Number(user.id), name: user.name }));
}

/** For courtesies whose failure changes nothing for the person. */
function quietly(work: Promise<unknown>) {
  work.catch((error: unknown) => console.debug('The portal page did not take it', error));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
