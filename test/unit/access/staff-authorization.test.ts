import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Db } from '../../../server/base/db/index.js';
import { systemClock } from '../../../server/base/clock.js';
import type { Ground } from '../../../server/base/ground.js';
import { askWork } from '../../../server/base/jobs/index.js';
import { boardRoutes } from '../../../server/board/index.js';
import { estimatesRoutes, handoffsRoutes } from '../../../server/handoffs/index.js';
import { clientEditRoutes, clientRoutes, longWorkRoutes } from '../../../server/http/index.js';
import { adviceRoutes, capacityRoutes, intakeRoutes, sprintRoutes } from '../../../server/planning/index.js';
import { dataRoutes } from '../../../server/portal-data/index.js';
import type { PortalRest } from '../../../server/portal/rest/index.js';
import { robotsRoutes } from '../../../server/robots/index.js';
import { postToReportTask } from '../../../server/reports/index.js';
import { type Doors, install, openDoors, signIn } from '../../given/given-doors.js';
import { type Route, routesOf } from '../../given/route-table.js';
import { type Asker, allowed, wellMeant } from '../../given/staff-requests.js';
import { migratedDatabaseUrl } from '../../harness/databases.js';
import { type Portal, startPortal } from '../../portal/index.js';

const noRest = {} as PortalRest;
const looked = (ground: Ground) => [
  dataRoutes(ground),
  longWorkRoutes(ground),
  boardRoutes(ground, {} as Parameters<typeof boardRoutes>[1]),
  capacityRoutes(ground, noRest),
  sprintRoutes(ground, { tellClient: postToReportTask }),
  adviceRoutes(ground),
  robotsRoutes(ground, noRest),
  intakeRoutes(ground, {} as Parameters<typeof intakeRoutes>[1]),
  handoffsRoutes(ground, noRest),
  estimatesRoutes(ground, noRest),
];
const routers = (ground: Ground) => [...looked(ground), clientEditRoutes(ground), clientRoutes(ground)];
const routes: Route[] = looked({} as Ground).flatMap((router) => routesOf(router));
const nameOf = (route: Route) => `${route.method} ${route.path}`;
const askers: readonly Asker[] = ['contact', 'bystander', 'performer', 'other', 'manager', 'administrator'];
const TASK = 11;

let db: Db;
let portal: Portal;
let foreign: Portal;
let doors: Doors;
let ids: Record<string, string>;
const tokens = new Map<string, string>();
let tokenOwners: [string, number][] = [];

beforeAll(async () => {
  db = connect(await migratedDatabaseUrl('sqlite'));
  portal = await startPortal({ seed: 'staff', empty: true });
  foreign = await startPortal({ seed: 'foreign staff', empty: true, authServer: portal.auth });
  portal.control.registerApp({ access: 'everyone' });
  doors = await openDoors(db, portal, { routers });
  for (const one of [portal, foreign]) await install(one, doors);
  const person = (name: string, type?: 'extranet') =>
    portal.control.createUser({ name, lastName: 'Н', ...(type && { type }) }).id;
  const people = {
    ...{ manager: person('Мария'), other: person('Олег'), performer: person('Пётр') },
    ...{ bystander: person('Семён'), contact: person('Клиент', 'extranet') },
  };
  tokenOwners = Object.entries(people);
  tokens.set('administrator', await signIn(doors, portal, 1));
  tokens.set('foreign', await signIn(doors, foreign, 1));
  const groupId = portal.control.createGroup({ name: 'Магазин' }).id;
  const clientId = await createClient('Магазин', groupId, people.manager);
  await createClient('Запчасти', portal.control.createGroup({ name: 'Запчасти' }).id, people.other);
  const member = { portal_id: portal.memberId, group_id: groupId, user_id: people.contact };
  await db
    .insertInto('group_members')
    .values({ ...member, role: 'K', asked_at: 0 })
    .execute();
  await tellTask(groupId, people.performer);
  for (const [role, userId] of Object.entries(people)) tokens.set(role, await signIn(doors, portal, userId));
  await call('POST', `/tasks/${TASK}/estimates`, 'manager', { requestId: randomUUID() });
  await call('POST', `/tasks/${TASK}/intake/propose`, 'performer', {
    requestId: randomUUID(),
    kind: 'urgent',
  });
  const { estimate_id: estimateId } = await db
    .selectFrom('estimates')
    .select('estimate_id')
    .executeTakeFirstOrThrow();
  ids = {
    ...{ ':clientId': String(clientId), ':taskId': String(TASK), ':estimateId': String(estimateId) },
    ...{
      ':userId': String(people.performer),
      ':weekOn': 'now',
      ':work': 'first-mirror',
      ':handoffId': '1',
      ':intakeId': '1',
    },
  };
}, 60_000);
afterAll(async () => {
  await doors.stop();
  await foreign.stop();
  await portal.stop();
  await db.destroy();
});

