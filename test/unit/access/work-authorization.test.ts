import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TaskHours } from '../../../server/api/index.js';
import { connect, type Db } from '../../../server/base/db/index.js';
import type { Ground } from '../../../server/base/ground.js';
import { workRulesRoutes } from '../../../server/clients/index.js';
import { clientRoutes } from '../../../server/http/index.js';
import { postHours, workRoutes } from '../../../server/ledger/index.js';
import { type Doors, install, openDoors, signIn } from '../../given/given-doors.js';
import { routesOf } from '../../given/route-table.js';
import { migratedDatabaseUrl } from '../../harness/databases.js';
import { type Portal, startPortal } from '../../portal/index.js';

const routers = (ground: Ground) => [clientRoutes(ground), workRoutes(ground), workRulesRoutes(ground)];
const roles = ['administrator', 'manager', 'other', 'performer', 'bystander', 'contact', 'foreign'] as const;
type Who = (typeof roles)[number];

let db: Db;
let portal: Portal;
let foreign: Portal;
let doors: Doors;
let clientId: number;
const tokens = new Map<string, string>();
/** The performer's own task, somebody else's, and one of a group without a client. */
const OWN = 11;
const OTHERS = 12;
const NOBODYS = 13;

beforeAll(async () => {
  db = connect(await migratedDatabaseUrl('sqlite'));
  portal = await startPortal({ seed: 'work', empty: true });
  foreign = await startPortal({ seed: 'foreign work', empty: true, authServer: portal.auth });
  portal.control.registerApp({ access: 'everyone' });
  doors = await openDoors(db, portal, { routers });
  for (const one of [portal, foreign]) await install(one, doors);
  const person = (name: string, type?: 'extranet') =>
    portal.control.createUser({ name, lastName: 'Н', ...(type && { type }) }).id;
  const people = {
    manager: person('Мария'),
    other: person('Олег'),
    performer: person('Пётр'),
    bystander: person('Семён'),
    contact: person('Клиент', 'extranet'),
  };
  tokens.set('administrator', await signIn(doors, portal, 1));
  tokens.set('foreign', await signIn(doors, foreign, 1));
  const [groupId, otherGroupId] = ['Магазин', 'Запчасти'].map(
    (name) => portal.control.createGroup({ name }).id,
  );
  clientId = await createClient('Магазин', groupId ?? 0, people.manager);
  await createClient('Запчасти', otherGroupId ?? 0, people.other);
  await db
    .insertInto('group_members')
    .values({
      portal_id: portal.memberId,
      group_id: groupId ?? 0,
      user_id: people.contact,
      role: 'K',
      asked_at: 0,
    })
    .execute();
  await tellTask(OWN, groupId ?? 0, people.performer);
  await tellTask(OTHERS, groupId ?? 0, people.manager);
  await tellTask(NOBODYS, 999, people.performer);
  await tellEntry(1, OWN, people.performer, groupId ?? 0);
  await tellEntry(2, OTHERS, people.manager, groupId ?? 0);
  await db.transaction().execute((tx) => postHours(tx, doors.ground, portal.memberId, clientId));
  for (const [who, userId] of Object.entries(people)) tokens.set(who, await signIn(doors, portal, userId));
});
afterAll(async () => {
  await doors.stop();
  await foreign.stop();
  await portal.stop();
  await db.destroy();
});

async function createClient(name: string, groupId: number, managerId: number): Promise<number> {
  const body = {
    ...{ requestId: randomUUID(), name, groupIds: [groupId], timeZone: 'Europe/Moscow' },
    ...{ accountingStartsOn: '2026-01-01', managerIds: [managerId] },
  };
  const [, made] = await call('POST', '/clients', 'administrator', body);
  return (made as { clientId: number }).clientId;
}

async function tellTask(taskId: number, groupId: number, responsibleId: number): Promise<void> {
  await db
    .insertInto('tasks')
    .values({
      ...{ portal_id: portal.memberId, task_id: taskId, group_id: groupId, title: 'Задача', tags: '[]' },
      ...{ status: 3, priority: 1, responsible_id: responsibleId, created_by: 1, parent_id: null },
      ...{ deadline_at: null, created_at: null, closed_at: null, estimate_seconds: 7200, spent_seconds: 0 },
      ...{ chat_id: null, state: 'live', delete_seen_at: null, asked_at: 1 },
    })
    .execute();
}

