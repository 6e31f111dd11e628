import type { Robot, RobotRun } from '../acts/robots.js';
import type { Params } from '../world/json.js';

/** The app as this portal knows it: install state, tokens, bindings, open pages. */

export interface TokenPair {
  accessToken: string;
  refreshToken: string | null;
  userId: number;
  issuedAt: number;
  accessExpiresAt: number;
  refreshExpiresAt: number;
  /** A refresh token dies when it is used. */
  refreshed: boolean;
}

export interface AuthCode {
  code: string;
  userId: number;
  expiresAt: number;
  redirectUri: string;
}

export interface EventBinding {
  id: number;
  event: string;
  handler: string;
  /** 0 = tokens of whoever acted. */
  authType: number;
  offline: boolean;
  connector: string;
  minTimeoutSeconds: number;
  boundBy: number;
}

export interface PlacementBinding {
  placement: string;
  handler: string;
  title: string;
  description: string;
  langAll: Record<string, { TITLE: string; DESCRIPTION: string; GROUP_NAME: string }>;
  options: Record<string, string>;
  userId: number;
}

/** One render of the app in an iframe, by its APP_SID. */
export interface OpenPage {
  appSid: string;
  userId: number;
  placement: string;
  placementOptions: Params;
  tokens: TokenPair;
  install: boolean;
  firstRun: boolean;
}

export interface OfflineRow {
  id: number;
  at: number;
  event: string;
  data: Params;
  messageId: string;
  processId: string;
  error: boolean;
  connector: string;
}

export interface AppState {
  state: 'absent' | 'installing' | 'installed';
  /** Number of this install on the portal (`app.info.ID`). */
  installId: number;
  installerUserId: number;
  installEvent: 'before' | 'after' | 'never';
  applicationToken: string;
  paymentExpired: boolean;
  active: boolean;
  access: Map<string, TokenPair>;
  refresh: Map<string, TokenPair>;
  codes: Map<string, AuthCode>;
  /** Event tokens are reused while fresh: a burst of 1 000 events is not 1 000 tokens. */
  eventTokens: Map<number, TokenPair>;
  bindings: EventBinding[];
  bindingsInProgress: Set<string>;
  placements: PlacementBinding[];
  /** By code. */
  robots: Map<string, Robot>;
  /** By event token. */
  robotRuns: Map<string, RobotRun>;
  pages: Map<string, OpenPage>;
  offline: OfflineRow[];
  offlineNoticeAt: number;
  /** `auth_connector` of the call that runs now: its own writes stay out of that connector's queue. */
  actingConnector: string;
}

export function createAppState(): AppState {
  return {
    state: 'absent',
    installId: 0,
    installerUserId: 0,
    installEvent: 'after',
    applicationToken: '',
    paymentExpired: false,
    active: true,
    access: new Map(),
    refresh: new Map(),
    codes: new Map(),
    eventTokens: new Map(),
    bindings: [],
    bindingsInProgress: new Set(),
    placements: [],
    robots: new Map(),
    robotRuns: new Map(),
    pages: new Map(),
    offline: [],
    offlineNoticeAt: 0,
    actingConnector: '',
  };
}
