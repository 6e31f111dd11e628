import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Db } from '../../../server/base/db/index.js';
import type { HttpParts } from '../../../server/http/parts.js';
import { portalRoutes } from '../../../server/http/portal-routes.js';
import { enqueuePost } from '../../../server/portal/outbox/index.js';
import { type Doors, install, openDoors, postSession, signIn } from '../../given/given-doors.js';
import { type Route, routesOf } from '../../given/route-table.js';
import { migratedDatabaseUrl } from '../../harness/databases.js';
import { type Portal, startPortal } from '../../portal/index.js';

/** Who may use which route; every route of the routers must stand here. */
const allowed: Record<string, readonly Role[]> = {
  'GET /portal/health': ['administrator', 'manager'],
  'POST /portal/repair': ['administrator'],
  'POST /install/bind': ['administrator'],
  'POST /portal/inbox/:inboxId/replay': ['administrator', 'manager'],
  'POST /portal/moves/:moveId/decide': ['administrator', 'manager'],
  'POST /portal/disappearances/:disappearanceId/decide': ['administrator', 'manager'],
  'POST /portal/outbox/:outboxId/decide': ['administrator', 'manager'],
  'GET /portal/special-groups': ['administrator', 'manager'],
  'PUT /portal/special-groups': ['administrator'],
};
type Role = 'administrator' | 'manager' | 'performer' | 'client';
const roles: readonly Role[] = ['administrator', 'manager', 'performer', 'client'];

const bodies: Record<string, () => unknown> = {
  ':moveId': () => ({ requestId: randomUUID(), confirm: false, withEarlier: false }),
  ':disappearanceId': () => ({ requestId: randomUUID(), confirm: false }),
  ':outboxId': () => ({ requestId: randomUUID(), decision: 'dismiss' }),
  'special-groups': () => ({ groups: [] }),
};

let db: Db;
let portal: Portal;
let foreign: Portal;
let doors: Doors;
let tokens: Record<Role, string>;
let foreignToken: string;
let people: Record<'performer' | 'manager' | 'contact' | 'stranger', number>;
const routes: Route[] = routesOf(portalRoutes({} as Doors['ground'], {} as HttpParts));

beforeAll(async () => {
  db = connect(await migratedDatabaseUrl('sqlite'));
  portal = await startPortal({ seed: 'ours', empty: true });
  foreign = await startPortal({ seed: 'foreign', empty: true, authServer: portal.auth });
  portal.control.registerApp({ access: 'everyone' });
  doors = await openDoors(db, portal);
  for (const one of [portal, foreign]) await install(one, doors);
  people = {
    performer: portal.control.createUser({ name: 'Пётр', lastName: 'Исполнитель' }).id,
    manager: portal.control.createUser({ name: 'Мария', lastName: 'Менеджер' }).id,
    contact: portal.control.createUser({ name: 'Клиент', lastName: 'Первый', type: 'extranet' }).id,
    stranger: portal.control.createUser({ name: 'Чужой', lastName: 'Клиент', type: 'extranet' }).id,
  };
  await givenClient(portal.memberId, 5);
  tokens = {
    administrator: await signIn(doors, portal, 1),
    manager: await signIn(doors, portal, people.manager),
    performer: await signIn(doors, portal, people.performer),
    client: await signIn(doors, portal, people.contact),
  };
  foreignToken = await signIn(doors, foreign, 1);
});
afterAll(async () => {
  await doors.stop();
  await foreign.stop();
  await portal.stop();
  await db.destroy();
});

/** A client of group `groupId` with a manager and a contact. */
async function givenClient(portalId: string, groupId: number): Promise<void> {
  await db
    .insertInto('client_groups')
    .values({ portal_id: portalId, group_id: groupId, client_id: 1, added_at: 0 })
    .execute();
  await db
    .insertInto('client_managers')
    .values({ portal_id: portalId, client_id: 1, user_id: people.manager })
    .execute();
  await db
    .insertInto('group_members')
    .values({ portal_id: portalId, group_id: groupId, user_id: people.contact, role: 'K', asked_at: 0 })
    .execute();
}

