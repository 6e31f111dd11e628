import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ArchivedClients, ChangeEffect, ClientEdit, ClientView } from '../../server/api/index.js';
import { lockClient } from '../../server/clients/index.js';
import { verifyLedger } from '../../server/ledger/index.js';
import {
  balanceOf,
  post,
  type SmallDepartment,
  smallDepartment,
  tick,
  TODAY,
} from '../given/review-client.js';

const HOUR = 3_600;

describe('a client is changed after it was added', () => {
  let given: SmallDepartment;
  let secondGroup: number;
  let secondTask: number;
  let clientId: number;
  const later = () => given.world.portal.control.setClock({ advanceMs: 60_000 });
  const hoursOf = async (id: number) => (await balanceOf(given.admin, id)).recordedSeconds / HOUR;
  const viewOf = async (id: number) => (await given.admin.get(`/clients/${id}`)).body as ClientView;

  beforeAll(async () => {
    given = await smallDepartment();
    ({ clientId } = given);
    const { control } = given.world.portal;
    secondGroup = control.createGroup({ name: 'Магазин — склад' }).id;
    secondTask = control.createTask({ title: 'Остатки на складе', groupId: secondGroup }).id;
    await given.sell(10);
    await given.work(2);
    await given.work(3, { taskId: secondTask });
    later();
    await tick(given.world.app);
  });
  afterAll(() => given.world.stop());

  async function save(
    changed: Partial<{ name: string; groupIds: number[]; timeZone: string; managerIds: number[] }>,
    { id = clientId, preview = false } = {},
  ): Promise<{ status: number; effect: ChangeEffect; code?: string }> {
    const now = (await given.admin.get(`/clients/${id}/edit`)).body as ClientEdit;
    const { name, groupIds, timeZone } = now;
    const managerIds = now.managers.map((one) => one.userId);
    const body = { requestId: randomUUID(), name, groupIds, timeZone, managerIds, ...changed };
    const answer = await given.admin.send('PUT', `/clients/${id}?preview=${preview}`, body);
    await given.world.app.settle();
    later();
    return { status: answer.status, ...(answer.body as { effect: ChangeEffect; code?: string }) };
  }
  async function faultsOf(id: number): Promise<string[]> {
    const { db } = given.world.app.ground;
    return db.transaction().execute(async (tx) => {
      const client = await lockClient(tx, given.world.portal.memberId, id);
      return (await verifyLedger(tx, client)).faults;
    });
  }

  it('a group that comes brings its hours since the start of accounting; a preview keeps nothing', async () => {
    const both = { groupIds: [given.groupId, secondGroup] };
    const shown = await save(both, { preview: true });
    expect(shown.effect.before.balanceSeconds).toBe(8 * HOUR);
    expect(shown.effect.after.balanceSeconds).toBe(5 * HOUR);
    expect(await hoursOf(clientId)).toBe(2);
    expect((await save(both)).status).toBe(200);
    expect(await hoursOf(clientId)).toBe(5);
    const view = await viewOf(clientId);
    expect(view.groups.map((group) => group.groupId)).toEqual([given.groupId, secondGroup]);
  });

  it('the newest change can be taken back: the group leaves with all its hours', async () => {
    const { lastChange } = (await given.admin.get(`/clients/${clientId}/edit`)).body as ClientEdit;
    expect(lastChange?.what).toEqual(['groupIds']);
    const undo = { requestId: randomUUID(), actionId: lastChange?.actionId };
    for (const expected of [200, 200]) {
      const answer = await given.admin.send('POST', `/clients/${clientId}/undo-change`, undo);
      expect(answer.status).toBe(expected);
    }
    expect(await hoursOf(clientId)).toBe(2);
    const again = await given.admin.send('POST', `/clients/${clientId}/undo-change`, {
      ...{ requestId: randomUUID(), actionId: lastChange?.actionId },
    });
    expect([again.status, (again.body as { code: string }).code]).toEqual([409, 'CLIENT_CHANGED_SINCE']);
  });

  it('of a group that goes the hours recorded so far stay, and later ones are nobody’s', async () => {
    await save({ groupIds: [given.groupId, secondGroup] });
    const gone = await save({ groupIds: [given.groupId] });
    expect(gone.effect.movedCount).toBe(0);
    await given.work(1, { taskId: secondTask });
    expect(await hoursOf(clientId)).toBe(5);
  });

  it('an earlier hour that is corrected in the portal is still the old owner’s', async () => {
    const { control } = given.world.portal;
    const earlier = control.truth().entries.find((entry) => entry.taskId === secondTask);
    control.editEntry({ id: earlier?.id ?? 0, seconds: 4 * HOUR });
    await given.world.app.settle({ sweep: true });
    expect(await hoursOf(clientId)).toBe(6);
  });

  it('the next owner gets what was recorded since, and no hour counts twice', async () => {
    const otherId = await given.addClient('Склад', secondGroup);
    expect(await hoursOf(otherId)).toBe(1);
    later();
    await given.work(2, { taskId: secondTask });
    expect([await hoursOf(clientId), await hoursOf(otherId)]).toEqual([6, 3]);
    const taken = await save({ groupIds: [given.groupId, secondGroup] });
    expect([taken.status, taken.code]).toEqual([409, 'GROUP_TAKEN']);
    for (const id of [clientId, otherId]) expect(await faultsOf(id)).toEqual([]);
  });

  it('another time zone reckons days anew while nothing is issued, and is refused afterwards', async () => {
    await given.work(1, { workedAt: `${TODAY}T01:00:00+03:00` });
    await save({ timeZone: 'Asia/Vladivostok' });
    const { lines } = (await given.admin.get(`/clients/${clientId}/ledger`)).body as {
      lines: { workDay: string }[];
    };
    expect(lines.length).toBeGreaterThan(0);
    expect((await viewOf(clientId)).timeZone).toBe('Asia/Vladivostok');
    await save({ timeZone: 'Europe/London' });
    expect(await post(given.admin, clientId, '2026-03-01')).toBe(201);
    await given.world.app.settle();
    const frozen = await save({ timeZone: 'Europe/Moscow' });
    expect([frozen.status, frozen.code]).toEqual([409, 'ZONE_FROZEN']);
    expect((await save({ name: 'Магазин и склад' })).status).toBe(200);
    expect(await faultsOf(clientId)).toEqual([]);
  });

  it('an archived client keeps its account and is served no more, until it comes back', async () => {
    const away = (archived: boolean) =>
      given.admin.send('POST', `/clients/${clientId}/archive`, { requestId: randomUUID(), archived });
    expect((await away(true)).status).toBe(200);
    const { clients } = (await given.admin.get('/clients')).body as { clients: { clientId: number }[] };
    expect(clients.map((client) => client.clientId)).not.toContain(clientId);
    const kept = (await given.admin.get('/clients/archived')).body as ArchivedClients;
    expect(kept.clients).toMatchObject([{ clientId, name: 'Магазин и склад' }]);
    const wanted = { cut: { at: 'day', day: TODAY } };
    const report = await given.admin.send('POST', `/clients/${clientId}/reports/preview`, wanted);
    expect([report.status, (report.body as { code: string }).code]).toEqual([409, 'CLIENT_ARCHIVED']);
    await given.work(9);
    await tick(given.world.app);
    const view = await viewOf(clientId);
    expect([view.mayManage, view.balance.recordedSeconds]).toEqual([false, 16 * HOUR]);
    expect((await given.admin.get(`/clients/${clientId}/reports`)).body).toMatchObject({
      reports: [{ state: 'posted' }],
    });
    expect((await away(false)).status).toBe(200);
    await given.world.app.settle();
    const alerts = (await given.admin.get(`/clients/${clientId}/alerts`)).body as { alerts: unknown[] };
    expect(alerts.alerts.length).toBeGreaterThan(0);
    expect((await viewOf(clientId)).mayManage).toBe(true);
  });

  it('says who changed what', async () => {
    const { db } = given.world.app.ground;
    const actions = await db
      .selectFrom('actions')
      .select(['what', 'user_id', 'before', 'after'])
      .where('client_id', '=', clientId)
      .where('what', 'in', ['change-client', 'undo-client-change', 'archive-client', 'restore-client'])
      .orderBy('at')
      .execute();
    expect(actions.map((action) => action.what)).toEqual([
      ...['change-client', 'undo-client-change', 'change-client', 'change-client', 'change-client'],
      ...['change-client', 'change-client', 'archive-client', 'restore-client'],
    ]);
    expect(actions.every((action) => action.user_id === 1 && action.before !== null)).toBe(true);
  });
});
