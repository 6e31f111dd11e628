import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSession } from '../given/start-world.js';
import { giveClient, type OpenedApp, startStage, type WidgetStage } from './widget-stage.js';

describe('a hand-over from the card', () => {
  let stage: WidgetStage;
  let taskId: number;
  const cardOf = (userId: number) => `/company/personal/user/${userId}/tasks/task/view/${taskId}/?app=0`;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-handoffs', empty: true });
    await stage.world.install();
    const { control } = stage.world.portal;
    const person = (name: string, type?: 'extranet') =>
      control.createUser({ name, lastName: 'Т', ...(type && { type }) }).id;
    const [performerId, contactId] = [person('Пётр'), person('Клиент', 'extranet')];
    const members = [1, performerId].map((userId) => ({ userId }));
    const group = control.createGroup({
      name: 'Магазин',
      extranet: true,
      members: [...members, { userId: contactId }],
    });
    const development = control.createGroup({ name: 'Разработка', members });
    const task = { createdBy: contactId, responsibleId: performerId, groupId: group.id };
    taskId = control.createTask({ ...task, title: 'Не считается скидка', auditors: [1] }).id;
    control.addEntry({ taskId, userId: performerId, seconds: 3600, comment: 'разобрался' });
    await giveClient(stage.world, { name: 'Магазин', groupId: group.id, hours: 20 });
    const admin = await openSession(stage.world.portal, stage.world.appUrl, 1);
    const groups = [{ groupId: development.id, part: 'development' }];
    await admin.send('PUT', '/portal/special-groups', { groups });
    await control.flushEvents();
    await stage.world.app.settle({ sweep: true });
  }, 120_000);
  afterAll(() => stage.stop());

  /** A machine with much to do draws slowly. */
  async function opened(path: string, userId: number): Promise<OpenedApp> {
    const one = await stage.open(path, userId);
    one.page.setDefaultTimeout(90_000);
    await one.app.locator('main h1, main h2').first().waitFor();
    return one;
  }

  it('hands a bug over from the card, and gives back what was charged for it', async () => {
    const { app, faults } = await opened(cardOf(1), 1);
    await app.getByRole('button', { name: 'Передать', exact: true }).click();
    await app.getByText('раньше записанное не изменится').waitFor();
    await app.getByLabel('Что случилось и что нужно сделать').fill('Скидка не учитывает акции');
    await app.getByRole('dialog').getByRole('button', { name: 'Передать', exact: true }).click();
    await app.getByText('В разработку:').waitFor();
    await app.getByRole('button', { name: 'Вернуть клиенту 1:00' }).click();
    await app.getByLabel('Причина').fill('ошибка нашего модуля');
    await app.getByRole('button', { name: 'Вернуть часы' }).click();
    await app.getByRole('button', { name: 'Вернуть клиенту 1:00' }).waitFor({ state: 'hidden' });
    expect(faults).toEqual([]);
  }, 300_000);
});
