import { randomUUID } from 'node:crypto';
import { dayOf } from '../../server/base/days.js';
import { defaultTerms } from '../../server/base/terms.js';
import { type ClientRecord, readClients } from '../../server/clients/index.js';
import type { EntryFact, Facts, PackageFact } from '../../server/ledger/rules/types.js';
import type { TruthEntry } from '../portal/index.js';
import { noFacts } from './facts.js';
import type { Scene } from './random-changes.js';
import { type Api, type GivenWorld, openSession } from './start-world.js';

export const ZONE = 'Europe/Moscow';

export interface Department {
  scene: Scene;
  /** Groups of each client by its id. */
  groupsOf: Map<number, number[]>;
  /** Packages sold, as facts for an oracle, by client. */
  packagesOf: Map<number, PackageFact[]>;
}

/** A small department: three performers, three clients (one of two groups), one group of nobody. */
export async function foundDepartment(world: GivenWorld): Promise<Department> {
  const { control } = world.portal;
  const userIds = ['Ирина', 'Олег', 'Степан'].map(
    (name) => control.createUser({ name, lastName: 'Проверкин' }).id,
  );
  const groupIds = ['А', 'Б1', 'Б2', 'В', 'Ничья'].map(
    (name) => control.createGroup({ name: `Группа ${name}` }).id,
  );
  await world.install();
  const admin = await openSession(world.portal, world.appUrl, 1);
  const [a = 0, b1 = 0, b2 = 0, c = 0] = groupIds;
  const groupsOf = new Map<number, number[]>();
  for (const [name, own] of [
    ['Альфа', [a]],
    ['Бета', [b1, b2]],
    ['Гамма', [c]],
  ] as const) {
    const made = await admin.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name, groupIds: own, timeZone: ZONE },
      accountingStartsOn: '2026-01-01',
    });
    groupsOf.set((made.body as { clientId: number }).clientId, [...own]);
  }
  const off = (taskId: number): boolean => reportTasks.has(taskId);
  const reportTasks = new Set<number>();
  const department = {
    scene: { userIds, groupIds, isOff: off },
    groupsOf,
    packagesOf: new Map<number, PackageFact[]>(),
  };
  watchReportTasks(world, reportTasks);
  await sellSome(admin, department);
  return department;
}

/** The app's own tasks are not played with; asked anew each time, since reports make them on the way. */
function watchReportTasks(world: GivenWorld, known: Set<number>): void {
  const { tasks } = world.portal.world.data;
  const has = known.has.bind(known);
  known.has = (taskId) => has(taskId) || (tasks.get(taskId)?.title ?? '').startsWith('Отчёты');
}

async function sellSome(admin: Api, department: Department): Promise<void> {
  for (const clientId of department.groupsOf.keys()) {
    const sales = [
      { hours: 20, validFrom: '2026-01-15', expiresOn: null },
      { hours: 30, validFrom: '2026-02-10', expiresOn: '2026-06-30' },
      { hours: 40, validFrom: '2026-03-02', expiresOn: null },
    ];
    department.packagesOf.set(clientId, []);
    for (const [index, sale] of sales.entries()) {
      const { status } = await admin.send('POST', `/clients/${clientId}/packages`, {
        ...{ requestId: randomUUID(), title: `Пакет ${sale.hours}`, sizeSeconds: sale.hours * 3600 },
        ...{ boughtOn: sale.validFrom, validFrom: sale.validFrom, expiresOn: sale.expiresOn },
      });
      if (status !== 201) throw new Error(`No package: ${status}`);
      department.packagesOf.get(clientId)?.push({
        ...{ packageId: index + 1, sizeSeconds: sale.hours * 3600, boughtAt: Date.parse(sale.validFrom) },
        ...{ validFrom: sale.validFrom, expiresOn: sale.expiresOn, closedOn: null, coversEarlier: true },
        purchaseActionId: String(index),
      });
    }
  }
}

/** A manager confirms everything that waits: moves as they were, vanished work as gone. */
export async function decideEverything(world: GivenWorld): Promise<number> {
  const admin = await openSession(world.portal, world.appUrl, 1);
  const health = (await admin.get('/portal/health')).body as {
    moves: { moveId: string }[];
    disappearances: { disappearanceId: string }[];
  };
  for (const { moveId } of health.moves) {
    const body = { requestId: randomUUID(), confirm: true, withEarlier: false };
    await admin.send('POST', `/portal/moves/${moveId}/decide`, body);
  }
  for (const { disappearanceId } of health.disappearances) {
    const body = { requestId: randomUUID(), confirm: true };
    await admin.send('POST', `/portal/disappearances/${disappearanceId}/decide`, body);
  }
  await world.app.settle();
  return health.moves.length + health.disappearances.length;
}

/** Live entries that count for a client by the portal's own truth: by the group their task had when they were made. */
export function truthOf(world: GivenWorld, department: Department, clientId: number): TruthEntry[] {
  const own = new Set(department.groupsOf.get(clientId));
  return world.portal.control
    .truth()
    .entries.filter((entry) => own.has(entry.groupIdWhenMade) && !department.scene.isOff(entry.taskId));
}

/** The portal's truth as facts for an oracle that never saw the app. */
export function factsOf(world: GivenWorld, department: Department, clientId: number): Facts {
  const entries = truthOf(world, department, clientId).map((entry): EntryFact => {
    const workDay = dayOf(entry.workedAt, ZONE);
    return {
      ...{ entryId: entry.id, taskId: entry.taskId, userId: entry.userId, seconds: entry.seconds },
      ...{ workedAt: entry.workedAt, workDay, workType: 'other', urgency: 'normal', courtesyReason: null },
      ...{ noticedOn: workDay, textKey: entry.comment },
    };
  });
  return {
    ...noFacts(),
    accountingStartsOn: '2026-01-01',
    entries,
    packages: department.packagesOf.get(clientId) ?? [],
    terms: [{ version: 0, effectiveFrom: '0001-01-01', terms: defaultTerms }],
  };
}

export function clientsIn(world: GivenWorld): Promise<ClientRecord[]> {
  return readClients(world.app.ground.db, world.portal.memberId);
}
