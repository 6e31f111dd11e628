import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actionPageSchema,
  type ClientEdit,
  peopleSchema,
  portalHealthSchema,
  postingViewSchema,
} from '../../server/api/index.js';
import { watchTokens } from '../../server/alerts/index.js';
import { enqueuePost } from '../../server/portal/outbox/index.js';
import { type Api, type GivenWorld, openSession, startWorld } from '../given/start-world.js';

let world: GivenWorld;
let admin: Api;
let people: { manager: number; performer: number; service: number; guest: number };
let clientIds: number[];

beforeAll(async () => {
  world = await startWorld({ portal: { seed: 'people', empty: true } });
  const { control } = world.portal;
  control.registerApp({ access: 'everyone' });
  people = {
    manager: control.createUser({ name: 'Мария', lastName: 'Менеджер' }).id,
    performer: control.createUser({ name: 'Пётр', lastName: 'Исполнитель' }).id,
    service: control.createUser({ name: 'Отдел', lastName: 'Поддержки' }).id,
    guest: control.createUser({ name: 'Клиент', lastName: 'Первый', type: 'extranet' }).id,
  };
  const groups = ['Север', 'Юг'].map((name) => control.createGroup({ name, extranet: true }));
  control.addMember({ groupId: groups[0]?.id ?? 0, userId: people.guest });
  await world.install();
  admin = await openSession(world.portal, world.appUrl, 1);
  clientIds = [];
  for (const group of groups) {
    const made = await admin.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name: group.name, groupIds: [group.id], managerIds: [] },
      ...{ timeZone: 'Europe/Moscow', accountingStartsOn: '2026-01-01' },
    });
    clientIds.push((made.body as { clientId: number }).clientId);
  }
});
afterAll(() => world.stop());

const as = (userId: number) => openSession(world.portal, world.appUrl, userId);
/** A refresh token as the portal's page gives it to whoever opens the app. */
const ownToken = (userId: number) => world.portal.control.openApp({ userId }).fields['REFRESH_ID'] ?? '';
const agree = (api: Api, refreshToken: string) =>
  api.send('POST', '/portal/posting', { requestId: randomUUID(), refreshToken });
const give = (api: Api, userId: number, role: string | null) =>
  api.send('PUT', `/people/${userId}/role`, { requestId: randomUUID(), role });
const log = async (api: Api, query = '') =>
  actionPageSchema.parse((await api.get(`/actions?language=ru${query}`)).body).actions;

describe('roles', () => {
  it('are shown as the server decides them, with the reason', async () => {
    const { people: all } = peopleSchema.parse((await admin.get('/people')).body);
    const of = (userId: number) => all.find((person) => person.userId === userId);
    expect(of(1)).toMatchObject({ role: 'administrator', why: 'portal-admin' });
    expect(of(people.performer)).toMatchObject({ role: 'performer', why: 'employee', manages: [] });
    expect(of(people.guest)).toMatchObject({ role: 'client', why: 'in-client-group' });
  });

  it('a contact who joined the group after it was read gets in at once, a stranger does not', async () => {
    const { control } = world.portal;
    const newcomer = control.createUser({ name: 'Новый', lastName: 'Контакт', type: 'extranet' }).id;
    await expect(as(newcomer)).rejects.toThrow(/FORBIDDEN|403/);
    const north = control.groups().find((group) => group.name === 'Север')?.id ?? 0;
    control.addMember({ groupId: north, userId: newcomer });
    const api = await as(newcomer);
    expect(api.role).toBe('client');
    expect((await api.get(`/clients/${clientIds[0]}`)).status).toBe(200);
    expect((await api.get(`/clients/${clientIds[1]}`)).status).toBe(404);
  });

  it('given and taken away end the sessions that stood on them', async () => {
    const before = await as(people.manager);
    expect(before.role).toBe('performer');
    expect((await before.get('/portal/health')).status).toBe(403);
    expect((await give(admin, people.manager, 'manager')).status).toBe(200);
    expect(await before.get('/portal/health')).toMatchObject({
      status: 401,
      body: { code: 'SESSION_EXPIRED' },
    });
    const after = await as(people.manager);
    expect(after.role).toBe('manager');
    const { budget } = portalHealthSchema.parse((await after.get('/portal/health')).body);
    expect(budget.requests?.callsHour).toBeGreaterThan(0);
    expect(budget.methods.map((one) => one.method)).toContain('user.get');
    await give(admin, people.manager, null);
    expect((await after.get('/portal/health')).status).toBe(401);
  });

  it('come from the clients somebody is listed for', async () => {
    const listed = { requestId: randomUUID(), clientIds: [clientIds[0]] };
    await admin.send('PUT', `/people/${people.manager}/clients`, listed);
    const manager = await as(people.manager);
    expect(manager.role).toBe('manager');
    const { clients } = (await manager.get('/clients')).body as { clients: { clientId: number }[] };
    expect(clients.map((client) => client.clientId)).toEqual([clientIds[0]]);
  });

  it('taken away in a client’s form end what that person may do, and given back begin it', async () => {
    const manager = await as(people.manager);
    const path = `/clients/${clientIds[0]}`;
    const { name, groupIds, timeZone } = (await admin.get(`${path}/edit`)).body as ClientEdit;
    const save = (managerIds: number[], preview = false) =>
      admin.send('PUT', `${path}?preview=${preview}`, {
        ...{ requestId: randomUUID(), name, groupIds, timeZone, managerIds },
      });
    expect((await save([], true)).status).toBe(200);
    expect((await manager.get(path)).status).toBe(200);
    expect((await save([])).status).toBe(200);
    for (const asked of [path, '/portal/health', '/clients'])
      expect(await manager.get(asked)).toMatchObject({ status: 401, body: { code: 'SESSION_EXPIRED' } });
    const without = await as(people.manager);
    expect(without.role).toBe('performer');
    expect((await without.get('/portal/health')).status).toBe(403);
    expect((await save([people.manager])).status).toBe(200);
    expect((await without.get('/clients')).status).toBe(401);
    expect((await as(people.manager)).role).toBe('manager');
  });

  it('are no business of anybody but administrators, and no guest gets one', async () => {
    for (const userId of [people.manager, people.performer, people.guest]) {
      const api = await as(userId);
      expect((await api.get('/people')).status).toBe(403);
      expect((await give(api, userId, 'administrator')).status).toBe(403);
    }
    expect(await give(admin, people.guest, 'manager')).toMatchObject({ status: 422 });
  });
});

