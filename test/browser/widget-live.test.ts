import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

describe('a screen that is open', () => {
  let stage: WidgetStage;
  let groupId: number;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-live' });
    await stage.world.install();
    groupId = stage.world.portal.control.directory()?.clients[0]?.groupIds[0] ?? 0;
    await giveClient(stage.world, { name: 'Живой', groupId, hours: 500 });
  });
  afterAll(() => stage.stop());

  it('shows new hours by itself, and leaves focus and place alone', async () => {
    const { portal, app } = stage.world;
    const opened = await stage.open(stage.appPath, 1);
    await opened.app.getByRole('link', { name: 'Живой' }).first().click();
    await opened.app.getByRole('link', { name: 'Движение часов' }).click();
    await opened.app.getByText('Показано строк').first().waitFor();
    const everything = opened.app.getByRole('button', { name: 'Со всеми исправлениями' });
    await everything.focus();
    expect(await opened.app.getByText('живая запись').count()).toBe(0);
    const task = portal.control.createTask({
      title: 'Живая задача',
      groupId,
      responsibleId: portal.control.directory()?.performerIds[0] ?? 0,
    });
    portal.control.addEntry({
      taskId: task.id,
      userId: portal.control.directory()?.performerIds[0] ?? 0,
      seconds: 5400,
      comment: 'живая запись',
    });
    await portal.control.flushEvents();
    await app.settle({ sweep: true });
    await opened.app.getByText('живая запись').first().waitFor({ timeout: 8_000 });
    expect(await everything.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(opened.faults).toEqual([]);
  });

  it('says when what it shows is old, and takes it back when it is fresh again', async () => {
    const { portal, app } = stage.world;
    const opened = await stage.open(stage.appPath, 1);
    await opened.app.getByRole('link', { name: 'Живой' }).first().waitFor();
    await opened.page.route('**/api/v1/**', (route) => route.abort());
    const [performerId = 0] = portal.control.directory()?.performerIds ?? [];
    const task = portal.control.createTask({ title: 'Без связи', groupId, responsibleId: performerId });
    portal.control.addEntry({ taskId: task.id, userId: performerId, seconds: 600, comment: 'без связи' });
    await portal.control.flushEvents();
    await app.settle({ sweep: true });
    const notice = opened.app.getByText('На экране то, что было в', { exact: false }).first();
    await notice.waitFor({ timeout: 20_000 });
    await opened.page.unroute('**/api/v1/**');
    await opened.app.getByRole('button', { name: 'Повторить' }).first().click();
    await notice.waitFor({ state: 'detached', timeout: 20_000 });
  });

  it('offers to reload where a file of it is gone after an update, and stays where it was', async () => {
    const opened = await stage.open(stage.appPath, 1);
    await opened.app.getByRole('link', { name: 'Живой' }).first().waitFor();
    await opened.page.route('**/assets/SettingsScreen-*.js', (route) => route.fulfill({ status: 404 }));
    await opened.app.getByRole('link', { name: 'Настройки' }).click();
    await opened.app.getByText('Приложение обновилось').first().waitFor();
    await opened.page.unroute('**/assets/SettingsScreen-*.js');
    await opened.app.getByRole('button', { name: 'Обновить страницу' }).first().click();
    await opened.app.getByRole('heading', { name: 'Настройки' }).first().waitFor();
    expect(await opened.app.getByText('Приложение обновилось').count()).toBe(0);
  });
});
