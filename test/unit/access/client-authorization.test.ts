import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertsRoutes } from '../../../server/alerts/index.js';
import { connect, type Db, migrate } from '../../../server/base/db/index.js';
import type { Ground } from '../../../server/base/ground.js';
import { defaultTerms } from '../../../server/base/terms.js';
import { clientRoutes } from '../../../server/http/index.js';
import { ledgerRoutes, packageRoutes, termsRoutes } from '../../../server/ledger/index.js';
import { offersRoutes } from '../../../server/offers/index.js';
import type { PortalRest } from '../../../server/portal/rest/index.js';
import {
  acceptanceRoutes,
  reportFilesRoutes,
  reportsRoutes,
  schedulesRoutes,
} from '../../../server/reports/index.js';
import { type Doors, install, openDoors, signIn } from '../../given/given-doors.js';
import { type Route, routesOf } from '../../given/route-table.js';
import { freshDatabaseUrl } from '../../harness/databases.js';
import { type Portal, startPortal } from '../../portal/index.js';

/** Whom a route of one client serves: everybody of that client, one side of it, or staff that manages at all. */
type Reader = 'client-too' | 'client-only' | 'managers' | 'hidden-from-client';
const served: Record<string, Reader> = {
  'GET /clients/:clientId': 'client-too',
  'GET /groups/:groupId/client': 'client-too',
  'GET /clients/:clientId/posts': 'managers',
  'GET /clients/:clientId/ledger': 'hidden-from-client',
  'GET /clients/:clientId/burn-down': 'client-too',
  'GET /clients/:clientId/ledger/choices': 'hidden-from-client',
  'GET /clients/:clientId/ledger/:posting/:line/why': 'hidden-from-client',
  'POST /clients/:clientId/packages': 'managers',
  'GET /clients/:clientId/package-defaults': 'managers',
  'GET /clients/:clientId/packages/:packageId/changes': 'managers',
  'POST /clients/:clientId/packages/:packageId/adjust': 'managers',
  'POST /clients/:clientId/packages/:packageId/transfer': 'managers',
  'POST /clients/:clientId/packages/:packageId/refund': 'managers',
  'POST /clients/:clientId/packages/:packageId/close': 'managers',
  'POST /clients/:clientId/packages/:packageId/paid': 'managers',
  'POST /clients/:clientId/packages/:packageId/undo': 'managers',
  'POST /clients/:clientId/waivers': 'managers',
  'GET /clients/:clientId/offers': 'hidden-from-client',
  'POST /clients/:clientId/offers/:source/:externalId/accept': 'managers',
  'POST /clients/:clientId/offers/:source/:externalId/dismiss': 'managers',
  'POST /clients/:clientId/offers/:source/:externalId/seen': 'managers',
  'PUT /clients/:clientId/company': 'managers',
  'GET /clients/:clientId/terms': 'hidden-from-client',
  'POST /clients/:clientId/terms': 'managers',
  'POST /clients/:clientId/terms/preview': 'hidden-from-client',
  'GET /clients/:clientId/reports': 'client-too',
  'POST /clients/:clientId/reports/preview': 'managers',
  'POST /clients/:clientId/reports': 'managers',
  'GET /clients/:clientId/reports/package-ends': 'managers',
  'GET /clients/:clientId/reports/:reportId': 'client-too',
  'GET /clients/:clientId/reports/:reportId/file': 'client-too',
  'POST /clients/:clientId/reports/:reportId/approve': 'managers',
  'POST /clients/:clientId/reports/:reportId/dismiss': 'managers',
  'POST /clients/:clientId/reports/:reportId/reopen': 'managers',
  'GET /clients/:clientId/acceptance': 'client-too',
  'GET /clients/:clientId/reports/:reportId/acceptance': 'client-too',
  'POST /clients/:clientId/reports/:reportId/accept': 'client-only',
  'POST /clients/:clientId/reports/:reportId/disputes': 'client-only',
  'POST /clients/:clientId/reports/:reportId/disputes/:dispute/withdraw': 'client-only',
  'POST /clients/:clientId/reports/:reportId/disputes/:dispute/answer': 'managers',
  'POST /clients/:clientId/reports/:reportId/recorded': 'managers',
  'GET /clients/:clientId/schedules': 'managers',
  'POST /clients/:clientId/schedules': 'managers',
  'POST /clients/:clientId/schedules/preview': 'managers',
  'PUT /clients/:clientId/schedules/used-up': 'managers',
  'PUT /clients/:clientId/schedules/:scheduleId': 'managers',
  'POST /clients/:clientId/schedules/:scheduleId/remove': 'managers',
  'GET /clients/:clientId/alerts': 'managers',
  'POST /clients/:clientId/alerts/seen': 'managers',
};
/** Routes that name no client: what they answer is looked at below. */
const open = [
  'GET /clients',
  'POST /clients',
  'GET /groups',
  'GET /alerts',
  'GET /terms',
  'POST /terms',
  'POST /terms/preview',
];

