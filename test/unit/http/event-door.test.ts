import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connect as connectDb, type Db } from '../../../server/base/db/index.js';
import { type Doors, install, openDoors } from '../../given/given-doors.js';
import { migratedDatabaseUrl } from '../../harness/databases.js';
import { type Portal, startPortal } from '../../portal/index.js';

let db: Db;
let portal: Portal;
let doors: Doors;
let genuine: Record<string, string>;

beforeAll(async () => {
  db = connectDb(await migratedDatabaseUrl('sqlite'));
  portal = await startPortal({ seed: 'event door', empty: true });
  doors = await openDoors(db, portal);
  await install(portal, doors);
  await portal.control.flushEvents();
  genuine = {
    'auth[member_id]': portal.memberId,
    'auth[application_token]': portal.control.app().applicationToken,
  };
});
afterAll(async () => {
  await doors.stop();
  await portal.stop();
  await db.destroy();
});
beforeEach(async () => {
  await db.deleteFrom('inbox').execute();
});

const rows = () => db.selectFrom('inbox').selectAll().execute();
const FORM = 'application/x-www-form-urlencoded';

async function post(body: string | Uint8Array, headers: Record<string, string> = { 'Content-Type': FORM }) {
  const response = await fetch(`${doors.url}/events`, { method: 'POST', body: body as BodyInit, headers });
  return { status: response.status, text: await response.text() };
}

const encode = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const taskEvent = (more: Record<string, string> = {}) =>
  encode({ event: 'ONTASKUPDATE', 'data[FIELDS_AFTER][ID]': '7', ...genuine, ...more });

describe('the event door', () => {
  it('takes a genuine event with 200 and an empty answer, and a row is there', async () => {
    expect(await post(taskEvent())).toEqual({ status: 200, text: '' });
    expect(await rows()).toMatchObject([{ subject: 'task', subject_id: '7', state: 'due' }]);
  });

  it.each([
    ['another token', { 'auth[application_token]': 'f'.repeat(32) }],
    ['the token’s beginning', { 'auth[application_token]': 'PREFIX' }],
    ['an empty token', { 'auth[application_token]': '' }],
    ['another portal’s id', { 'auth[member_id]': 'a'.repeat(32) }],
  ] as [string, Record<string, string>][])('refuses %s', async (_, forged) => {
    const fields =
      forged['auth[application_token]'] === 'PREFIX'
        ? { 'auth[application_token]': genuine['auth[application_token]']?.slice(0, -1) ?? '' }
        : forged;
    expect(await post(taskEvent(fields))).toEqual({ status: 403, text: '' });
    expect(await rows()).toEqual([]);
  });

  it.each([
    ['a token that is an object', 'auth[application_token][toString]=x'],
    ['a token that is a list', 'auth[application_token][]=TOKEN'],
    ['a token given twice', 'auth[application_token]=TOKEN&auth[application_token]=TOKEN'],
    ['a prototype', 'auth[__proto__][application_token]=TOKEN'],
    ['auth as a text', 'auth=TOKEN'],
  ])('refuses %s', async (_, token) => {
    const body = `event=ONTASKUPDATE&data[FIELDS_AFTER][ID]=7&auth[member_id]=${portal.memberId}&${token.replaceAll('TOKEN', genuine['auth[application_token]'] ?? '')}`;
    expect(await post(body)).toEqual({ status: 403, text: '' });
    expect(await rows()).toEqual([]);
  });

  it.each(['0', '-1', '1.5', '1e3', 'undefined', '', ' 7', '7 or 1=1', '９', '9'.repeat(16), '\u0000'])(
    'refuses the task id %j',
    async (id) => {
      expect((await post(taskEvent({ 'data[FIELDS_AFTER][ID]': id }))).status).toBe(400);
      expect(await rows()).toEqual([]);
    },
  );

  it('keeps quiet about events it does not use', async () => {
    expect((await post(encode({ event: 'ONLIVEFEEDPOSTADD', ...genuine }))).status).toBe(200);
    expect(await rows()).toEqual([]);
  });

  it('takes deals and smart invoices from CRM, and of items nothing else', async () => {
    const tell = (event: string, fields: Record<string, string>) =>
      post(encode({ event, ...genuine, ...fields })).then(({ status }) => status);
    const item = (kind: string) => ({ 'data[FIELDS][ID]': '24', 'data[FIELDS][ENTITY_TYPE_ID]': kind });
    expect(await tell('ONCRMDEALUPDATE', { 'data[FIELDS][ID]': '759' })).toBe(200);
    expect(await tell('ONCRMDYNAMICITEMUPDATE', item('31'))).toBe(200);
    expect(await tell('ONCRMDYNAMICITEMUPDATE', item('1220'))).toBe(200);
    expect(await tell('ONCRMDEALUPDATE', {})).toBe(400);
    const facts = (await rows()).map((row) => [row.subject, row.subject_id]).sort();
    expect(facts).toEqual([
      ['deal', '759'],
      ['invoice', '24'],
    ]);
  });

  it('notes that the offline queue has rows', async () => {
    expect((await post(encode({ event: 'ONOFFLINEEVENT', ...genuine }))).status).toBe(200);
    expect(await rows()).toMatchObject([{ subject: 'portal', subject_id: 'offline-queue' }]);
  });

  it.each([
    ['JSON', JSON.stringify(genuineJson()), { 'Content-Type': 'application/json' }, 415],
    ['no type', 'x', { 'Content-Type': '' }, 415],
    ['another charset', 'x=1', { 'Content-Type': `${FORM}; charset=utf-16` }, 415],
    ['a compressed body', 'x=1', { 'Content-Type': FORM, 'Content-Encoding': 'gzip' }, 415],
    ['an empty body', '', { 'Content-Type': FORM }, 400],
    ['too many fields', 'a=1&'.repeat(600), { 'Content-Type': FORM }, 400],
    ['a huge body', `a=${'x'.repeat(70_000)}`, { 'Content-Type': FORM }, 413],
  ])('refuses %s', async (_, body, headers, status) => {
    expect((await post(body, headers)).status).toBe(status);
    expect(await rows()).toEqual([]);
  });

  it('answers HEAD and OPTIONS, and only POST brings events', async () => {
    const ask = async (method: string) => {
      const response = await fetch(`${doors.url}/events`, { method });
      return [response.status, response.headers.get('allow')];
    };
    expect(await ask('HEAD')).toEqual([200, null]);
    expect(await ask('OPTIONS')).toEqual([204, 'POST, HEAD, OPTIONS']);
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) expect((await ask(method))[0]).toBe(405);
  });

  it('survives a body of endless chunks and a sender that leaves half-way', async () => {
    expect(await sendEndlessChunks()).toBe(413);
    await leaveHalfWay();
    expect((await post(taskEvent())).status).toBe(200);
  });
});

