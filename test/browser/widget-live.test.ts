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
});