const day = { at: 'day', day: '2026-11-01' };
const lastDay = { every: 'last-working-day', time: '10:00' };
const bodies: [RegExp, () => unknown][] = [
  [
    /offers\/.*accept$/,
    () => ({
      ...{
        requestId: randomUUID(),
        revision: 1,
        title: '20 часов',
        sizeSeconds: 72_000,
        coversEarlier: true,
      },
      ...{ validFrom: '2026-11-01', expiresOn: null, priceMinor: null, currency: null, paid: false },
    }),
  ],
  [/offers\/.*dismiss$/, () => ({ requestId: randomUUID(), revision: 1, reason: 'не нужен' })],
  [/offers\/.*seen$/, () => ({ requestId: randomUUID() })],
  [/company$/, () => ({ requestId: randomUUID(), companyId: null })],
  [/schedules\/preview$/, () => ({ rule: lastDay })],
  [/schedules(\/:scheduleId)?$/, () => ({ requestId: randomUUID(), rule: lastDay, automatic: false })],
  [/used-up$/, () => ({ requestId: randomUUID(), mode: 'off' })],
  [/schedules\/:scheduleId\/remove$/, () => ({ requestId: randomUUID() })],
  [/adjust$/, () => ({ requestId: randomUUID(), seconds: 60, reason: 'подарок' })],
  [/transfer$/, () => ({ requestId: randomUUID(), toPackageId: 2, seconds: 60, reason: 'перенос' })],
  [/refund$/, () => ({ requestId: randomUUID(), seconds: 60, reason: 'возврат' })],
  [/close$/, () => ({ requestId: randomUUID(), reason: 'договор закончился' })],
  [/paid$/, () => ({ requestId: randomUUID(), paidOn: '2026-11-01' })],
  [/undo$/, () => ({ requestId: randomUUID(), changeId: 1, reason: 'ошибка' })],
  [/waivers$/, () => ({ requestId: randomUUID(), reason: 'спор', entries: [{ entryId: 1, seconds: null }] })],
  [
    /packages$/,
    () => ({
      requestId: randomUUID(),
      title: '20 часов',
      sizeSeconds: 72_000,
      boughtOn: '2026-11-01',
      validFrom: '2026-11-01',
    }),
  ],
  [
    /terms\/preview$/,
    () => ({ terms: null, effectiveFrom: '2026-11-01', from: '2026-10-01', to: '2026-11-30' }),
  ],
  [/terms$/, () => ({ requestId: randomUUID(), effectiveFrom: '2026-11-01', terms: null })],
  [/preview$/, () => ({ cut: day })],
  [/reports$/, () => ({ requestId: randomUUID(), cut: day, position: 10_000 })],
  [/approve$/, () => ({ requestId: randomUUID(), position: 1 })],
  [/dismiss$/, () => ({ requestId: randomUUID(), reason: 'не нужен' })],
  [/reopen$/, () => ({ requestId: randomUUID(), reason: 'ошибка' })],
  [/seen$/, () => ({ requestId: randomUUID(), keys: ['overage:1'] })],
  [/(accept|withdraw)$/, () => ({ requestId: randomUUID() })],
  [/disputes$/, () => ({ requestId: randomUUID(), lines: [{ entryId: 1, reason: 'не согласны' }] })],
  [/answer$/, () => ({ requestId: randomUUID(), text: 'проверили, всё верно' })],
  [/recorded$/, () => ({ requestId: randomUUID(), what: 'accept', link: 'https://portal.example/1' })],
];

