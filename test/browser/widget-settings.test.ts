import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

describe('roles, the log and the author of reports, on the page', () => {
  let stage: WidgetStage;
  let colleague: number;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-settings', empty: true });
    const { control } = stage.world.portal;
    const groupId = control.createGroup({ name: 'Тёплый Кедр' }).id;
    colleague = control.createUser({ name: 'Мария', lastName: 'Левашова' }).id;
    await stage.world.install();
    await giveClient(stage.world, { name: 'Тёплый Кедр', groupId, hours: 10 });
    // The portal's own picker asks a person; what it leads to is this.
    const { db } = stage.world.app.ground;
    const asked = { userId: colleague, by: 1, at: 0 };
    const setting = { name: 'asked-to-post', value: JSON.stringify(asked), updated_at: 0 };
    await db
      .insertInto('portal_settings')
      .values({ portal_id: stage.world.portal.memberId, ...setting })
      .execute();
  });
  afterAll(() => stage.stop());

  it('an administrator makes a manager, and reads of it in the log', async () => {
    const { app, faults } = await stage.open(stage.appPath, 1, 1600);
    await app.getByRole('link', { name: 'Настройки' }).click();
    await app.getByRole('link', { name: 'Роли' }).click();
    await app.getByRole('button', { name: 'Изменить роль: Мария Левашова' }).click();
    await app.getByRole('radio', { name: /Менеджер всех клиентов/ }).click();
    await app.getByText('Сможет вести всех клиентов').waitFor();
    await app.getByRole('button', { name: 'Сохранить' }).click();
    await app.getByText('Менеджер всех клиентов: роль дана здесь').waitFor();
    await app.getByRole('link', { name: 'Кто что менял' }).click();
    await app.getByText('Изменена роль').first().waitFor();
    await app.getByText('менеджер всех клиентов', { exact: true }).waitFor();
    expect(faults).toEqual([]);
  }, 180_000);

  it('the colleague agrees on their own page and from then on posts', async () => {
    const { app, faults } = await stage.open(stage.appPath, colleague);
    await app.getByRole('heading', { name: 'Вас просят публиковать отчёты' }).waitFor();
    await app.getByRole('button', { name: 'Публиковать от моего имени' }).click();
    await app.getByText('Отчёты будут выходить от вашего имени').first().waitFor();
    const tokens = await stage.world.app.ground.db
      .selectFrom('portal_tokens')
      .select(['purpose', 'user_id'])
      .orderBy('purpose')
      .execute();
    expect(tokens).toEqual([
      { purpose: 'owner', user_id: 1 },
      { purpose: 'posting', user_id: colleague },
    ]);
    await app.getByRole('link', { name: 'Состояние' }).click();
    await app.getByRole('button', { name: 'Больше не публиковать от этого имени' }).click();
    await app.getByText('Отдельный автор не выбран').waitFor();
    expect(faults).toEqual([]);
  }, 180_000);
});