async function createClient(name: string, groupId: number, managerId: number): Promise<number> {
  const [, made] = await call('POST', '/clients', 'administrator', {
    ...{ requestId: randomUUID(), name, groupIds: [groupId], timeZone: 'Europe/Moscow' },
    ...{ accountingStartsOn: '2026-01-01', managerIds: [managerId] },
  });
  return (made as { clientId: number }).clientId;
}

async function tellTask(groupId: number, responsibleId: number): Promise<void> {
  await db
    .insertInto('tasks')
    .values({
      ...{ portal_id: portal.memberId, task_id: TASK, group_id: groupId, title: 'Задача', tags: '[]' },
      ...{ status: 3, priority: 1, responsible_id: responsibleId, created_by: 1, parent_id: null },
      ...{ deadline_at: null, created_at: null, closed_at: null, estimate_seconds: 7200, spent_seconds: 0 },
      ...{ chat_id: null, state: 'live', delete_seen_at: null, asked_at: 1 },
    })
    .execute();
}

async function call(method: string, path: string, who: string, body?: unknown): Promise<[number, unknown]> {
  const response = await fetch(`${doors.url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(who !== '' && { Authorization: `Bearer ${tokens.get(who) ?? ''}` }),
    },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  return [response.status, await response.json()];
}

async function ask(route: Route, who: string): Promise<number> {
  const path = Object.entries(ids).reduce((made, [name, id]) => made.replace(name, id), route.path);
  const body = wellMeant.find(([pattern]) => pattern.test(route.path))?.[1]() ?? {};
  const [status] = await call(route.method, path, who, body);
  return status;
}

describe('the table of the staff’s routes', () => {
  it('is the one this test knows', () => {
    expect(routes.map(nameOf).sort()).toEqual(Object.keys(allowed).sort());
  });
});

it.each(routes.map((route): [string, Route] => [nameOf(route), route]))(
  '%s: nobody whose it is not gets in, everybody whose it is does',
  async (name, route) => {
    expect(await ask(route, '')).toBe(401);
    for (const who of askers) {
      const status = await ask(route, who);
      const isIn = allowed[name]?.includes(who) ?? false;
      if (isIn)
        expect([who, [200, 202, 404, 409, 422].includes(status), status]).toEqual([who, true, status]);
      else expect([who, [403, 404].includes(status), status]).toEqual([who, true, status]);
    }
    if (/:(clientId|taskId|estimateId|handoffId|intakeId)/.test(route.path))
      expect(await ask(route, 'foreign')).toBe(404);
  },
);

describe('long work', () => {
  const works = async (who: string) => {
    const [, body] = await call('GET', '/long-work', who);
    return (body as { works: { work: string }[] }).works.map(({ work }) => work).sort();
  };

  it('is seen and stopped by whoever asked for it, and by administrators', async () => {
    const { manager } = Object.fromEntries(tokenOwners);
    const ask = (work: string, askedBy: number | null) =>
      db.transaction().execute((tx) => {
        const asked = { stage: 'waiting', askedBy };
        return askWork(tx, systemClock, { portalId: portal.memberId, work }, { asked, machineNow: 0 });
      });
    await ask('resync:1', manager ?? 0);
    await ask('first-mirror', null);
    const all = await works('administrator');
    expect(all).toEqual(expect.arrayContaining(['first-mirror', 'resync:1']));
    expect(await works('manager')).toEqual(['resync:1']);
    expect(await works('other')).toEqual([]);
    const stop = async (work: string, who: string) =>
      (await call('POST', `/long-work/${work}/cancel`, who, {}))[0];
    expect(await stop('resync:1', 'other')).toBe(404);
    expect(await stop('first-mirror', 'manager')).toBe(404);
    expect(await stop('resync:1', 'performer')).toBe(403);
    expect(await stop('resync:1', 'manager')).toBe(200);
    expect(await stop('first-mirror', 'administrator')).toBe(200);
  });
});