const routers = (ground: Ground) => [
  clientRoutes(ground),
  ledgerRoutes(ground),
  packageRoutes(ground),
  termsRoutes(ground),
  offersRoutes(ground, {} as PortalRest),
  reportsRoutes(ground),
  reportFilesRoutes(ground),
  schedulesRoutes(ground),
  acceptanceRoutes(ground),
  alertsRoutes(ground),
];
const routes = routers({} as Ground).flatMap((router) => routesOf(router));
const nameOf = (route: Route) => `${route.method} ${route.path}`;
const ofClient = routes.filter((route) => !open.includes(nameOf(route)));

let db: Db;
let portal: Portal;
let foreign: Portal;
let doors: Doors;
let mine: { clientId: number; groupId: number };
let theirs: { clientId: number; groupId: number };
const tokens = new Map<string, string>();

beforeAll(async () => {
  db = connect(await freshDatabaseUrl('sqlite'));
  await migrate(db);
  portal = await startPortal({ seed: 'clients', empty: true });
  foreign = await startPortal({ seed: 'foreign clients', empty: true, authServer: portal.auth });
  portal.control.registerApp({ access: 'everyone' });
  doors = await openDoors(db, portal, { routers });
  for (const one of [portal, foreign]) await install(one, doors);
  const person = (name: string, type?: 'extranet') =>
    portal.control.createUser({ name, lastName: 'Н', ...(type && { type }) }).id;
  const [manager, other, performer, contact] = [
    person('Мария'),
    person('Олег'),
    person('Пётр'),
    person('Клиент', 'extranet'),
  ];
  tokens.set('administrator', await signIn(doors, portal, 1));
  tokens.set('foreign', await signIn(doors, foreign, 1));
  mine = await createClient('Магазин', manager);
  theirs = await createClient('Запчасти', other);
  await db
    .insertInto('group_members')
    .values({ portal_id: portal.memberId, group_id: mine.groupId, user_id: contact, role: 'K', asked_at: 0 })
    .execute();
  for (const [role, userId] of Object.entries({ manager, other, performer, contact }))
    tokens.set(role, await signIn(doors, portal, userId));
});
afterAll(async () => {
  await doors.stop();
  await foreign.stop();
  await portal.stop();
  await db.destroy();
});

async function createClient(name: string, managerId: number): Promise<{ clientId: number; groupId: number }> {
  const groupId = portal.control.createGroup({ name }).id;
  const body = {
    requestId: randomUUID(),
    name,
    groupIds: [groupId],
    timeZone: 'Europe/Moscow',
    accountingStartsOn: '2026-10-01',
    managerIds: [managerId],
  };
  const response = await call('POST', '/clients', 'administrator', body);
  expect(response.status).toBe(201);
  const { clientId } = (await response.json()) as { clientId: number };
  return { clientId, groupId };
}

