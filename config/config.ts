import { dirname, join } from 'node:path';
import { ConfigError, wrongInProduction, wrongTogether, wrongVariables } from './config-problems.js';
import { type Env, envSchema } from './env.js';
import { type AppManifest, readManifest } from './manifest.js';
import { deriveSecret, keysBeside, type KeyRing, parseKeys } from './secrets.js';

const KNOWN_AUTH_HOSTS = ['https://oauth.bitrix24.tech', 'https://oauth.bitrix.info'];

export interface Config {
  production: boolean;
  host: string;
  port: number;
  /** Origin (and path, if any) under which portals reach us, no trailing slash. */
  publicUrl: string;
  /** `postgres://…` or the path of a SQLite file. */
  databaseUrl: string;
  /** Archives that people asked for lie here for a day. */
  exportsDir: string;
  clientId: string;
  clientSecret: string;
  /** What `app.info` must report as CODE. */
  appCode: string;
  manifest: AppManifest;
  /** Origins that may be told the client secret; the first is used where nothing else is known. */
  authHosts: readonly string[];
  keys: KeyRing;
  sessionSecret: string;
  metricsToken: string | null;
  clock: 'system' | 'portal';
  clockUrl: string | null;
  /** How long an unclear write may still arrive, counted from the moment its sending was stored. */
  postSettleMs: number;
  /** After this a REST call is given up; longer than the platform lets one run. */
  restTimeLimitMs: number;
  /** A write that could not leave within this time is not sent at all, so that postSettleMs can be trusted. */
  writeStartLimitMs: number;
  /** The portal's leaky bucket: requests drained per second, and how many it holds. */
  restPerSecond: number;
  restBurst: number;
  pollEveryMs: number;
  /** Development and tests only: portals and auth servers on http://127.0.0.1. */
  insecureLoopback: boolean;
  logLevel: Env['LOG_LEVEL'];
}

/** Checks every variable and returns plain values. Throws one ConfigError that lists everything wrong at once. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const parsed = envSchema.safeParse(withoutEmpty(env));
  if (!parsed.success) throw new ConfigError(wrongVariables(parsed.error.issues, env));
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  const problems = [...wrongTogether(values, production), ...wrongInProduction(values, production)];
  if (problems.length > 0) throw new ConfigError(problems);
  const keys = keyRing(values);
  return {
    production,
    ...addresses(values),
    ...identity(values),
    ...secrets(values, keys),
    ...times(values),
  };
}

function addresses(values: Env): Pick<Config, 'host' | 'port' | 'publicUrl' | 'databaseUrl' | 'exportsDir'> {
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL.replace(/\/+$/, ''),
    databaseUrl: values.DATABASE_URL,
    exportsDir: values.EXPORTS_DIR ?? beside(values.DATABASE_URL, 'exports'),
  };
}

/** Beside the database file; with a server, below the folder the app runs in. */
function beside(databaseUrl: string, name: string): string {
  return join(/^postgres(ql)?:/.test(databaseUrl) ? 'data' : dirname(databaseUrl), name);
}

function identity(
  values: Env,
): Pick<Config, 'clientId' | 'clientSecret' | 'appCode' | 'manifest' | 'authHosts' | 'insecureLoopback'> {
  const manifest = readManifest();
  return {
    clientId: values.B24_CLIENT_ID,
    clientSecret: values.B24_CLIENT_SECRET,
    appCode: values.APP_CODE ?? manifest.code,
    manifest,
    authHosts: values.AUTH_HOSTS.length > 0 ? values.AUTH_HOSTS.map(originOf) : KNOWN_AUTH_HOSTS,
    insecureLoopback: values.INSECURE_LOOPBACK,
  };
}

function secrets(values: Env, keys: KeyRing): Pick<Config, 'keys' | 'sessionSecret' | 'metricsToken'> {
  return {
    keys,
    sessionSecret: values.SESSION_SECRET ?? deriveSecret(keys, 'widget sessions'),
    metricsToken: values.METRICS_TOKEN ?? null,
  };
}

function times(
  values: Env,
): Pick<
  Config,
  | 'clock'
  | 'clockUrl'
  | 'postSettleMs'
  | 'restTimeLimitMs'
  | 'writeStartLimitMs'
  | 'restPerSecond'
  | 'restBurst'
  | 'pollEveryMs'
  | 'logLevel'
> {
  return {
    clock: values.CLOCK,
    clockUrl: values.CLOCK_URL?.replace(/\/+$/, '') ?? null,
    postSettleMs: values.POST_SETTLE_MS,
    restTimeLimitMs: values.REST_TIME_LIMIT_MS,
    // 12.5 s of the default 75 s: with the platform's 60 s for the call itself there is time to spare.
    writeStartLimitMs: Math.ceil(values.POST_SETTLE_MS / 6),
    restPerSecond: values.REST_PER_SECOND,
    restBurst: values.REST_BURST,
    pollEveryMs: values.POLL_EVERY_MS,
    logLevel: values.LOG_LEVEL,
  };
}

function keyRing(values: Env): KeyRing {
  const fromEnv = values.TOKEN_KEYS === undefined ? null : parseKeys(values.TOKEN_KEYS);
  return fromEnv ?? keysBeside(values.DATABASE_URL);
}

function withoutEmpty(env: Record<string, string | undefined>): Record<string, string> {
  const set = Object.entries(env).filter((pair): pair is [string, string] => (pair[1] ?? '').trim() !== '');
  return Object.fromEntries(set);
}

function originOf(text: string): string {
  return new URL(text).origin;
}
