import { randomUUID } from 'node:crypto';
import { pollTail } from '../../server/schedule.js';
import { dayOf } from '../../server/base/days.js';
import { readPortal } from '../../server/portal/installs/index.js';
import { type Api, type GivenWorld, openSession } from './start-world.js';

/** The first client of the seeded department, entered in the app, with two packages and all its hours mirrored. */
export interface SeededClient {
  api: Api;
  clientId: number;
  groupId: number;
  performerId: number;
  /** Adds time to a new task as a performer would; answers the entry's id. */
  track: (title: string, seconds: number, comment: string) => Promise<number>;
  /** Lets the app hear and post everything that waits. */
  notice: () => Promise<void>;
  /** Issues and posts the report that a manager previews now; answers its texts. */
  postReport: () => Promise<string[]>;
}

export async function seededClient(world: GivenWorld): Promise<SeededClient> {
  const { portal, app } = world;
  const directory = portal.control.directory();
  const seeded = directory?.clients[0];
  const performerId = directory?.performerIds[0];
  if (!directory || !seeded || performerId === undefined) throw new Error('The portal has no seed');
  const api = await openSession(portal, world.appUrl, directory.adminId);
  const day = (ago: number) => dayOf(portal.control.clock().now - ago * 86_400_000, 'Europe/Moscow');
  await sent(api, '/clients', {
    ...{ requestId: randomUUID(), name: seeded.name, groupIds: seeded.groupIds, timeZone: 'Europe/Moscow' },
    ...{ accountingStartsOn: day(40), openingBalanceSeconds: -7200, managerIds: [seeded.managerId] },
  });
  await app.settle();
  const { clients } = (await api.get('/clients')).body as { clients: { clientId: number }[] };
  const clientId = clients[0]?.clientId ?? 0;
  for (const [hours, ago] of [
    [10, 40],
    [20, 20],
  ] as const) {
    await sent(api, `/clients/${clientId}/packages`, {
      ...{ requestId: randomUUID(), title: `Пакет ${hours} часов`, sizeSeconds: hours * 3600 },
      ...{ boughtOn: day(ago), validFrom: day(ago), priceMinor: 4_000_000, currency: 'RUB' },
    });
  }
  const groupId = seeded.groupIds[0] ?? 0;

  async function notice(): Promise<void> {
    await portal.control.flushEvents();
    await app.settle();
    const row = await readPortal(app.ground.db, portal.memberId);
    if (row) await pollTail(app.stage, row);
    await app.settle();
  }

  return {
    ...{ api, clientId, groupId, performerId, notice },
    track: async (title, seconds, comment) => {
      const task = portal.control.createTask({ title, groupId, responsibleId: performerId });
      const entry = portal.control.addEntry({ taskId: task.id, userId: performerId, seconds, comment });
      await notice();
      return entry.id;
    },
    postReport: async () => {
      const cut = { at: 'day', day: day(0) };
      const preview = await api.send('POST', `/clients/${clientId}/reports/preview`, { cut });
      const { model, parts } = preview.body as { model: { position: number }; parts: string[] };
      await sent(api, `/clients/${clientId}/reports`, {
        requestId: randomUUID(),
        cut,
        position: model.position,
      });
      return parts;
    },
  };
}

async function sent(api: Api, path: string, body: unknown): Promise<void> {
  const answer = await api.send('POST', path, body);
  if (answer.status !== 201)
    throw new Error(`${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
}
