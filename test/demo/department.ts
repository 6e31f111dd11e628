import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Api } from '../given/start-world.js';
import type { Directory, Portal } from '../portal/index.js';
import { say } from './say.js';

interface Sale {
  hours: number;
  /** Days before the demo's today. */
  daysAgo: number;
  expiresInDays?: number;
  priceRub: number;
}

/** What each client of the seed bought: one package is used up, one nearly, one client is over. */
const sales: Record<string, Sale[]> = {
  'Тёплый Кедр': [
    { hours: 50, daysAgo: 92, priceRub: 140_000 },
    { hours: 50, daysAgo: 48, expiresInDays: 90, priceRub: 140_000 },
    { hours: 20, daysAgo: 12, expiresInDays: 80, priceRub: 60_000 },
  ],
  Карданикс: [{ hours: 100, daysAgo: 90, priceRub: 260_000 }],
  'Фермента Лаб': [
    { hours: 50, daysAgo: 85, priceRub: 140_000 },
    { hours: 20, daysAgo: 5, expiresInDays: 85, priceRub: 60_000 },
  ],
  'Вельдан Мебель': [
    { hours: 100, daysAgo: 91, priceRub: 260_000 },
    { hours: 20, daysAgo: 20, expiresInDays: 70, priceRub: 60_000 },
  ],
};

/** Who is who in the seeded portal. */
export function directoryOf(portal: Portal): Directory {
  const directory = portal.control.directory();
  if (directory === null) throw new Error('The portal is empty: start it with a seed');
  return directory;
}

/** Clients as a manager would enter them: name, groups, time zone, start of accounting. */
export async function setUpClients(portal: Portal, manager: Api): Promise<void> {
  const startsOn = day(portal, -95);
  for (const client of directoryOf(portal).clients) {
    const { status } = await manager.send('POST', '/clients', {
      requestId: randomUUID(),
      name: client.name,
      groupIds: client.groupIds,
      timeZone: 'Europe/Moscow',
      accountingStartsOn: startsOn,
      managerIds: [client.managerId],
    });
    if (status !== 201) throw new Error(`Client ${client.name} could not be made: ${status}`);
  }
  const { developmentGroupId, freeSupportGroupId } = directoryOf(portal);
  await manager.send('PUT', '/portal/special-groups', {
    groups: [
      { groupId: developmentGroupId, part: 'development' },
      { groupId: freeSupportGroupId, part: 'free-support' },
    ],
  });
  say(
    'Clients',
    directoryOf(portal)
      .clients.map((client) => client.name)
      .join(', '),
  );
}

export async function sellPackages(portal: Portal, manager: Api): Promise<void> {
  const { clients } = (await manager.get('/clients')).body as {
    clients: { clientId: number; name: string }[];
  };
  for (const { clientId, name } of clients) {
    for (const sale of sales[name] ?? []) {
      const validFrom = day(portal, -sale.daysAgo);
      const { status } = await manager.send('POST', `/clients/${clientId}/packages`, {
        requestId: randomUUID(),
        title: `Пакет ${sale.hours} часов`,
        sizeSeconds: sale.hours * 3600,
        boughtOn: validFrom,
        validFrom,
        expiresOn: sale.expiresInDays === undefined ? null : day(portal, sale.expiresInDays),
        priceMinor: sale.priceRub * 100,
        currency: 'RUB',
        vatNote: 'без НДС',
      });
      if (status !== 201) throw new Error(`A package of ${name} could not be sold: ${status}`);
    }
    say('Packages', `${name}: ${(sales[name] ?? []).map((sale) => `${sale.hours} h`).join(' + ')}`);
  }
}

function day(portal: Portal, days: number): string {
  return (
    DateTime.fromMillis(portal.control.clock().now, { zone: 'Europe/Moscow' }).plus({ days }).toISODate() ??
    ''
  );
}

/** Whom to act as in the portal's switcher, a line per part. */
export function whoIsWho(portal: Portal): string[] {
  const { adminId, managerIds, performerIds, clients } = directoryOf(portal);
  const names = new Map(portal.control.users().map(({ id, name, lastName }) => [id, `${name} ${lastName}`]));
  const named = (ids: readonly number[]): string => ids.map((id) => names.get(id) ?? '').join(', ');
  return [
    `administrator  ${named([adminId])}`,
    `managers       ${named(managerIds)}`,
    `performers     ${named(performerIds)}`,
    ...clients.map((client) => `client         ${named(client.contactIds)} (${client.name})`),
  ];
}
