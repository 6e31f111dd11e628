import { randomUUID } from 'node:crypto';
import { type Api, type GivenWorld, openSession, startWorld } from './start-world.js';

const HOUR = 3_600;

export interface AdviceWorld {
  world: GivenWorld;
  manager: Api;
  performer: Api;
  contact: Api;
  clientId: number;
  /** Ids by first name, and by title. */
  people: Record<string, number>;
  tasks: Record<string, number>;
}

/** A Monday morning: two performers, a client with 60 hours and tasks of every kind, and another client. */
export async function startAdviceWorld(): Promise<AdviceWorld> {
  const people: Record<string, number> = {};
  const tasks: Record<string, number> = {};
  const world = await startWorld({
    portal: { empty: true, card: 'new', clockMode: 'manual', now: '2026-03-02T08:30:00+03:00' },
  });
  const { control } = world.portal;
  const add = (name: string, lastName: string, type?: 'extranet') => {
    people[name] = control.createUser({ name, lastName, ...(type && { type }) }).id;
  };
  add('Павел', 'Гурьянов');
  add('Елена', 'Ручьёва');
  add('Анна', 'Заказчикова', 'extranet');
  add('Чужой', 'Клиентов', 'extranet');
  control.registerApp({ access: 'everyone' });
  const members = [1, ...Object.values(people).slice(0, 3)].map((userId) => ({ userId }));
  const group = control.createGroup({ name: 'Магазин', extranet: true, members });
  const other = control.createGroup({
    ...{ name: 'Склад', extranet: true },
    members: [1, people['Чужой'] ?? 0].map((userId) => ({ userId })),
  });
  const put = (title: string, responsible: string, hours: number, more: object = {}): void => {
    tasks[title] = control.createTask({
      ...{ title, groupId: group.id, responsibleId: people[responsible] ?? 1, createdBy: 1 },
      ...{ estimateSeconds: hours * HOUR, ...more },
    }).id;
  };
  put('Корзина', 'Павел', 10);
  put('Доставка', 'Павел', 6, { deadline: '2026-03-04T18:00:00+03:00' });
  put('Без оценки', 'Елена', 0);
  put('Ждёт клиента', 'Елена', 5, { status: 6 });
  put('Готово', 'Елена', 1, { status: 5 });
  put('Выгрузка прайса', 'Павел', 4, { tags: ['парсинг'] });
  put('Старая выгрузка', 'Елена', 30, { tags: ['парсинг'], status: 5 });
  put('Чужая', 'Павел', 2, { groupId: other.id });
  await world.install();
  const manager = await openSession(world.portal, world.appUrl, 1);
  const ids: number[] = [];
  for (const { name, id } of [
    { name: 'Магазин', id: group.id },
    { name: 'Склад', id: other.id },
  ]) {
    const made = await manager.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name, groupIds: [id], timeZone: 'Europe/Moscow' },
      accountingStartsOn: '2026-01-01',
    });
    ids.push((made.body as { clientId: number }).clientId);
  }
  const clientId = ids[0] ?? 0;
  await manager.send('POST', `/clients/${clientId}/packages`, {
    ...{ requestId: randomUUID(), title: 'Пакет', sizeSeconds: 60 * HOUR },
    ...{ boughtOn: '2026-01-01', validFrom: '2026-01-01' },
  });
  await world.app.settle({ sweep: true });
  const contact = await openSession(world.portal, world.appUrl, people['Анна'] ?? 0);
  const performer = await openSession(world.portal, world.appUrl, people['Павел'] ?? 0);
  return { world, manager, performer, contact, clientId, people, tasks };
}
