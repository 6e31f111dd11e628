import { createGroup, createUser, joinGroup } from '../acts/people.js';
import type { Group, User } from '../world/model.js';
import type { World } from '../world/world.js';
import type { DirectoryClient } from './directory.js';

/** The department of the demo: invented people and companies. */

const staff = {
  managers: [
    ['Мария', 'Левашова', 'F', 'Руководитель проектов'],
    ['Дмитрий', 'Сотников', 'M', 'Руководитель проектов'],
  ],
  performers: [
    ['Павел', 'Гурьянов', 'M', 'Программист'],
    ['Елена', 'Ручьёва', 'F', 'Верстальщик'],
    ['Тимур', 'Ахмеров', 'M', 'Программист 1С'],
    ['Ольга', 'Вешнякова', 'F', 'Программист'],
    ['Илья', 'Коршунов', 'M', 'Специалист поддержки'],
    ['Софья', 'Мельгунова', 'F', 'Специалист поддержки'],
  ],
} as const;

interface ClientPlan {
  name: string;
  groups: { name: string; pages: string[]; weight: number }[];
  contacts: [string, string, 'F' | 'M', string][];
}

const clientPlans: readonly ClientPlan[] = [
  {
    name: 'Тёплый Кедр',
    groups: [
      {
        name: 'Тёплый Кедр — интернет-магазин',
        pages: ['Пледы и подушки', 'Доставка и оплата', 'Акции', 'Подарочные наборы', 'Отзывы'],
        weight: 15,
      },
    ],
    contacts: [
      ['Наталья', 'Подгорная', 'F', 'Владелец магазина'],
      ['Артём', 'Лисин', 'M', 'Контент-менеджер'],
    ],
  },
  {
    name: 'Карданикс',
    groups: [
      {
        name: 'Карданикс — B2B-портал автозапчастей',
        pages: ['Подвеска', 'Масла и жидкости', 'Подбор по VIN', 'Кабинет дилера', 'Прайс-листы'],
        weight: 14,
      },
    ],
    contacts: [
      ['Рустам', 'Байтуганов', 'M', 'Коммерческий директор'],
      ['Ирина', 'Чуйкова', 'F', 'Менеджер портала'],
    ],
  },
  {
    name: 'Фермента Лаб',
    groups: [
      {
        name: 'Фермента Лаб — сайт и каталог',
        pages: ['Реактивы', 'Лабораторная посуда', 'Сертификаты', 'Запрос цены'],
        weight: 8,
      },
    ],
    contacts: [['Вера', 'Стрижова', 'F', 'Маркетолог']],
  },
  {
    name: 'Вельдан Мебель',
    groups: [
      { name: 'Вельдан Мебель — сайт', pages: ['Кухни', 'Шкафы на заказ', 'Салоны', 'Рассрочка'], weight: 7 },
      { name: 'Вельдан Мебель — обмен с 1С', pages: ['Остатки', 'Цены салонов', 'Заказы'], weight: 6 },
    ],
    contacts: [
      ['Глеб', 'Ясенев', 'M', 'Руководитель интернет-отдела'],
      ['Алла', 'Терёхина', 'F', 'Бухгалтер'],
    ],
  },
];

function hire(
  world: World,
  row: readonly [string, string, 'F' | 'M', string],
  extra: { type?: 'extranet'; departmentIds?: number[] } = {},
): User {
  const [name, lastName, gender, workPosition] = row;
  return createUser(world, { name, lastName, gender, workPosition, ...extra });
}

export interface DemoPeople {
  managers: User[];
  performers: User[];
  clients: (DirectoryClient & {
    plans: { group: Group; pages: string[]; weight: number }[];
    contacts: User[];
  })[];
  development: Group;
  freeSupport: Group;
}

function openClient(
  world: World,
  plan: ClientPlan,
  managerId: number,
  performers: User[],
): DemoPeople['clients'][number] {
  const contacts = plan.contacts.map((row) => hire(world, row, { type: 'extranet' }));
  const plans = plan.groups.map(({ name, pages, weight }) => {
    const group = createGroup(world, {
      name,
      ownerId: managerId,
      extranet: true,
      description: `Платная поддержка: ${plan.name}`,
    });
    for (const user of performers) joinGroup(group, user.id, 'K');
    for (const user of contacts) joinGroup(group, user.id, 'K');
    return { group, pages, weight };
  });
  const groupIds = plans.map((row) => row.group.id);
  return {
    name: plan.name,
    groupIds,
    contactIds: contacts.map((user) => user.id),
    managerId,
    companyId: 0,
    plans,
    contacts,
  };
}

export function peopleDemo(world: World): DemoPeople {
  world.data.departments.set(2, { id: 2, name: 'Платная поддержка', parentId: 1, headId: null });
  world.data.counters.set('department', 3);
  const managers = staff.managers.map((row) => hire(world, row, { departmentIds: [2] }));
  const performers = staff.performers.map((row) => hire(world, row, { departmentIds: [2] }));
  const [first, second] = managers;
  if (first === undefined || second === undefined) throw new Error('the demo needs two managers');
  const clients = clientPlans.map((plan, index) =>
    openClient(world, plan, index % 2 === 0 ? first.id : second.id, performers),
  );
  const inner = (name: string): Group => {
    const group = createGroup(world, { name, ownerId: first.id });
    for (const user of [second, ...performers]) joinGroup(group, user.id, 'K');
    return group;
  };
  return {
    managers,
    performers,
    clients,
    development: inner('Разработка продукта'),
    freeSupport: inner('Бесплатная поддержка'),
  };
}
