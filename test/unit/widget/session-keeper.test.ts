import { describe, expect, it } from '@jest/globals';
import { keepSession } from '../../../client-widget/api/session-keeper.js';
import type { Session } from '../../../server/api/session.js';

const hourMs = 3_600_000;

function given() {
  const clock = { now: 1_000_000 };
  const opened: boolean[] = [];
  const keeper = keepSession(
    async (fresh) => {
      opened.push(fresh);
      await Promise.resolve();
      return sessionNamed(`token-${opened.length}`, clock.now + hourMs);
    },
    () => clock.now,
  );
  return { clock, opened, keeper };
}

function sessionNamed(token: string, expiresAt: number): Session {
  const portal = {
    language: 'ru',
    timeZone: 'Europe/Moscow',
    state: 'installed',
    host: 'portal.example',
    page: 'https://portal.example/marketplace/view/hours/',
  } as const;
  return { token, expiresAt, role: 'manager', userId: 1, userName: 'Мария', portal };
}

describe('the session of the widget', () => {
  it('is opened once, however many requests wait for it', async () => {
    const { opened, keeper } = given();
    const bearers = await Promise.all([keeper.bearer(), keeper.bearer(), keeper.session()]);
    expect(bearers[0]).toBe('token-1');
    expect(opened).toEqual([false]);
  });

  it('is renewed with a fresh portal token a minute before it ends', async () => {
    const { clock, opened, keeper } = given();
    await keeper.bearer();
    clock.now += hourMs - 61_000;
    expect(await keeper.bearer()).toBe('token-1');
    clock.now += 2_000;
    expect(await keeper.bearer()).toBe('token-2');
    expect(opened).toEqual([false, true]);
  });

  it('renews once for several requests that were refused with the same bearer', async () => {
    const { opened, keeper } = given();
    const refused = await keeper.bearer();
    const renewed = await Promise.all([keeper.renew(refused), keeper.renew(refused)]);
    expect(renewed).toEqual(['token-2', 'token-2']);
    expect(await keeper.renew(refused)).toBe('token-2');
    expect(opened).toEqual([false, true]);
  });

  it('tries again after a failure', async () => {
    let tries = 0;
    const keeper = keepSession(async () => {
      tries += 1;
      if (tries === 1) throw new Error('no portal');
      return sessionNamed('second', Date.now() + hourMs);
    });
    await expect(keeper.bearer()).rejects.toThrow('no portal');
    expect(await keeper.bearer()).toBe('second');
  });
});
