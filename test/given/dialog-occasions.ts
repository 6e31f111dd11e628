import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { SeededClient } from './seeded-client.js';
import type { GivenWorld } from './start-world.js';

const DAY_MS = 86_400_000;

/** What every dialog of the tour needs to be opened: a company and what it bought, groups to hand work to, late work. */
export async function giveOccasions(world: GivenWorld, client: SeededClient): Promise<void> {
  const { control } = world.portal;
  const { api, clientId } = client;
  const directory = control.directory();
  if (!directory) throw new Error('The portal has no seed');
  const special = {
    groups: [
      { groupId: directory.developmentGroupId, part: 'development' },
      { groupId: directory.freeSupportGroupId, part: 'free-support' },
    ],
  };
  expect((await api.send('PUT', '/portal/special-groups', special)).status).toBe(200);
  const companyId = directory.clients[0]?.companyId ?? 0;
  const link = { requestId: randomUUID(), companyId };
  expect((await api.send('PUT', `/clients/${clientId}/company`, link)).status).toBe(200);
  wonDeal(world, companyId);
  lateWork(world, client);
  await client.notice();
}

/** A package on offer. */
function wonDeal({ portal }: GivenWorld, companyId: number): void {
  const row = {
    productName: 'Час поддержки',
    price: 3_000,
    quantity: 20,
    measureCode: 356,
    measureName: 'ч',
  };
  const deal = { entityTypeId: 2, title: 'Продление на квартал', fields: { companyId }, productRows: [row] };
  const { id } = portal.control.createCrmItem(deal);
  portal.control.updateCrmItem({ id, fields: { stageId: 'WON' } });
}

/** Yesterday's time, entered after the report: something that a new report up to yesterday holds. */
function lateWork({ portal }: GivenWorld, { groupId, performerId }: SeededClient): void {
  const { control } = portal;
  const task = control.createTask({ title: 'Записано на другой день', groupId, responsibleId: performerId });
  const workedAt = control.clock().now - DAY_MS;
  control.addEntry({ taskId: task.id, userId: performerId, seconds: 1_800, comment: 'Правки', workedAt });
}
