import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigError, deriveSecret, loadConfig, parseKeys } from '../../config/index.js';
import { seal, unseal } from '../../server/base/seal.js';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = (id: string, fill: number): string => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const least = {
  PUBLIC_URL: 'https://hours.example.com/',
  B24_CLIENT_ID: 'app.1',
  B24_CLIENT_SECRET: 'secret',
  DATABASE_URL: join(folder, 'one', 'hours.sqlite'),
};
const production = { ...least, NODE_ENV: 'production', TOKEN_KEYS: key('k1', 1) };

function problemsOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('the configuration', () => {
  it('needs little and fills in the rest', () => {
    const config = loadConfig(least);
    expect(config).toMatchObject({
      production: false,
      publicUrl: 'https://hours.example.com',
      postSettleMs: 75_000,
      restTimeLimitMs: 65_000,
      writeStartLimitMs: 12_500,
      authHosts: ['https://oauth.bitrix24.tech', 'https://oauth.bitrix.info'],
      appCode: 'supporthours.hours',
    });
    // Whatever left in time has run or failed when the settle time is over: 12.5 s + the platform's 60 s.
    expect(config.writeStartLimitMs + 60_000).toBeLessThan(config.postSettleMs);
  });

  it('names every wrong variable at once, and what to do', () => {
    const message = problemsOf({
      PORT: '99999',
      B24_CLIENT_ID: '  ',
      PUBLIC_URL: 'hours',
      LOG_LEVEL: 'loud',
    });
    for (const name of ['PORT', 'B24_CLIENT_ID', 'B24_CLIENT_SECRET', 'PUBLIC_URL', 'LOG_LEVEL']) {
      expect(message).toMatch(
        new RegExp(`${name} (is missing|has a value that cannot be used)\\. Set it to `),
      );
    }
    expect(message).not.toContain('DATABASE_URL');
  });

  it('never repeats a secret in its complaint', () => {
    expect(problemsOf({ ...least, TOKEN_KEYS: 'k1:tooshort', SESSION_SECRET: 'shh-short' })).not.toMatch(
      /tooshort|shh-short/,
    );
  });

  it('makes a key beside the SQLite file, for its owner only, and finds it again', () => {
    const first = loadConfig(least);
    const file = join(folder, 'one', 'keys.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const sealed = seal(first.keys, 'token', 'here');
    const second = loadConfig(least);
    expect(unseal(second.keys, sealed, 'here')).toBe('token');
    expect(second.sessionSecret).toBe(first.sessionSecret);
    expect(readFileSync(file, 'utf8')).not.toContain(first.sessionSecret);
  });

  it.each([
    ['PostgreSQL', { ...least, DATABASE_URL: 'postgres://u:p@db/hours' }],
    ['production', { ...least, NODE_ENV: 'production', DATABASE_URL: join(folder, 'two', 'x.sqlite') }],
  ])('asks for a key with %s', (_what, env) => {
    expect(problemsOf(env)).toMatch(/TOKEN_KEYS is required/);
    expect(problemsOf({ ...env, TOKEN_KEYS: key('k1', 1) })).toBe('');
  });

  it.each([
    ['CLOCK=portal', { CLOCK: 'portal', CLOCK_URL: 'http://127.0.0.1:1' }],
    ['INSECURE_LOOPBACK', { INSECURE_LOOPBACK: '1' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://hours.example.com' }],
  ])('refuses %s in production', (what, env) => {
    expect(problemsOf(production)).toBe('');
    expect(problemsOf({ ...production, ...env })).toContain(what);
    expect(problemsOf({ ...least, ...env })).toBe('');
  });

  it('takes auth servers on https only, on loopback where that is allowed', () => {
    expect(problemsOf({ ...least, AUTH_HOSTS: 'http://127.0.0.1:8091' })).toContain('AUTH_HOSTS');
    expect(
      problemsOf({ ...least, AUTH_HOSTS: 'http://oauth.example.com', INSECURE_LOOPBACK: '1' }),
    ).toContain('AUTH_HOSTS');
    const config = loadConfig({ ...least, AUTH_HOSTS: 'http://127.0.0.1:8091/', INSECURE_LOOPBACK: '1' });
    expect(config.authHosts).toEqual(['http://127.0.0.1:8091']);
  });

  it('takes no other database', () => {
    expect(problemsOf({ ...least, DATABASE_URL: 'mysql://u@db/hours' })).toContain('DATABASE_URL');
  });
});

describe('the key ring', () => {
  it('opens with older keys what the newest no longer sealed', () => {
    const old = parseKeys(key('k1', 1));
    const both = parseKeys(`${key('k2', 2)}, ${key('k1', 1)}`);
    const young = parseKeys(key('k2', 2));
    if (!old || !both || !young) throw new Error('keys');
    const sealed = seal(old, 'token', 'place');
    expect(unseal(both, sealed, 'place')).toBe('token');
    expect(seal(both, 'token', 'place').startsWith('k2.')).toBe(true);
    expect(() => unseal(young, sealed, 'place')).toThrow(expect.objectContaining({ code: 'KEY_MISSING' }));
  });

  it('opens nothing that was changed or moved', () => {
    const ring = parseKeys(key('k1', 1));
    const other = parseKeys(key('k1', 2));
    if (!ring || !other) throw new Error('keys');
    const sealed = seal(ring, 'token', 'portal-a/owner');
    const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
    const broken = expect.objectContaining({ code: 'SEAL_BROKEN' });
    expect(() => unseal(ring, sealed, 'portal-b/owner')).toThrow(broken);
    expect(() => unseal(ring, changed, 'portal-a/owner')).toThrow(broken);
    expect(() => unseal(other, sealed, 'portal-a/owner')).toThrow(broken);
    expect(() => unseal(ring, 'k1.', 'portal-a/owner')).toThrow(broken);
    expect(seal(ring, 'token', 'a')).not.toBe(seal(ring, 'token', 'a'));
  });

  it('reads only whole keys, each with an id of its own', () => {
    for (const text of ['', 'k1', key('k1', 1).slice(0, -8), `${key('k1', 1)},${key('k1', 2)}`, 'k 1:AAAA']) {
      expect(parseKeys(text)).toBeNull();
    }
  });

  it('gives each purpose a secret of its own', () => {
    const ring = parseKeys(key('k1', 1));
    if (!ring) throw new Error('keys');
    expect(deriveSecret(ring, 'a')).not.toBe(deriveSecret(ring, 'b'));
    expect(deriveSecret(ring, 'a')).toBe(deriveSecret(ring, 'a'));
  });
});