/** What waits for a decision in our portal: one of each, made anew. */
async function givenWaiting(groupId: number): Promise<Record<string, string>> {
  const portal_id = portal.memberId;
  const [inboxId, moveId, disappearanceId] = [randomUUID(), randomUUID(), randomUUID()];
  await db
    .insertInto('inbox')
    .values({
      portal_id,
      inbox_id: inboxId,
      subject: 'task',
      subject_id: inboxId,
      names: '["X"]',
      payload: '{}',
      times: 1,
      state: 'parked',
      attempts: 9,
      first_at: 0,
      due_at: 0,
      lease_until: 0,
      lease_holder: null,
      reason: 'because',
    })
    .execute();
  await db
    .insertInto('task_moves')
    .values({
      portal_id,
      task_id: 9,
      move_id: moveId,
      from_group_id: groupId,
      to_group_id: 77,
      since_at: 0,
      noticed_at: 0,
      state: 'waiting',
      with_earlier: 0,
      action_id: null,
    })
    .execute();
  await db
    .insertInto('disappearances')
    .values({
      portal_id,
      disappearance_id: disappearanceId,
      client_id: groupId === 5 ? 1 : 2,
      task_id: 9,
      entry_ids: '[1]',
      seconds: 60,
      why: 'entries-absent',
      state: 'waiting',
      noticed_at: 0,
      action_id: null,
    })
    .execute();
  const outboxId = await givenUncertainPost(groupId === 5 ? 1 : 2);
  return {
    ':inboxId': inboxId,
    ':moveId': moveId,
    ':disappearanceId': disappearanceId,
    ':outboxId': outboxId,
  };
}

/** A post of which nobody can tell whether it arrived. */
async function givenUncertainPost(clientId: number): Promise<string> {
  const key = randomUUID();
  const post = {
    portalId: portal.memberId,
    key,
    kind: 'comment' as const,
    clientId,
    payload: { taskId: 9, taskFromKey: null, text: 'x' },
  };
  await db.transaction().execute((tx) => enqueuePost(tx, doors.ground, post));
  const row = await db
    .updateTable('outbox')
    .set({ state: 'uncertain' })
    .where('key', '=', key)
    .returning('outbox_id')
    .executeTakeFirstOrThrow();
  return row.outbox_id;
}

