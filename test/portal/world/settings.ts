/** What a simulated portal can be asked to be, and its defaults. */

/** Seconds of operating time one inner call is charged: always the same, or drawn from a range (seeded). */
export type OperatingCharge = { fixedSeconds: number } | { fromSeconds: number; toSeconds: number };

export interface LimitSettings {
  /** Leaky bucket: requests drained per second and the count above which a request answers 503. */
  ratePerSecond: number;
  burst: number;
  /** Per method, app and portal: seconds in ten one-minute buckets. */
  operatingSeconds: number;
  operatingCharge: OperatingCharge;
  /** Off = as on a box: neither 503 nor 429. */
  enabled: boolean;
}

export interface EventSettings {
  lostShare: number;
  doubledShare: number;
  shuffledShare: number;
  delayedShare: number;
  delayMs: number;
  /** Furthest a shuffled or doubled delivery is put off. */
  shuffleWindowMs: number;
  /** Repeats after a failed delivery; the platform makes none. */
  retries: number;
  /** Keep everything in the queue until it is flushed. */
  hold: boolean;
  /** Longest wait for the handler's answer. */
  timeoutMs: number;
}

export interface AppRegistration {
  clientId: string;
  clientSecret: string;
  code: string;
  name: string;
  /** Main page of the app, opened at DEFAULT. */
  handlerUrl: string;
  /** Installer page; empty = the main page serves. */
  installerUrl: string;
  /** "Link to the install-event handler" of the app card; empty = lifecycle events go to bound handlers only. */
  eventUrl: string;
  scopes: string[];
  status: 'L' | 'F' | 'S' | 'T' | 'P' | 'D';
  version: number;
  /** Who may open it: everybody of the staff, or named users (extranet users only when named). */
  access: 'staff' | 'everyone' | number[];
}

export interface Settings {
  host: string;
  port: number;
  authPort: number;
  seed: string;
  /** Start without the believable department: one administrator, nothing else. */
  empty: boolean;
  card: 'old' | 'new';
  language: 'ru' | 'en';
  /** A request that runs longer is cut, in real ms; its effect may still land. */
  requestLimitMs: number;
  utcOffsetMinutes: number;
  memberId: string;
  limits: LimitSettings;
  events: EventSettings;
  app: AppRegistration;
  /** Does `auth` count as part of the body that an Idempotency-Key fixes? Not documented; default no. */
  idempotencyCountsAuth: boolean;
  features: Record<string, 'Y' | 'N'>;
}

const appScopes = [
  'task',
  'tasks',
  'sonet_group',
  'socialnetwork',
  'user_brief',
  'department',
  'im',
  'log',
  'disk',
  'placement',
  'calendar',
  'crm',
];

export type SettingsInput = Partial<Omit<Settings, 'limits' | 'events' | 'app'>> & {
  limits?: Partial<LimitSettings>;
  events?: Partial<EventSettings>;
  app?: Partial<AppRegistration>;
};

const defaultLimits: LimitSettings = {
  ratePerSecond: 2,
  burst: 50,
  operatingSeconds: 480,
  operatingCharge: { fixedSeconds: 0.05 },
  enabled: true,
};

const defaultEvents: EventSettings = {
  lostShare: 0,
  doubledShare: 0,
  shuffledShare: 0,
  delayedShare: 0,
  delayMs: 1_000,
  shuffleWindowMs: 150,
  retries: 0,
  hold: false,
  timeoutMs: 10_000,
};

const defaultApp: AppRegistration = {
  clientId: 'app.5f0c2a7be1d2c4.71836402',
  clientSecret: 'simulated-client-secret-of-the-demo-app',
  code: 'supporthours.hours',
  name: 'Часы поддержки',
  handlerUrl: '',
  installerUrl: '',
  eventUrl: '',
  scopes: appScopes,
  status: 'F',
  version: 1,
  access: 'everyone',
};

/** Fills in defaults; `memberId` falls back to 32 hex digits made from the seed by the caller. */
export function resolveSettings(input: SettingsInput, memberId: string): Settings {
  return {
    host: '127.0.0.1',
    port: 0,
    authPort: 0,
    seed: 'demo',
    empty: false,
    card: 'new',
    language: 'ru',
    requestLimitMs: 60_000,
    utcOffsetMinutes: 180,
    memberId,
    idempotencyCountsAuth: false,
    features: { rest_offline_extended: 'Y', rest_auth_connector: 'Y' },
    ...input,
    limits: { ...defaultLimits, ...input.limits },
    events: { ...defaultEvents, ...input.events },
    app: { ...defaultApp, ...input.app },
  };
}