async function tellEntry(entryId: number, taskId: number, userId: number, groupId: number): Promise<void> {
  const at = Date.parse('2026-03-02T09:00:00Z');
  await db
    .insertInto('time_entries')
    .values({
      ...{ portal_id: portal.memberId, entry_id: entryId, task_id: taskId, user_id: userId, seconds: 3600 },
      ...{ comment: '', worked_at: at, made_at: at, source: 3, group_id: groupId, group_is_guess: 0 },
      ...{ state: 'live', noticed_at: at, asked_at: 1 },
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
const statusesOf = async (ask: (who: Who) => Promise<[number, unknown]>) => {
  const statuses: Partial<Record<Who, number>> = {};
  for (const who of roles) statuses[who] = (await ask(who))[0];
  return statuses;
};
const type = () => ({ requestId: randomUUID(), workType: 'parsing' });
const courtesy = () => ({ requestId: randomUUID(), courtesyReason: 'goodwill', reason: 'долго ждали' });
const hidden = { other: 404, bystander: 404, foreign: 404 };
const managers = { administrator: 200, manager: 200 };

describe('the routes of work types', () => {
  it('are those this test knows, and closed without a session', async () => {
    const known = [
      'GET /tasks/:taskId',
      'POST /tasks/:taskId/mark',
      'POST /clients/:clientId/entries/:entryId/mark',
      'GET /work-rules',
      'PUT /work-rules',
      'POST /work-rules/preview',
    ];
    const routes = [workRoutes, workRulesRoutes].flatMap((of) => routesOf(of({} as Ground)));
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...known].sort());
    for (const { method, path } of routes) {
      const [status] = await call(method, path.replace(/:\w+/g, '1'), '', {});
      expect(status).toBe(401);
    }
  });

  it('show a task to those whose task it is', async () => {
    expect(await statusesOf((who) => call('GET', `/tasks/${OWN}`, who))).toEqual({
      ...managers,
      ...hidden,
      ...{ performer: 200, contact: 200 },
    });
    expect(await statusesOf((who) => call('GET', `/tasks/${OTHERS}`, who))).toEqual({
      ...managers,
      ...hidden,
      ...{ performer: 404, contact: 200 },
    });
    expect(await statusesOf((who) => call('GET', '/tasks/12345', who))).toEqual(
      Object.fromEntries(roles.map((who) => [who, 404])),
    );
  });

  it('tell staff what to do with a task of nobody, and a client nothing', async () => {
    const [status, task] = await call('GET', `/tasks/${NOBODYS}`, 'manager');
    expect([status, (task as TaskHours).client, (task as TaskHours).may.markType]).toEqual([
      200,
      null,
      false,
    ]);
    expect((await call('GET', `/tasks/${NOBODYS}`, 'contact'))[0]).toBe(404);
    expect((await call('GET', `/tasks/${NOBODYS}`, 'foreign'))[0]).toBe(404);
  });

  it('show a client only what reports have shown', async () => {
    const [, asStaff] = (await call('GET', `/tasks/${OWN}`, 'performer')) as [number, TaskHours];
    expect([asStaff.recordedSeconds, asStaff.estimateSeconds, asStaff.entries.length]).toEqual([
      3600, 7200, 1,
    ]);
    const [, asClient] = (await call('GET', `/tasks/${OWN}`, 'contact')) as [number, TaskHours];
    expect(asClient).toMatchObject({
      ...{ recordedSeconds: 0, entries: [], work: null, estimateSeconds: null, notIssuedSeconds: null },
      ...{ elsewhereSeconds: null, workTypes: [] },
      may: { markType: false, markUrgency: false, markCourtesy: false, askWhy: false },
    });
  });

  it('let managers mark a task, and a performer say what kind of work their own is', async () => {
    const markTask = (taskId: number, body: () => unknown) =>
      statusesOf((who) => call('POST', `/tasks/${taskId}/mark`, who, body()));
    expect(await markTask(OWN, type)).toEqual({
      ...managers,
      ...hidden,
      ...{ performer: 200, contact: 403 },
    });
    expect(await markTask(OWN, courtesy)).toEqual({
      ...managers,
      ...hidden,
      ...{ performer: 403, contact: 403 },
    });
    expect(await markTask(OTHERS, type)).toEqual({
      ...managers,
      ...hidden,
      ...{ performer: 404, contact: 403 },
    });
  });

  it('let managers mark an entry, and a performer their own', async () => {
    const markEntry = (of: number, entryId: number, body: () => unknown) =>
      statusesOf((who) => call('POST', `/clients/${of}/entries/${entryId}/mark`, who, body()));
    expect(await markEntry(clientId, 1, type)).toEqual({
      ...managers,
      ...hidden,
      ...{ performer: 200, contact: 403 },
    });
    expect(await markEntry(clientId, 1, courtesy)).toMatchObject({ performer: 403, manager: 200 });
    expect(await markEntry(clientId, 2, type)).toMatchObject({ performer: 404, manager: 200 });
    const absent = Object.fromEntries(roles.map((who) => [who, who === 'contact' ? 403 : 404]));
    expect(await markEntry(clientId, 777, type)).toEqual(absent);
    expect(await markEntry(999, 1, type)).toEqual(Object.fromEntries(roles.map((who) => [who, 404])));
  });

  it('leave the rules to administrators', async () => {
    const only = {
      ...Object.fromEntries(roles.map((who) => [who, 403])),
      ...{ administrator: 200, foreign: 200 },
    };
    expect(await statusesOf((who) => call('GET', '/work-rules', who))).toEqual(only);
    expect(await statusesOf((who) => call('POST', '/work-rules/preview', who, { rules: [] }))).toEqual(only);
    const save = (who: Who) =>
      call('PUT', '/work-rules', who, { requestId: randomUUID(), seen: [], rules: [] });
    expect(await statusesOf(save)).toEqual(only);
  });
});
