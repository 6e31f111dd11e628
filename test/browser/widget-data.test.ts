import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

describe('the portal’s data and long work', () => {
  let stage: WidgetStage;

  beforeAll(async () => {
    stage = await startStage({ empty: true });
    const { control } = stage.world.portal;
    const groupId = control.createGroup({ name: 'Северный ветер' }).id;
    await stage.world.install();
    await giveClient(stage.world, { name: 'Северный ветер', groupId, hours: 10 });
  });
  afterAll(() => stage.stop());

  it('an archive is asked for, seen from another screen, downloaded; deletion wants the name', async () => {
    const { app, page, faults } = await stage.open(stage.appPath, 1, 1600);
    await app.getByRole('link', { name: 'Настройки' }).click();
    await app.getByRole('link', { name: 'Данные', exact: true }).click();
    await app.getByRole('button', { name: 'Собрать архив' }).click();
    await app.getByRole('link', { name: 'Клиенты', exact: true }).click();
    const strip = app.getByRole('region', { name: 'Долгая работа' });
    await strip.getByText(/Готов, .* МБ/).waitFor({ timeout: 90_000 });
    const coming = page.waitForEvent('download');
    await strip.getByRole('button', { name: 'Скачать' }).click();
    expect((await coming).suggestedFilename()).toMatch(/^support-hours-.*\.zip$/);
    await strip.getByRole('button', { name: 'Скрыть' }).click();
    await strip.waitFor({ state: 'detached' });

    await app.getByRole('link', { name: 'Состояние' }).click();
    await app.getByRole('button', { name: 'Сверить сейчас' }).click();
    await app
      .getByRole('region', { name: 'Сверка с порталом' })
      .getByText(/Сверено: /)
      .first()
      .waitFor();

    await app.getByRole('link', { name: 'Настройки' }).click();
    await app.getByRole('link', { name: 'Данные', exact: true }).click();
    await app.getByRole('button', { name: 'Удалить все данные…' }).click();
    await app.getByText('1 пакет часов').waitFor();
    const erase = app.getByRole('button', { name: 'Удалить всё' });
    expect(await erase.isDisabled()).toBe(true);
    await app.getByRole('textbox').fill(new URL(stage.world.portal.url).host);
    await erase.click();
    await app.getByText('Все данные удалены').waitFor();
    const { db } = stage.world.app.ground;
    expect(await db.selectFrom('clients').select('client_id').execute()).toEqual([]);
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
    await page.close();
  }, 300_000);
});