function genuineJson(): unknown {
  return { event: 'ONTASKUPDATE', auth: { application_token: 'x' } };
}

/** No length is announced, so the limit must be kept while reading. */
function sendEndlessChunks(): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${doors.url}/events`, { method: 'POST', headers: { 'Content-Type': FORM } });
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on('error', reject);
    for (let chunks = 0; chunks < 20; chunks += 1) request.write('a'.repeat(8_000));
  });
}

function leaveHalfWay(): Promise<void> {
  const { hostname, port } = new URL(doors.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: 500\r\n\r\nevent=`,
      );
      setTimeout(() => socket.destroy(), 30);
    });
    socket.on('close', () => resolve());
  });
}

/** Half characters cannot be encoded; everything else is sent as it is. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

describe('whatever anybody sends', () => {
  const names = fc.constantFrom(
    'event',
    'data[FIELDS_AFTER][ID]',
    'data[FIELDS_AFTER][TASK_ID]',
    'auth[member_id]',
    'auth[application_token]',
    'auth[application_token][toString]',
    'auth[__proto__]',
    '__proto__[x]',
    'auth',
    'data',
    'auth[[]',
    'constructor',
    'ts',
  );
  const values = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      'ONTASKUPDATE',
      'ONTASKDELETE',
      'ONAPPINSTALL',
      'ONAPPUNINSTALL',
      'ONAPPUPDATE',
      'ONOFFLINEEVENT',
      '1',
      '[object Object]',
      '%',
      '%00',
      '../..',
    ),
    fc.constant('MEMBER'),
  );
  const forms = fc.array(fc.tuple(fc.oneof(names, fc.string({ maxLength: 30 })), values), { maxLength: 12 });
  const encodeAll = (pairs: readonly (readonly [string, string])[]) =>
    pairs
      .map(
        ([name, value]) =>
          `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(value.replace('MEMBER', portal.memberId)))}`,
      )
      .join('&');

  it('forms without the token: a bare 4xx and no row', async () => {
    await fc.assert(
      fc.asyncProperty(forms, async (pairs) => {
        const { status, text } = await post(encodeAll(pairs));
        expect([Math.floor(status / 100), text]).toEqual([4, '']);
      }),
      { numRuns: 300 },
    );
    expect(await rows()).toEqual([]);
  });

  it('raw bytes: a bare 4xx and no row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const { status, text } = await post(bytes);
        expect([Math.floor(status / 100), text]).toEqual([4, '']);
      }),
      { numRuns: 150 },
    );
    expect(await rows()).toEqual([]);
  });

  it('forms with the token: never a 5xx, and rows only for ids that are numbers', async () => {
    const lifecycle = /^ONAPP/i;
    await fc.assert(
      fc.asyncProperty(forms, async (pairs) => {
        const harmless = pairs.filter(([name, value]) => !name.startsWith('auth') && !lifecycle.test(value));
        const { status } = await post(`${encodeAll(harmless)}&${encode(genuine)}`);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    for (const row of await rows()) expect(row.subject_id).toMatch(/^([1-9]\d*|offline-queue)$/);
  });
});
