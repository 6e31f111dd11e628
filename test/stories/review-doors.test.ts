import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type GivenWorld, type Api, openSession, startWorld } from '../given/start-world.js';
import { eachDatabase } from '../harness/databases.js';

const NO_FIELD = '\u0000';
const LONE = '\ud800';

interface Row {
  clientId: number;
  draftWaiting: boolean;
}

eachDatabase((given) => {
  let world: GivenWorld;
  let admin: Api;
  let contact: Api;
  let clientId: number;
  let contactId: number;

  beforeAll(async () => {
    world = await startWorld({
      databaseUrl: await given.migratedUrl(),
      portal: { seed: 'review', empty: true, clockMode: 'manual', now: '2026-03-02T09:00:00+03:00' },
    });
    const { control } = world.portal;
    contactId = control.createUser({ name: 'Анна', lastName: 'Заказчикова', type: 'extranet' }).id;
    control.registerApp({ access: 'everyone' });
    const group = control.createGroup({ name: 'Магазин', extranet: true, members: [{ userId: contactId }] });
    await world.install();
    admin = await openSession(world.portal, world.appUrl, 1);
    const made = await admin.send('POST', '/clients', newClient([group.id]));
    clientId = (made.body as Row).clientId;
    contact = await openSession(world.portal, world.appUrl, contactId);
  });
  afterAll(() => world.stop());

  function newClient(groupIds: number[]): object {
    return {
      ...{ requestId: randomUUID(), name: 'Магазин', groupIds, timeZone: 'Europe/Moscow' },
      accountingStartsOn: '2026-01-01',
    };
  }
  function newPackage(change: object = {}): object {
    return {
      ...{ requestId: randomUUID(), title: 'Пакет', sizeSeconds: 3600 },
      ...{ boughtOn: '2026-03-01', validFrom: '2026-03-01', ...change },
    };
  }

  it('refuses texts that a database cannot hold, wherever they stand', async () => {
    const packages = `/clients/${clientId}/packages`;
    const group = world.portal.control.createGroup({ name: 'Ещё' }).id;
    for (const bad of [NO_FIELD, LONE]) {
      const answers = [
        await admin.send('POST', packages, newPackage({ title: `Пакет ${bad}` })),
        await admin.send('POST', packages, newPackage({ reason: `Подарок ${bad}` })),
        await admin.send('POST', packages, newPackage({ vatNote: bad })),
        await admin.send('POST', '/clients', { ...newClient([group]), name: `Имя ${bad}` }),
        await admin.send('POST', '/clients', { ...newClient([group]), timeZone: `Europe/${bad}` }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    }
    const id = encodeURIComponent(`a${NO_FIELD}`);
    const decision = { requestId: randomUUID(), confirm: true };
    const paths = [`/portal/moves/${id}/decide`, `/portal/disappearances/${id}/decide`];
    for (const path of paths) expect((await admin.send('POST', path, decision)).status).toBe(422);
    expect((await admin.send('POST', `/portal/inbox/${id}/replay`, {})).status).toBe(422);
  });

  it('refuses figures and days that no sum or calendar can carry', async () => {
    const group = world.portal.control.createGroup({ name: 'Пять' }).id;
    const much = { ...newClient([group]), openingBalanceSeconds: Number.MAX_SAFE_INTEGER };
    expect((await admin.send('POST', '/clients', much)).status).toBe(422);
    const packages = `/clients/${clientId}/packages`;
    expect((await admin.send('POST', packages, newPackage({ expiresOn: '9999-12-31' }))).status).toBe(422);
    expect((await admin.send('POST', packages, newPackage({ validFrom: '0000-01-01' }))).status).toBe(422);
    const schedule = `/clients/${clientId}/schedules`;
    for (const time of ['24:00', '10:60', '99:99']) {
      const rule = { every: 'week', weekday: 1, time };
      const body = { requestId: randomUUID(), rule, automatic: true };
      expect((await admin.send('POST', schedule, body)).status).toBe(422);
    }
  });

  it('answers requests that meet each other without a failure of its own', async () => {
    const groups = ['А', 'Б', 'В', 'Г'].map((name) => world.portal.control.createGroup({ name }).id);
    const made = await Promise.all(groups.map((id) => admin.send('POST', '/clients', newClient([id]))));
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const same = world.portal.control.createGroup({ name: 'Одна на всех' }).id;
    const rivals = await Promise.all(
      [1, 2, 3, 4].map(() => admin.send('POST', '/clients', newClient([same]))),
    );
    expect(rivals.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const rule = { every: 'week', weekday: 1, time: '10:00' };
    const schedules = await Promise.all(
      [1, 2, 3, 4].map(() =>
        admin.send('POST', `/clients/${clientId}/schedules`, {
          ...{ requestId: randomUUID(), rule, automatic: false },
        }),
      ),
    );
    expect(schedules.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const special = world.portal.control.createGroup({ name: 'Разработка' }).id;
    const body = { groups: [{ groupId: special, part: 'development' }] };
    const parts = await Promise.all(
      [1, 2, 3, 4].map(() => admin.send('PUT', '/portal/special-groups', body)),
    );
    expect(parts.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('tells a client nothing of drafts, in the list as little as on the client’s own page', async () => {
    await world.app.ground.db
      .insertInto('reports')
      .values({
        ...{
          portal_id: world.portal.memberId,
          client_id: clientId,
          report_id: randomUUID(),
          cause: 'demand:x',
        },
        ...{ state: 'draft', cut: '{"at":"day","day":"2026-03-01"}', due_at: 0, position: 1, model: null },
        ...{ number: null, created_at: 0, updated_at: 0, action_id: null },
      })
      .execute();
    const rows = async (api: Api) => ((await api.get('/clients')).body as { clients: Row[] }).clients;
    const seenBy = async (api: Api) =>
      (await rows(api)).find((row) => row.clientId === clientId)?.draftWaiting;
    expect(await seenBy(admin)).toBe(true);
    expect(contact.role).toBe('client');
    expect(await seenBy(contact)).toBe(false);
  });

  it('lets nobody read a client whose group only asked this person to join', async () => {
    const { control } = world.portal;
    const other = control.createGroup({ name: 'Чужая' }).id;
    const made = await admin.send('POST', '/clients', newClient([other]));
    const otherId = (made.body as Row).clientId;
    await world.app.ground.db
      .insertInto('group_members')
      .values({
        portal_id: world.portal.memberId,
        group_id: other,
        user_id: contactId,
        role: 'Z',
        asked_at: 0,
      })
      .execute();
    expect((await contact.get(`/clients/${otherId}`)).status).toBe(404);
    expect((await contact.get(`/clients/${clientId}`)).status).toBe(200);
  });

  it('names who will really post: not somebody whose right is dead', async () => {
    const { db } = world.app.ground;
    const owner = await db
      .selectFrom('portal_tokens')
      .selectAll()
      .where('purpose', '=', 'owner')
      .executeTakeFirstOrThrow();
    const broken = { ...owner, purpose: 'posting' as const, user_id: contactId, broken_reason: 'gone' };
    await db.insertInto('portal_tokens').values(broken).execute();
    const cut = { at: 'day', day: '2026-03-01' };
    const preview = await admin.send('POST', `/clients/${clientId}/reports/preview`, { cut });
    await db.deleteFrom('portal_tokens').where('purpose', '=', 'posting').execute();
    expect((preview.body as { postingUser: { userId: number } }).postingUser.userId).toBe(1);
  });
});
