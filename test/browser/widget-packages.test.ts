import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameLocator, Locator } from 'playwright-core';
import { openSession } from '../given/start-world.js';
import { giveClient, startStage, type OpenedApp, type WidgetStage } from './widget-stage.js';

describe('what a manager does with packages', () => {
  let stage: WidgetStage;
  let opened: OpenedApp;
  let app: FrameLocator;
  let clientId: number;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-packages' });
    await stage.world.install();
    const groupId = stage.world.portal.control.directory()?.clients[0]?.groupIds[0] ?? 0;
    clientId = await giveClient(stage.world, { name: 'Тёплый Кедр', groupId, hours: 300 });
    opened = await stage.open(stage.appPath, 1);
    app = opened.app;
    await app.getByRole('link', { name: 'Тёплый Кедр' }).click();
  });
  afterAll(() => stage.stop());

  const card = () => app.getByRole('listitem').filter({ hasText: 'Пакет 300 ч' });
  const panel = () => app.getByRole('dialog');
  const choose = async (what: string) => {
    await card()
      .getByRole('button', { name: /Действия с пакетом/ })
      .click();
    await app.getByRole('menuitem', { name: what }).click();
  };
  const figures = async (effect: Locator) => {
    await effect.getByText('Остаток клиента').waitFor();
    return effect.locator('dl dd').allInnerTexts();
  };
  const view = async () => {
    const admin = await openSession(stage.world.portal, stage.world.appUrl, 1);
    return (await admin.get(`/clients/${clientId}`)).body as {
      balance: { balanceSeconds: number };
      packages: { sizeSeconds: number; state: string }[];
    };
  };

  it('a larger package: what will change is shown first, and nothing has changed until it is confirmed', async () => {
    const before = await view();
    await choose('Изменить размер');
    await panel().getByLabel('Часов').fill('10');
    const shown = await figures(panel().getByRole('region', { name: 'Что изменится' }));
    expect((await view()).packages[0]?.sizeSeconds).toBe(1_080_000);
    await panel().getByRole('button', { name: 'Изменить размер' }).click();
    await panel().getByText('Напишите причину').waitFor();
    await panel().getByLabel('Причина').fill('Бонус за ожидание');
    await panel().getByRole('button', { name: 'Изменить размер' }).click();
    await panel().waitFor({ state: 'hidden' });
    const after = await view();
    expect(after.packages[0]?.sizeSeconds).toBe(1_116_000);
    expect(after.balance.balanceSeconds - before.balance.balanceSeconds).toBe(36_000);
    expect(shown[0]).toMatch(/^\d+:\d\d.*→.*\d+:\d\d/s);
  });

  it('hours of an entry are waived from its line, and the balance is what was promised', async () => {
    await app.getByRole('link', { name: 'Движение часов' }).click();
    await app.getByRole('button', { name: 'Простить часы' }).first().click();
    const [promised = ''] = await figures(panel().getByRole('region', { name: 'Что изменится' }));
    await panel().getByLabel('Причина').fill('Клиент спорит, уступаем');
    await panel().getByRole('button', { name: 'Простить часы' }).click();
    await panel().waitFor({ state: 'hidden' });
    const { balance } = await view();
    const hours = Math.floor(balance.balanceSeconds / 3600);
    expect(promised).toMatch(new RegExp(`→\\s*(станет)?\\s*${hours}:`));
  });

  it('a package is closed, and the closing is taken back from its history', async () => {
    await app.getByRole('link', { name: 'Пакеты' }).click();
    await choose('Закрыть пакет');
    await figures(panel().getByRole('region', { name: 'Что изменится' }));
    await panel().getByLabel('Причина').fill('Договор закончился');
    await panel().getByRole('button', { name: 'Закрыть пакет' }).click();
    await card().getByText('Закрыт', { exact: true }).waitFor();
    expect(await view()).toMatchObject({ balance: { balanceSeconds: 0 }, packages: [{ state: 'closed' }] });
    await choose('История изменений');
    await panel().getByText('Бонус за ожидание').waitFor();
    await panel().getByRole('button', { name: 'Отменить' }).first().click();
    await panel().getByLabel('Причина').fill('Закрыли не тот');
    await panel().getByRole('button', { name: 'Отменить изменение' }).click();
    await panel()
      .getByText(/· отменено/)
      .waitFor();
    await panel().press('Escape');
    await card().getByText('Действует', { exact: true }).waitFor();
    expect((await view()).packages).toMatchObject([{ state: 'usable' }]);
    expect(opened.faults).toEqual([]);
  });

  it('what reports have shown cannot be taken away, and the person is told how much can', async () => {
    await stage.world.app.settle({ sweep: true });
    const admin = await openSession(stage.world.portal, stage.world.appUrl, 1);
    const cut = {
      at: 'day',
      day: new Date(stage.world.portal.control.clock().now).toISOString().slice(0, 10),
    };
    const preview = await admin.send('POST', `/clients/${clientId}/reports/preview`, { cut });
    const { model } = preview.body as { model: { position: number } };
    const asked = { requestId: randomUUID(), cut, position: model.position };
    expect((await admin.send('POST', `/clients/${clientId}/reports`, asked)).status).toBeLessThan(300);
    await choose('Изменить размер');
    await panel().getByText('Убавить').click();
    await panel().getByLabel('Часов').fill('300');
    await panel()
      .getByText(/Убрать можно не больше \d+:\d\d/)
      .waitFor();
    await panel().getByRole('button', { name: 'Отмена' }).click();
  });
});
