import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameLocator } from 'playwright-core';
import { giveClient, startStage, type OpenedApp, type WidgetStage } from './widget-stage.js';

describe('a manager at work', () => {
  let stage: WidgetStage;
  let opened: OpenedApp;
  let app: FrameLocator;
  let clientId: number;
  let groupId: number;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-report' });
    await stage.world.install();
    groupId = stage.world.portal.control.directory()?.clients[0]?.groupIds[0] ?? 0;
    clientId = await giveClient(stage.world, { name: 'Тёплый Кедр', groupId, hours: 100 });
    opened = await stage.open(stage.appPath, 1);
    app = opened.app;
  });
  afterAll(() => stage.stop());

  it('sees the balance that the portal knows the time for', async () => {
    await app.getByRole('link', { name: 'Тёплый Кедр' }).click();
    await app.getByRole('heading', { name: 'Тёплый Кедр', level: 1 }).waitFor();
    expect(await app.getByText('Куплено').locator('xpath=../dd').innerText()).toBe('100:00');
  });

  it('learns why a line is where it is', async () => {
    await app.getByRole('link', { name: 'Движение часов' }).click();
    const rows = app.locator('tbody tr');
    await rows.nth(1).waitFor();
    // The table draws what can be seen, not all there is.
    expect(await rows.count()).toBeLessThan(60);
    await app.getByRole('button', { name: 'Почему здесь эта строка' }).nth(1).click();
    const panel = app.getByRole('dialog');
    await panel.getByText('По таймеру отмечено').waitFor();
    await panel
      .getByRole('button', { name: 'Закрыть' })
      .or(panel.locator('button').first())
      .first()
      .press('Escape');
    await panel.waitFor({ state: 'hidden' });
  });

  it('previews a report, sees whose name it bears and posts it into the portal', async () => {
    await app.getByRole('link', { name: 'Отчёты' }).click();
    await app.getByRole('button', { name: 'Подготовить отчёт' }).first().click();
    await app.getByText('Отчёт появится от имени: Анна Орлова').waitFor();
    await app.getByRole('button', { name: 'Отправить отчёт' }).click();
    await app.getByRole('dialog').getByRole('button', { name: 'Отправить отчёт' }).click();
    await app.getByText('Отправлен', { exact: true }).waitFor({ timeout: 30_000 });
    const posts = stage.world.portal.control.posts().filter((post) => post.text.includes('Отчёт № 1'));
    expect(posts.length).toBeGreaterThan(0);
    expect(new Set(posts.map((post) => post.authorId))).toEqual(new Set([1]));
  });

  it('keeps what was posted, as a document and as the comment', async () => {
    await app.getByRole('link', { name: 'Отчёт № 1' }).click();
    await app.getByRole('heading', { name: 'Тёплый Кедр' }).first().waitFor();
    await app.getByRole('button', { name: 'Как комментарий' }).click();
    const shown = await app.getByRole('article').first().innerText();
    expect(shown).toContain('Отчёт № 1');
  });

  it.each([
    ['PDF', 'Отчёт № 1 — Тёплый Кедр.pdf', '%PDF-'],
    ['Excel', 'Отчёт № 1 — Тёплый Кедр.xlsx', 'PK'],
  ])('saves it as %s under its own name', async (button, name, start) => {
    const saving = opened.page.waitForEvent('download', { timeout: 30_000 });
    await app.getByRole('button', { name: button, exact: true }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe(name);
    expect(readFileSync(await saved.path(), 'latin1').slice(0, start.length)).toBe(start);
  });

  it('sees the next three dates of a schedule before saving it, and removes it again', async () => {
    await app.getByRole('link', { name: 'Расписание' }).click();
    await app.getByRole('button', { name: 'Добавить' }).click();
    const panel = app.getByRole('dialog');
    // Before anybody saves.
    await panel.locator('ol li').nth(2).waitFor();
    expect(await panel.locator('ol li').count()).toBe(3);
    await panel.getByRole('button', { name: 'Сохранить' }).click();
    await app.getByText('Каждый понедельник в 10:00').waitFor();
    await app.getByRole('button', { name: 'Удалить: Каждый понедельник в 10:00' }).click();
    await app.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click();
    await app.getByText('Расписания пока нет').waitFor();
  });

  it('finds the same client in the tab of its group, and by a deep link', async () => {
    const tab = await stage.open(`/workgroups/group/${groupId}/?app=0`, 1);
    await tab.app.getByRole('heading', { name: 'Тёплый Кедр', level: 1 }).waitFor();
    const code = stage.world.portal.control.app().registration.code;
    const link = await stage.open(
      `/marketplace/view/${code}/?params[client]=${clientId}&params[view]=ledger`,
      1,
    );
    await link.app.getByRole('heading', { name: 'Движение часов' }).waitFor();
    expect([...opened.faults, ...tab.faults, ...link.faults]).toEqual([]);
  });
});