async function ask(
  route: Route,
  token: string | null,
  ids: Record<string, string>,
): Promise<{ status: number; code: string }> {
  const path = Object.entries(ids).reduce((made, [name, id]) => made.replace(name, id), route.path);
  const body = Object.entries(bodies).find(([part]) => route.path.includes(part))?.[1]() ?? {};
  const response = await fetch(`${doors.url}/api/v1${path}`, {
    method: route.method,
    headers: {
      ...(token !== null && { Authorization: `Bearer ${token}` }),
      'Content-Type': 'application/json',
    },
    ...(route.method !== 'GET' && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { code?: string };
  return { status: response.status, code: answer.code ?? '' };
}

const nameOf = (route: Route) => `${route.method} ${route.path}`;

describe('the table of routes', () => {
  it('is the one this test knows', () => {
    expect(routes.map(nameOf).sort()).toEqual(Object.keys(allowed).sort());
  });
});

describe.each(routes.map((route): [string, Route] => [nameOf(route), route]))('%s', (name, route) => {
  it.each(roles)('as %s', async (role) => {
    const { status, code } = await ask(route, tokens[role], await givenWaiting(5));
    if (allowed[name]?.includes(role)) expect([status, code]).toEqual([200, '']);
    else expect([status, code]).toEqual([403, 'FORBIDDEN']);
  });

  it('without a session, or with half of one', async () => {
    const ids = await givenWaiting(5);
    for (const token of [null, '', 'x', `${tokens.administrator}x`, tokens.administrator.slice(0, -2)]) {
      expect((await ask(route, token, ids)).status).toBe(401);
    }
  });

  it('from another portal, as its administrator: as if it did not exist', async () => {
    if (!route.path.includes(':')) return;
    const theirs = await ask(route, foreignToken, await givenWaiting(5));
    const absent = { ':inboxId': randomUUID(), ':moveId': 'no', ':disappearanceId': 'no', ':outboxId': 'no' };
    expect(theirs).toEqual({ status: 404, code: 'NOT_FOUND' });
    expect(await ask(route, tokens.administrator, absent)).toEqual(theirs);
  });

  it('as a manager of another client: as if it did not exist', async () => {
    if (!/:(moveId|disappearanceId|outboxId)/.test(route.path)) return;
    expect(await ask(route, tokens.manager, await givenWaiting(66))).toEqual({
      status: 404,
      code: 'NOT_FOUND',
    });
  });
});

describe('what others do not see', () => {
  it('is not in the health of another portal, nor in that of a manager of another client', async () => {
    const mine = await givenWaiting(5);
    const others = await givenWaiting(66);
    const health = async (token: string) => {
      const response = await fetch(`${doors.url}/api/v1/portal/health`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      return response.text();
    };
    const [administrator, manager, stranger] = [
      await health(tokens.administrator),
      await health(tokens.manager),
      await health(foreignToken),
    ];
    for (const id of [':disappearanceId', ':outboxId']) {
      expect(administrator).toContain(mine[id]);
      expect(administrator).toContain(others[id]);
      expect(manager).toContain(mine[id]);
      expect(manager).not.toContain(others[id]);
      expect(stranger).not.toContain(mine[id]);
    }
  });
});

describe('a session', () => {
  const open = async (memberId: string, accessToken: string) => {
    const response = await postSession(doors, memberId, accessToken);
    const body = (await response.json()) as { code?: string; role?: string };
    return [response.status, body.code ?? body.role];
  };
  const tokenOf = (one: Portal, userId: number) => one.control.openApp({ userId }).fields['AUTH_ID'] ?? '';

  it('is given by the portal’s own answers', async () => {
    expect(await open(portal.memberId, tokenOf(portal, 1))).toEqual([200, 'administrator']);
    expect(await open(portal.memberId, tokenOf(portal, people.manager))).toEqual([200, 'manager']);
    expect(await open(portal.memberId, tokenOf(portal, people.performer))).toEqual([200, 'performer']);
    expect(await open(portal.memberId, tokenOf(portal, people.contact))).toEqual([200, 'client']);
    expect(await open(portal.memberId, tokenOf(portal, people.stranger))).toEqual([403, 'FORBIDDEN']);
  });

  it('is refused for a token of another portal, a wrong one, an unknown portal', async () => {
    expect(await open(portal.memberId, tokenOf(foreign, 1))).toEqual([401, 'TOKEN_REFUSED']);
    expect(await open(portal.memberId, 'x')).toEqual([401, 'TOKEN_REFUSED']);
    expect(await open('0'.repeat(32), tokenOf(portal, 1))).toEqual([403, 'PORTAL_NOT_INSTALLED']);
    expect(await open('', '')).toEqual([422, 'INVALID_INPUT']);
  });

  it('is refused when the token belongs to another app', async () => {
    const { config } = doors.ground;
    const ours = { appCode: config.appCode, clientId: config.clientId };
    Object.assign(config, { appCode: 'somebody.else', clientId: 'local.other' });
    try {
      expect(await open(portal.memberId, tokenOf(portal, 1))).toEqual([403, 'FORBIDDEN']);
    } finally {
      Object.assign(config, ours);
    }
  });

  it('sets no cookie and is not kept by anybody between', async () => {
    const response = await postSession(doors, portal.memberId, tokenOf(portal, 1));
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('leaves no token and no name in the log', async () => {
    const token = tokenOf(portal, people.performer);
    await open(portal.memberId, token);
    await open(foreign.memberId, token);
    expect(doors.logged()).toContain('/api/v1/session');
    expect(doors.logged()).not.toContain(token);
    expect(doors.logged()).not.toContain('Исполнитель');
  });
});
