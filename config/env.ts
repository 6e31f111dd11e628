import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().positive();
const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .default('0')
  .transform((text) => text === '1' || text === 'true');
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
const optionalText = z.string().trim().min(1).optional();

/** The raw variables, one by one; what they mean together is decided in config.ts. */
export const envSchema = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  DATABASE_URL: z.string().trim().min(1).default('data/support-hours.sqlite'),
  EXPORTS_DIR: optionalText,
  B24_CLIENT_ID: z.string().trim().min(1),
  B24_CLIENT_SECRET: z.string().trim().min(1),
  APP_CODE: optionalText,
  AUTH_HOSTS: list,
  TOKEN_KEYS: optionalText,
  SESSION_SECRET: z.string().min(32).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  CLOCK: z.enum(['system', 'portal']).default('system'),
  CLOCK_URL: z.url({ protocol: /^https?$/ }).optional(),
  POST_SETTLE_MS: milliseconds.default(75_000),
  REST_TIME_LIMIT_MS: milliseconds.default(65_000),
  REST_PER_SECOND: z.coerce.number().positive().default(2),
  REST_BURST: z.coerce.number().int().min(5).default(50),
  POLL_EVERY_MS: milliseconds.default(60_000),
  INSECURE_LOOPBACK: flag,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Env = z.infer<typeof envSchema>;

/** What to do about a wrong variable, in the words of someone who runs the app. */
export const envAdvice: Record<keyof Env, string> = {
  NODE_ENV: 'production, or leave it out',
  PORT: 'a TCP port, 0–65535',
  HOST: 'the address to listen on, such as 127.0.0.1 or 0.0.0.0',
  PUBLIC_URL: 'the https address under which Bitrix24 reaches this app, such as https://hours.example.com',
  DATABASE_URL: 'postgres://user:password@host/database, or the path of a SQLite file',
  EXPORTS_DIR: 'a folder for archives of portals, kept for a day; several processes need the same one',
  B24_CLIENT_ID: 'the application id (client_id) from the vendor cabinet',
  B24_CLIENT_SECRET: 'the application key (client_secret) from the vendor cabinet',
  APP_CODE: 'the application code, as app.info reports it',
  AUTH_HOSTS: 'origins of authorisation servers, separated by commas, such as https://oauth.bitrix24.tech',
  TOKEN_KEYS:
    'id:base64 of 32 random bytes (openssl rand -base64 32); several separated by commas, newest first',
  SESSION_SECRET:
    'at least 32 characters of random text, or leave it out to derive one from the newest token key',
  METRICS_TOKEN: 'at least 16 characters: the bearer token that /metrics asks for',
  CLOCK: 'system (portal follows a simulated portal and is refused in production)',
  CLOCK_URL: 'the address of the simulated portal whose clock to follow',
  POST_SETTLE_MS:
    'milliseconds to wait before looking whether an unclear post arrived; longer than a REST call can run',
  REST_TIME_LIMIT_MS: 'milliseconds after which a REST call is given up',
  REST_PER_SECOND:
    'REST requests a portal lets through per second: 2 in the cloud (Enterprise is noticed by itself)',
  REST_BURST: 'REST requests a portal takes at once: 50 in the cloud',
  POLL_EVERY_MS: 'milliseconds between two looks at new time entries',
  INSECURE_LOOPBACK: '1 only for a simulated portal on this machine; refused in production',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
};
