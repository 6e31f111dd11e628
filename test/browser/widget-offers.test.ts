import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSession } from '../given/start-world.js';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

describe('a package on offer', () => {
  let stage: WidgetStage;
  let clientId: number;
  let companyId: number;

  beforeAll(async () => {
    stage = await startStage({ empty: true });
    const { control } = stage.world.portal;
    const groupId = control.createGroup({ name: 'Северный ветер' }).id;
    companyId = control.createCrmItem({ entityTypeId: 4, title: 'Северный ветер, ООО' }).id;
    await stage.world.install();
    clientId = await giveClient(stage.world, { name: 'Северный ветер', groupId, hours: 10 });
  });
  afterAll(() => stage.stop());

  it('comes from a deal that is won in the portal, is accepted by hand, and tells what changed afterwards', async () => {
    const { portal } = stage.world;
    const { app, faults, page } = await stage.open(stage.appPath, 1);
    await app.getByRole('link', { name: 'Северный ветер' }).click();
    await app.getByRole('button', { name: 'Привязать компанию CRM' }).click();
    await app.getByRole('button', { name: 'Северный ветер, ООО' }).click();
    await app.getByRole('button', { name: 'Привязать', exact: true }).click();
    await app.getByRole('link', { name: 'Компания: Северный ветер, ООО' }).waitFor();

    const row = {
      productName: 'Час поддержки',
      price: 3_000,
      quantity: 20,
      measureCode: 356,
      measureName: 'ч',
    };
    const draft = { entityTypeId: 2, title: 'Продление', fields: { companyId }, productRows: [row] };
    const { id } = portal.control.createCrmItem(draft);
    portal.control.updateCrmItem({ id, fields: { stageId: 'WON' } });
    await app.getByText('Часы взяты из товаров: Час поддержки — 20 ч.').waitFor();
    await app.getByRole('button', { name: 'Принять…' }).click();
    await app.getByRole('button', { name: 'Принять и добавить пакет' }).click();
    await app.getByText('30:00').first().waitFor();

    portal.control.updateCrmItem({ id, productRows: [{ ...row, quantity: 25 }] });
    await app.getByText('было 20:00, 60 000 ₽, стало 25:00, 75 000 ₽').waitFor();
    await app.getByRole('button', { name: 'Понятно', exact: true }).click();
    await app.getByText('было 20:00').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.close();
    const admin = await openSession(portal, stage.world.appUrl, 1);
    const { body } = await admin.get(`/clients/${clientId}`);
    expect(body).toMatchObject({ balance: { balanceSeconds: 30 * 3_600 }, offersWaiting: 0 });
    expect(await admin.get(`/clients/${clientId}/offers`)).toMatchObject({ body: { open: [] } });
  }, 90_000);

  it('is tried out in the settings on the last deals, and told of without access to CRM', async () => {
    const { portal } = stage.world;
    const { app, page, faults } = await stage.open(stage.appPath, 1, 360);
    // On a phone the list of settings is one choice.
    const choose = async (tab: string) => {
      await app.getByRole('combobox', { name: 'Разделы настроек' }).click();
      await app.getByRole('option', { name: tab, exact: true }).click();
    };
    await app.getByRole('link', { name: 'Настройки' }).click();
    await choose('CRM');
    await app.getByRole('radio', { name: 'Из суммы' }).click();
    await app.getByRole('button', { name: 'Показать на последних сделках' }).click();
    await app.getByText('Укажите цену, например 3000').waitFor();
    await app.getByLabel('Цена часа').fill('1500');
    await app.getByRole('button', { name: 'Показать на последних сделках' }).click();
    await app.getByText('Сумма 75 000 ₽ разделена на цену часа 1 500 ₽.').waitFor();
    const { scopes } = portal.control.app().registration;
    portal.control.registerApp({ scopes: scopes.filter((scope) => scope !== 'crm') });
    await choose('Условия');
    await choose('CRM');
    await app.getByText('Портал не дал приложению доступ к CRM').waitFor();
    portal.control.registerApp({ scopes });
    await app.getByRole('button', { name: 'Проверить ещё раз' }).click();
    await app.getByText('Портал не дал приложению доступ к CRM').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.close();
  }, 90_000);
});
