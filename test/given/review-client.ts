import { randomUUID } from 'node:crypto';
import type { App } from '../../server/app.js';
import { type Api, type GivenWorld, openSession, startWorld } from './start-world.js';

export const TODAY = '2026-03-02';

/** A department of one client and one performer, on a Monday morning; hours are told by the sweep alone. */
export interface SmallDepartment {
  world: GivenWorld;
  admin: Api;
  clientId: number;
  groupId: number;
  userId: number;
  taskId: number;
  /** Tracks hours on a task and lets the app find them. */
  work: (hours: number, at?: { taskId?: number; workedAt?: string }) => Promise<number>;
  sell: (hours: number) => Promise<void>;
  addClient: (name: string, groupId: number) => Promise<number>;
}

export async function smallDepartment(
  options: { databaseUrl?: string; now?: string } = {},
): Promise<SmallDepartment> {
  const world = await startWorld({
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
    portal: {
      ...{ seed: 'review', empty: true, clockMode: 'manual', limits: { enabled: false } },
      now: options.now ?? `${TODAY}T09:00:00+03:00`,
    },
    env: { REST_PER_SECOND: '2000', REST_BURST: '2000' },
  });
  const { control } = world.portal;
  const userId = control.createUser({ name: 'Ирина', lastName: 'Мастерова' }).id;
  const groupId = control.createGroup({ name: 'Магазин' }).id;
  const taskId = control.createTask({ title: 'Оплата не проходит', groupId }).id;
  await world.install();
  const admin = await openSession(world.portal, world.appUrl, 1);
  const addClient = async (name: string, ofGroup: number): Promise<number> => {
    const made = await admin.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name, groupIds: [ofGroup], timeZone: 'Europe/Moscow' },
      accountingStartsOn: '2026-01-01',
    });
    await world.app.settle();
    return (made.body as { clientId: number }).clientId;
  };
  const clientId = await addClient('Магазин', groupId);
  return {
    ...{ world, admin, clientId, groupId, userId, taskId, addClient },
    work: async (hours, at = {}) => {
      const workedAt = at.workedAt ?? `${TODAY}T08:00:00+03:00`;
      const entry = { taskId: at.taskId ?? taskId, userId, seconds: hours * 3600, workedAt };
      const { id } = control.addEntry(entry);
      await world.app.settle({ sweep: true });
      return id;
    },
    sell: async (hours) => {
      await admin.send('POST', `/clients/${clientId}/packages`, {
        ...{ requestId: randomUUID(), title: `${hours} часов`, sizeSeconds: hours * 3600 },
        ...{ boughtOn: TODAY, validFrom: TODAY },
      });
      await world.app.settle();
    },
  };
}

/** Lets the app live so long, step by step, as its own ticks would. */
export async function live(world: GivenWorld, span: { ms: number; stepMs: number }): Promise<void> {
  for (let lived = 0; lived < span.ms; lived += span.stepMs) {
    world.portal.control.setClock({ advanceMs: span.stepMs });
    await tick(world.app);
  }
}

/** One tick, awaited: facts first (that also follows the portal's clock), then the round with its timetable. */
export async function tick(app: App): Promise<void> {
  await app.settle();
  await app.work();
  await app.settle();
}

export async function balanceOf(
  admin: Api,
  clientId: number,
): Promise<{
  balanceSeconds: number;
  overageSeconds: number;
  recordedSeconds: number;
  courtesySeconds: number;
}> {
  const { body } = await admin.get(`/clients/${clientId}`);
  return (body as { balance: Awaited<ReturnType<typeof balanceOf>> }).balance;
}

/** Issues what a manager sees now, cut at the end of `day`. */
export async function post(admin: Api, clientId: number, day: string): Promise<number> {
  const cut = { at: 'day', day };
  const shown = await admin.send('POST', `/clients/${clientId}/reports/preview`, { cut });
  const { position } = (shown.body as { model: { position: number } }).model;
  const request = { requestId: randomUUID(), cut, position };
  return (await admin.send('POST', `/clients/${clientId}/reports`, request)).status;
}