function call(method: string, path: string, who: string, body?: unknown): Promise<Response> {
  return fetch(`${doors.url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(who !== '' && { Authorization: `Bearer ${tokens.get(who) ?? ''}` }),
    },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
}

async function ask(
  route: Route,
  who: string,
  of: { clientId: number; groupId: number },
): Promise<[number, string]> {
  const path = route.path
    .replace(':clientId', String(of.clientId))
    .replace(':packageId', '1')
    .replace(':groupId', String(of.groupId))
    .replace(':reportId', randomUUID())
    .replace(':dispute', '1')
    .replace(':scheduleId', '1')
    .replace(':source', 'crm-deal')
    .replace(':externalId', '1')
    .replace(':posting', '1')
    .replace(':line', '1')
    .replace(/\/file$/, '/file?format=pdf');
  const body = bodies.find(([pattern]) => pattern.test(route.path))?.[1]();
  const response = await call(route.method, path, who, body);
  const { code = '' } = (await response.json()) as { code?: string };
  return [response.status, code];
}

describe('the table of clients’ routes', () => {
  it('is the one this test knows', () => {
    expect(routes.map(nameOf).sort()).toEqual([...open, ...Object.keys(served)].sort());
  });
});

describe.each(ofClient.map((route): [string, Route] => [nameOf(route), route]))('%s', (name, route) => {
  it('is closed without a session', async () => {
    expect((await ask(route, '', mine))[0]).toBe(401);
  });

  it('shows nobody outside that the client exists', async () => {
    const absent = { clientId: 999, groupId: 99_999 };
    for (const who of ['foreign', 'other', 'performer']) {
      expect([who, ...(await ask(route, who, mine))]).toEqual([who, 404, 'NOT_FOUND']);
    }
    for (const who of ['manager', 'contact']) {
      expect([who, ...(await ask(route, who, theirs))]).toEqual([who, 404, 'NOT_FOUND']);
    }
    for (const who of ['administrator', 'manager', 'contact', 'foreign']) {
      expect([who, ...(await ask(route, who, absent))]).toEqual([who, 404, 'NOT_FOUND']);
    }
  });

  it('lets the client’s own people do what is theirs', async () => {
    const [status, code] = await ask(route, 'contact', mine);
    if (served[name] === 'managers') expect([status, code]).toEqual([403, 'FORBIDDEN']);
    else if (served[name] === 'hidden-from-client' || route.path.includes(':reportId'))
      expect([status, code]).toEqual([404, 'NOT_FOUND']);
    else expect(status).toBe(200);
  });

  it.each(['administrator', 'manager'])('is open to the client’s %s', async (who) => {
    const [status, code] = await ask(route, who, mine);
    if (served[name] === 'client-only') return expect([status, code]).toEqual([403, 'FORBIDDEN']);
    expect([401, 403, 500]).not.toContain(status);
    expect(code).not.toBe('INVALID_INPUT');
  });
});

describe('lists', () => {
  const names = async (who: string) => {
    const { clients } = (await (await call('GET', '/clients', who)).json()) as {
      clients: { name: string }[];
    };
    return clients.map((client) => client.name).sort();
  };

  it('hold only the clients a visitor may see', async () => {
    expect(await names('administrator')).toEqual(['Запчасти', 'Магазин']);
    expect(await names('manager')).toEqual(['Магазин']);
    expect(await names('other')).toEqual(['Запчасти']);
    expect(await names('contact')).toEqual(['Магазин']);
    expect(await names('performer')).toEqual([]);
    expect(await names('foreign')).toEqual([]);
  });

  it('of groups and alerts, and making clients, are for managers', async () => {
    for (const who of ['performer', 'contact']) {
      expect((await call('GET', '/alerts', who)).status).toBe(403);
      expect((await call('GET', '/groups', who)).status).toBe(403);
      expect((await call('POST', '/clients', who, {})).status).toBe(403);
    }
    expect((await call('GET', '/groups', 'manager')).status).toBe(200);
    expect((await call('GET', '/alerts', 'manager')).status).toBe(200);
    expect((await call('GET', '/alerts', '')).status).toBe(401);
    expect((await call('GET', '/groups', '')).status).toBe(401);
  });

  it('of the portal’s terms, and setting them, are for administrators', async () => {
    const change = { effectiveFrom: '2026-11-01', terms: defaultTerms };
    const bodies = { requestId: randomUUID(), from: '2026-10-01', to: '2026-11-30', ...change };
    for (const [method, path] of [
      ['GET', '/terms'],
      ['POST', '/terms'],
      ['POST', '/terms/preview'],
    ] as const) {
      expect((await call(method, path, '', bodies)).status).toBe(401);
      for (const who of ['manager', 'performer', 'contact'])
        expect([who, (await call(method, path, who, bodies)).status]).toEqual([who, 403]);
      expect((await call(method, path, 'administrator', bodies)).status).toBeLessThan(300);
    }
  });
});
