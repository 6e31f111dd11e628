import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import { openSession } from '../given/start-world.js';
import type { ClientRow, PortalHealth } from '../../server/api/index.js';
import { startStage, type WidgetStage } from './widget-stage.js';

describe('installing the app in the browser', () => {
  let stage: WidgetStage;
  let page: Page;
  let app: FrameLocator;
  let faults: string[];
  let clicks = 0;
  const press = async (name: string) => {
    clicks += 1;
    await app.getByRole('button', { name }).first().click();
  };

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-install' });
    ({ page, app, faults } = await stage.open(stage.appPath, 1));
  });
  afterAll(() => stage.stop());

  it('says what it connects, and the portal is installed only after the last press', async () => {
    const { control } = stage.world.portal;
    clicks += 1;
    await page.getByRole('button', { name: 'Установить' }).click();
    await app.getByRole('heading', { name: 'Что подключит приложение' }).waitFor();
    await press('Подключить');
    await app.getByRole('heading', { name: 'Осталось завершить установку' }).waitFor();
    expect(control.app().state).toBe('installing');
    await press('Завершить установку');
    await app.getByRole('heading', { name: 'Первые шаги' }).waitFor();
    expect(control.app().state).toBe('installed');
    expect(
      control
        .app()
        .placements.map((place) => place.placement)
        .sort(),
    ).toEqual(['LEFT_MENU', 'REST_APP_URI', 'SONET_GROUP_DETAIL_TAB', 'TASK_VIEW_TAB']);
  });

  it('shows the first reading and goes on to the clients', async () => {
    // A small portal may be read before the first look at it; then there is nothing to wait for.
    const next = app.getByRole('button', { name: 'Далее' });
    const clients = app.getByRole('heading', { name: 'Кто ваши клиенты' });
    await next.or(clients).first().waitFor({ timeout: 50_000 });
    if (await next.isVisible()) await press('Далее');
    await clients.waitFor();
    const admin = await openSession(stage.world.portal, stage.world.appUrl, 1);
    const { progress } = (await admin.get('/portal/health')).body as PortalHealth;
    expect(progress).toMatchObject([{ work: 'first-mirror', failedReason: null }]);
    expect(progress[0]?.done).toBe(progress[0]?.total);
  });

  it('makes a client of a group and sells it hours, in a dozen clicks at most', async () => {
    const directory = stage.world.portal.control.directory();
    const group = stage.world.portal.control
      .groups()
      .find((one) => one.id === directory?.clients[0]?.groupIds[0]);
    if (!group) throw new Error('The seed has no client');
    clicks += 1;
    await app.getByRole('checkbox', { name: group.name }).click();
    await press('Добавить и продолжить');
    // Nothing to look for: the screen goes on to the client's first package.
    const form = app.getByRole('dialog');
    clicks += 2;
    await form.getByRole('button', { name: '100 ч' }).click();
    await form.getByRole('button', { name: 'Добавить пакет' }).click();
    await app.getByRole('heading', { name: 'Пакет 100 ч' }).waitFor();
    await app.getByText('из 100:00', { exact: true }).first().waitFor();
    expect(clicks).toBeLessThanOrEqual(12);
    await stage.world.app.settle({ sweep: true });
    const admin = await openSession(stage.world.portal, stage.world.appUrl, 1);
    const answer = await admin.get('/clients');
    expect(answer).toMatchObject({
      status: 200,
      body: { clients: [{ name: group.name, balance: { boughtSeconds: 360_000 } }] },
    });
    const { clients } = answer.body as { clients: ClientRow[] };
    expect(clients[0]?.balance.recordedSeconds).toBe(recordedThisMonth(group.id));
    expect(faults).toEqual([]);
  });

  it('makes several clients at once, with the hours that are known; the first without any is asked about', async () => {
    const { control } = stage.world.portal;
    const ids = [1, 2].map((index) => control.directory()?.clients[index]?.groupIds[0]);
    const [sold, open] = ids.map((id) => control.groups().find((one) => one.id === id)?.name ?? '');
    if (!sold || !open) throw new Error('The seed has too few clients');
    const again = await stage.open(stage.appPath, 1);
    await again.app.locator('main').first().waitFor();
    await again.app.locator('body').evaluate(() => (location.hash = '#/welcome'));
    for (const name of [sold, open]) await again.app.getByRole('checkbox', { name }).click();
    const hours = again.app.getByLabel(`${sold}: часов в первом пакете`);
    await hours.fill('сорок');
    await again.app.getByRole('button', { name: 'Добавить и продолжить' }).click();
    await again.app.getByText('Укажите часы: 20', { exact: false }).first().waitFor();
    await hours.fill('40');
    await again.app.getByRole('button', { name: 'Добавить и продолжить' }).click();
    await again.app.getByRole('dialog').getByRole('button', { name: 'Добавить пакет' }).waitFor();
    await again.app.getByRole('dialog').getByText(open, { exact: false }).first().waitFor();
    const admin = await openSession(stage.world.portal, stage.world.appUrl, 1);
    const { clients } = (await admin.get('/clients')).body as { clients: ClientRow[] };
    const bought = (name: string) => clients.find((one) => one.name === name)?.balance.boughtSeconds;
    expect([bought(sold), bought(open)]).toEqual([144_000, 0]);
    expect(again.faults).toEqual([]);
  });

  /** The portal's own truth: accounting starts on the first of the month, in the portal's zone. */
  function recordedThisMonth(groupId: number): number {
    const { control } = stage.world.portal;
    const zone = 'Europe/Moscow';
    const month = (at: number) =>
      new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit' }).format(at);
    const now = control.clock().now;
    return control
      .truth()
      .entries.filter(
        (entry) =>
          entry.groupIdWhenMade === groupId && month(entry.workedAt) === month(now) && entry.workedAt <= now,
      )
      .reduce((sum, entry) => sum + entry.seconds, 0);
  }
});
