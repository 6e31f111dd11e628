import { type Env, envAdvice } from './env.js';
import { parseKeys } from './secrets.js';

/** Configuration that cannot be used: `problems` says per variable what is wrong and what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** One line per variable that did not parse. Values are never repeated: they may be secrets. */
export function wrongVariables(
  issues: readonly { path: readonly PropertyKey[] }[],
  env: Record<string, string | undefined>,
): string[] {
  const names = [...new Set(issues.map((issue) => String(issue.path[0])))];
  return names.map((name) => {
    const state = (env[name] ?? '').trim() === '' ? 'is missing' : 'has a value that cannot be used';
    return `${name} ${state}. Set it to ${envAdvice[name as keyof Env]}.`;
  });
}

/** What is wrong only in company: each value by itself may be fine. */
export function wrongTogether(values: Env, production: boolean): string[] {
  const problems: string[] = [];
  const isSqlite = !isPostgresUrl(values.DATABASE_URL);
  if (isSqlite && /^[a-z][a-z0-9+.-]+:\/\//i.test(values.DATABASE_URL)) {
    problems.push(`DATABASE_URL names a database we do not know. Set it to ${envAdvice.DATABASE_URL}.`);
  }
  if (values.TOKEN_KEYS === undefined && (production || !isSqlite)) {
    const why = production ? 'in production' : 'with PostgreSQL';
    problems.push(`TOKEN_KEYS is required ${why}. Set it to ${envAdvice.TOKEN_KEYS}.`);
  } else if (values.TOKEN_KEYS !== undefined && !parseKeys(values.TOKEN_KEYS)) {
    problems.push(`TOKEN_KEYS has a value that cannot be used. Set it to ${envAdvice.TOKEN_KEYS}.`);
  }
  if (values.CLOCK === 'portal' && values.CLOCK_URL === undefined) {
    problems.push(`CLOCK=portal needs CLOCK_URL. Set it to ${envAdvice.CLOCK_URL}.`);
  }
  for (const host of values.AUTH_HOSTS.filter((text) => !isAllowedOrigin(text, values.INSECURE_LOOPBACK))) {
    problems.push(
      `AUTH_HOSTS holds ${JSON.stringify(host)}, which is not an https origin. Set it to ${envAdvice.AUTH_HOSTS}.`,
    );
  }
  return problems;
}

export function wrongInProduction(values: Env, production: boolean): string[] {
  if (!production) return [];
  const problems: string[] = [];
  if (values.CLOCK === 'portal') problems.push('CLOCK=portal is refused in production. Leave CLOCK out.');
  if (values.INSECURE_LOOPBACK) problems.push('INSECURE_LOOPBACK is refused in production. Leave it out.');
  if (!values.PUBLIC_URL.startsWith('https://')) {
    problems.push(`PUBLIC_URL must be https in production. Set it to ${envAdvice.PUBLIC_URL}.`);
  }
  return problems;
}

export function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url);
}

function isAllowedOrigin(text: string, insecureLoopback: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === 'https:' ||
    (insecureLoopback && url.protocol === 'http:' && url.hostname === '127.0.0.1')
  );
}
