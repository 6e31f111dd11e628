import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseForm } from '../../portal/http/php-form.js';
import { createBucket } from '../../../server/portal/rest/bucket.js';
import {
  checkEndpoint,
  chooseAuthHost,
  isPrivateAddress,
  publicLookup,
} from '../../../server/portal/rest/endpoint.js';
import { batchCommand } from '../../../server/portal/rest/php-query.js';
import { isKnownRead } from '../../../server/portal/rest/reads.js';

const rules = {
  insecureLoopback: false,
  authHosts: ['https://oauth.bitrix24.tech', 'https://oauth.bitrix.info'],
};

describe('an address of a portal', () => {
  it.each([
    ['https://some.bitrix24.ru/rest/', 'https://some.bitrix24.ru/rest'],
    ['https://box.example.com:8443/site/rest', 'https://box.example.com:8443/site/rest'],
    ['https://93.184.216.34/rest/', 'https://93.184.216.34/rest'],
  ])('%s is taken', (text, stored) => {
    expect(checkEndpoint(rules, text)).toBe(stored);
  });

  it.each([
    'http://some.bitrix24.ru/rest/',
    'https://localhost/rest/',
    'https://portal/rest/',
    'https://portal.local/rest/',
    'https://metadata.google.internal/rest/',
    'https://127.0.0.1/rest/',
    'https://2130706433/rest/',
    'https://0x7f.1/rest/',
    'https://10.0.0.1/rest/',
    'https://172.31.255.1/rest/',
    'https://192.168.1.1/rest/',
    'https://169.254.169.254/rest/',
    'https://100.64.0.1/rest/',
    'https://[::1]/rest/',
    'https://[::ffff:10.0.0.1]/rest/',
    'https://[fd00::1]/rest/',
    'https://[fe80::1]/rest/',
    'https://user:pass@some.bitrix24.ru/rest/',
    'https://some.bitrix24.ru/rest/?x=1',
    'https://some.bitrix24.ru/elsewhere/',
    'ftp://some.bitrix24.ru/rest/',
    'rest',
    '',
  ])('%s is refused', (text) => {
    expect(() => checkEndpoint(rules, text)).toThrow(expect.objectContaining({ code: 'ENDPOINT_REFUSED' }));
  });

  it('may be loopback over http only where the configuration says so', () => {
    const address = 'http://127.0.0.1:8080/rest/';
    expect(() => checkEndpoint(rules, address)).toThrow(
      expect.objectContaining({ code: 'ENDPOINT_REFUSED' }),
    );
    expect(checkEndpoint({ ...rules, insecureLoopback: true }, address)).toBe('http://127.0.0.1:8080/rest');
  });

  it('is refused on connecting when a public name points inside', async () => {
    const refused = await new Promise((resolve) => {
      publicLookup('localhost', { all: true }, (error) => resolve(error?.code));
    });
    expect(refused).toBe('EPRIVATE');
    expect(isPrivateAddress('not an address')).toBe(true);
  });
});

describe('an auth server', () => {
  it('is told the secret only when it is on the list', () => {
    expect(chooseAuthHost(rules, 'https://oauth.bitrix.info/rest/')).toBe('https://oauth.bitrix.info');
    expect(chooseAuthHost(rules, undefined)).toBe('https://oauth.bitrix24.tech');
    for (const text of [
      'https://oauth.bitrix24.tech.evil.example/rest/',
      'http://oauth.bitrix24.tech/rest/',
      'https://oauth.bitrix24.tech:444/rest/',
      'https://oauth.bitrix24.tech@evil.example/rest/',
      'nonsense',
    ]) {
      expect(() => chooseAuthHost(rules, text)).toThrow(
        expect.objectContaining({ code: 'AUTH_HOST_REFUSED' }),
      );
    }
  });
});

describe('a batch command', () => {
  it('is read by PHP as it was meant', () => {
    const [, query = ''] = batchCommand('tasks.task.list', {
      filter: { '>ID': 5, GROUP_ID: [1, 2], TITLE: 'a&b=c [д]' },
      flag: true,
      off: false,
      none: undefined,
    }).split(/\?(.*)/s);
    expect(parseForm(query)).toEqual({
      filter: { '>ID': '5', GROUP_ID: ['1', '2'], TITLE: 'a&b=c [д]' },
      flag: '1',
      off: '0',
    });
  });

  it('keeps any text and any order of names', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, fc.string({ unit: 'grapheme', maxLength: 20 }), (keys, text) => {
        const params = Object.fromEntries(keys.map((name) => [name, text]));
        const parsed = parseForm(batchCommand('some.method', params).slice('some.method?'.length));
        expect(Object.keys(parsed)).toEqual(keys);
        expect(Object.values(parsed)).toEqual(keys.map(() => text));
      }),
    );
  });

  it('lets references through', () => {
    expect(decodeURIComponent(batchCommand('m.get', { ID: '$result[a][0][ID]' }))).toBe(
      'm.get?ID=$result[a][0][ID]',
    );
  });
});

describe('reads', () => {
  it.each([
    'profile',
    'app.info',
    'tasks.task.list',
    'task.elapseditem.getlist',
    'im.dialog.messages.get',
    'user.get',
  ])('%s changes nothing', (method) => expect(isKnownRead(method)).toBe(true));
  it.each([
    'tasks.task.add',
    'task.commentitem.add',
    'event.bind',
    'event.offline.get',
    'tasks.task.chat.message.send',
  ])('%s may change something', (method) => expect(isKnownRead(method)).toBe(false));
});

describe('the bucket', () => {
  it('never lets more through than the portal takes, and people first', async () => {
    let now = 0;
    const bucket = createBucket({ perSecond: 2, burst: 50 }, () => now);
    let admitted = 0;
    const order: string[] = [];
    const ask = (urgency: 'background' | 'interactive'): void => {
      bucket.take(urgency, 60_000).then(
        () => {
          admitted += 1;
          order.push(urgency);
          bucket.release();
        },
        () => order.push('refused'),
      );
    };
    for (let at = 0; at < 100; at += 1) ask('background');
    await settled();
    expect(admitted).toBe(44);
    ask('interactive');
    await settled();
    expect(order.at(-1)).toBe('interactive');
    now += 10_000;
    ask('interactive');
    await settled();
    // 45 + 1 taken, 20 drained: background fills up to its share again.
    expect(admitted).toBeLessThanOrEqual(50 + 20);
    expect(admitted).toBeGreaterThan(60);
    bucket.overflow(5_000);
    const before = admitted;
    ask('interactive');
    await settled();
    expect(admitted).toBe(before);
  });

  it('refuses who waited too long, and a queue without end', async () => {
    let now = 0;
    const bucket = createBucket({ perSecond: 1, burst: 5 }, () => now);
    bucket.overflow(100_000);
    const late = bucket.take('interactive', 10);
    now += 11;
    await expect(Promise.all([late, bucket.take('interactive', 0)])).rejects.toMatchObject({
      restCode: 'WAITED_TOO_LONG',
    });
    const many = Array.from({ length: 2_001 }, () => bucket.take('background', 1_000));
    await expect(many.at(-1)).rejects.toMatchObject({ restCode: 'QUEUE_FULL' });
    now += 1_001;
    const ends = await Promise.allSettled(many.slice(0, -1));
    expect(new Set(ends.map((end) => end.status))).toEqual(new Set(['rejected']));
  });
});

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