describe('the author of reports', () => {
  it('agrees on their own page once an administrator asked, and never by somebody else’s token', async () => {
    const service = await as(people.service);
    expect((await agree(service, ownToken(people.service))).status).toBe(403);
    const ask = { requestId: randomUUID(), userId: people.service };
    expect((await service.send('PUT', '/portal/posting/asked', ask)).status).toBe(403);
    await admin.send('PUT', '/portal/posting/asked', ask);
    expect(await agree(service, ownToken(people.performer))).toMatchObject({
      ...{ status: 403, body: { code: 'CLAIM_REFUSED' } },
    });
    const agreed = postingViewSchema.parse((await agree(service, ownToken(people.service))).body);
    expect(agreed).toMatchObject({
      ...{ nextAuthor: { userId: people.service }, asked: null, owner: { userId: 1, broken: null } },
    });
    expect(agreed.posting?.closedGroups.map((group) => group.clientName)).toEqual(['Север', 'Юг']);
    const guest = await as(people.guest);
    expect((await guest.get('/portal/posting')).status).toBe(403);
  });

  it('who leaves is replaced by the owner before the post, and administrators are told once', async () => {
    const portalId = world.portal.memberId;
    world.portal.control.dismissUser({ id: people.service });
    const { ground, rest } = world.app.stage;
    await ground.db.transaction().execute((tx) =>
      enqueuePost(tx, ground, {
        ...{ portalId, clientId: clientIds[0] ?? 0, kind: 'notice', key: 'a-notice' },
        payload: { userId: people.performer, text: 'Проверка' },
      }),
    );
    await world.app.settle();
    world.portal.control.setClock({ advanceMs: 10_000 });
    await world.app.settle();
    const sent = await ground.db
      .selectFrom('outbox')
      .select(['state', 'author_id'])
      .where('key', '=', 'a-notice')
      .executeTakeFirst();
    expect(sent).toEqual({ state: 'sent', author_id: 1 });
    await watchTokens(ground, rest, portalId);
    await watchTokens(ground, rest, portalId);
    const told = await ground.db
      .selectFrom('outbox')
      .select('key')
      .where('key', 'like', 'posting-left:%')
      .execute();
    expect(told).toHaveLength(1);
    const { postingLeft, postingUser } = portalHealthSchema.parse((await admin.get('/portal/health')).body);
    expect([postingLeft, postingUser?.userId]).toEqual(['Отдел Поддержки', 1]);
    const view = await admin.send('POST', '/portal/posting/release', { requestId: randomUUID() });
    expect(postingViewSchema.parse(view.body).posting).toBeNull();
  });
});

describe('the log of actions', () => {
  it('says in words who changed what, before and after', async () => {
    const actions = await log(admin);
    const [released] = actions;
    expect(released).toMatchObject({ kind: 'release-posting', about: ['Отдел Поддержки'], client: null });
    const role = actions.findLast((action) => action.kind === 'give-role');
    expect(role).toMatchObject({ title: 'Изменена роль', about: ['Мария Менеджер'] });
    expect(role?.changes).toEqual([{ label: 'Роль', was: null, now: 'менеджер всех клиентов' }]);
    const listed = actions.find((action) => action.kind === 'change-client');
    expect(listed?.client?.name).toBe('Север');
    expect(listed?.changes).toEqual([{ label: 'Менеджеры', was: 'ничего', now: 'Мария Менеджер' }]);
  });

  it('shows a manager their own clients only, and performers and clients nothing', async () => {
    const manager = await as(people.manager);
    const seen = await log(manager);
    expect(seen.map((action) => action.client?.clientId)).toEqual(seen.map(() => clientIds[0]));
    expect(seen.length).toBeGreaterThan(0);
    expect((await manager.get(`/actions?clientId=${clientIds[1]}`)).status).toBe(404);
    for (const userId of [people.performer, people.guest]) {
      const api = await as(userId);
      for (const path of ['/actions', '/actions/choices', '/actions/file'])
        expect((await api.get(path)).status).toBe(403);
    }
  });

  it('is narrowed by person, kind and days', async () => {
    expect(await log(admin, '&kind=give-role')).toHaveLength(2);
    expect(await log(admin, `&userId=${people.service}`)).toHaveLength(1);
    expect(await log(admin, '&to=2020-01-01')).toEqual([]);
  });
});
