import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { openSession } from '../given/start-world.js';
import { startStage, type OpenedApp, type WidgetStage } from './widget-stage.js';

describe('the board', () => {
  let stage: WidgetStage;
  let doerId: number;
  let managerId: number;
  let taskId: number;
  let checkedId: number;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-board', empty: true });
    const { control } = stage.world.portal;
    const person = (name: string) => control.createUser({ name, lastName: 'Н' }).id;
    [managerId, doerId] = [person('Мария'), person('Пётр')];
    const members = [{ userId: doerId }];
    const groupId = control.createGroup({ name: 'Магазин', ownerId: managerId, members }).id;
    await stage.world.install();
    const admin = await openSession(stage.world.portal, stage.world.appUrl, 1);
    await admin.send('POST', '/clients', {
      ...{ requestId: randomUUID(), name: 'Магазин', groupIds: [groupId], managerIds: [managerId] },
      ...{ timeZone: 'Europe/Moscow', accountingStartsOn: '2026-01-01' },
    });
    const task = (title: string, more: object) =>
      control.createTask({ title, groupId, createdBy: managerId, responsibleId: doerId, ...more }).id;
    taskId = task('Поправить форму', {});
    checkedId = task('Проверенная вёрстка', { status: 4, taskControl: true });
    await control.flushEvents();
    await stage.world.app.settle({ sweep: true });
  }, 120_000);
  afterAll(() => stage.stop());

  const statusOf = (id: number) =>
    stage.world.portal.control.truth().tasks.find((task) => task.id === id)?.status;

  async function openBoard(userId: number): Promise<OpenedApp> {
    const opened = await stage.open(stage.appPath, userId);
    await opened.app.getByRole('link', { name: 'Доска' }).click();
    await opened.app.locator(`[data-card="${taskId}"]`).waitFor();
    return opened;
  }
  const cell = (opened: OpenedApp, column: string) =>
    opened.app.locator(`[data-cell="person-${doerId}/${column}"]`);
  const cardIn = (place: Locator, id: number) => place.locator(`[data-card="${id}"]:not([aria-busy])`);

  it('moves a card that is dragged, in the portal itself', async () => {
    const opened = await openBoard(doerId);
    await opened.app.locator(`[data-card="${taskId}"]`).dragTo(cell(opened, 'doing'));
    await cardIn(cell(opened, 'doing'), taskId).waitFor();
    expect(statusOf(taskId)).toBe(3);
    expect(opened.faults).toEqual([]);
    await opened.page.close();
  });

  it('moves a card by keyboard alone and says so; what the portal refuses goes back with the reason', async () => {
    const opened = await openBoard(doerId);
    const card = opened.app.locator(`[data-card="${taskId}"]`);
    await card.focus();
    for (const key of ['Space', 'ArrowRight', 'Space']) await opened.page.keyboard.press(key);
    await cardIn(cell(opened, 'waiting'), taskId).waitFor();
    await opened.app.locator('[data-said]', { hasText: 'Перемещено: Поправить форму' }).waitFor();
    expect(statusOf(taskId)).toBe(6);
    expect(await card.evaluate((element) => element === document.activeElement)).toBe(true);
    await opened.app.locator(`[data-card="${checkedId}"]`).focus();
    for (const key of ['Space', 'ArrowRight', 'Space']) await opened.page.keyboard.press(key);
    await opened.app.locator('[data-said]', { hasText: 'постановщик (Мария Н)' }).waitFor();
    await cardIn(cell(opened, 'review'), checkedId).waitFor();
    expect(statusOf(checkedId)).toBe(4);
    await opened.page.close();
  });

  it('shows by itself what was changed in the portal, and keeps what is searched for in its address', async () => {
    const opened = await openBoard(managerId);
    stage.world.portal.control.updateTask({ id: taskId, status: 2 });
    await stage.world.portal.control.flushEvents();
    await cardIn(cell(opened, 'todo'), taskId).waitFor({ timeout: 20_000 });
    await opened.app.getByRole('searchbox').fill('вёрстка');
    await opened.app.locator(`[data-card="${taskId}"]`).waitFor({ state: 'detached' });
    const frame = opened.page.frames().find((one) => one.url().startsWith(stage.world.appUrl));
    expect(decodeURIComponent(frame?.url() ?? '')).toContain('/board?q=вёрстка');
    expect(opened.faults).toEqual([]);
    await opened.page.close();
  });
});
