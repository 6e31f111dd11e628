import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { type AcceptanceWorld, startAcceptance } from '../given/acceptance-world.js';
import { launchBrowser } from '../harness/browser.js';

interface Opened {
  page: Page;
  app: FrameLocator;
  faults: string[];
}

describe('a report between its client and the manager', () => {
  let given: AcceptanceWorld;
  let browser: Browser;
  let client: Opened;
  let manager: Opened;

  /** As somebody who follows the link in the posted report. */
  async function follow(userId: number, widthPx: number): Promise<Opened> {
    const page = await browser.newPage({ viewport: { width: widthPx, height: 900 }, locale: 'ru-RU' });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
    });
    const link = /\[url=([^\]]+)\]/.exec(given.comments()[0] ?? '')?.[1] ?? '';
    const url = new URL(link);
    url.searchParams.set('as', String(userId));
    await page.goto(url.href);
    return { page, app: page.frameLocator('.app-frame iframe'), faults };
  }

  /** The portal's clock stands until it is moved; screens notice what happened at another time. */
  async function later(): Promise<void> {
    given.world.portal.control.setClock({ advanceMs: 60_000 });
    await given.world.app.settle();
  }

  beforeAll(async () => {
    given = await startAcceptance('new');
    await given.report('2026-03-10');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await given.world.stop();
  });

  it('opens by the posted link on a phone; the client questions a line, and not without a reason', async () => {
    await later();
    client = await follow(given.contactId, 360);
    const { app, page } = client;
    await app.getByRole('button', { name: 'Есть вопросы по строкам' }).first().click();
    const send = app.getByRole('button', { name: /^Отправить (\d|вопросы)/ }).first();
    expect(await send.isDisabled()).toBe(true);
    for (const place of [0, 1]) await app.getByRole('checkbox').nth(place).press('Space');
    await app.getByLabel('Что не так?').first().fill('Обмен мы настроили сами');
    await send.press('Enter');
    await app.getByText('Напишите хотя бы пару слов').waitFor();
    await app.getByLabel('Что не так?').nth(1).fill('Почему два часа?');
    await send.press('Enter');
    await app.getByRole('heading', { name: '2 вопроса ждут ответа' }).waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(360);
    await given.world.app.settle();
    expect(given.comments().filter((text) => text.startsWith('Вопросы по отчёту № 1'))).toHaveLength(1);
  });

  it('shows the manager the questions; one is answered, for the other hours are given back', async () => {
    await later();
    manager = await follow(1, 1280);
    const { app } = manager;
    const panel = app.getByRole('region', { name: 'Ответ клиента' });
    await panel.getByText('Почему два часа?').waitFor();
    await panel.getByRole('button', { name: 'Вернуть часы' }).nth(1).click();
    const hours = panel.getByLabel('Сколько часов вернуть');
    expect(await hours.inputValue()).toBe('2:00');
    await hours.fill('3:00');
    await panel.getByLabel('Пояснение клиенту').fill('Час ушёл на нашу ошибку.');
    await panel.getByRole('button', { name: 'Вернуть часы и ответить' }).click();
    await panel.getByText('Укажите время, например 0:30').waitFor();
    await hours.fill('1:00');
    await panel.getByRole('button', { name: 'Вернуть часы и ответить' }).click();
    await panel.getByText('1 вопрос', { exact: true }).waitFor();
    await later();
    await panel.getByRole('button', { name: 'Ответить' }).click();
    await panel.getByLabel('Ответ клиенту').fill('Настраивали вместе.');
    await panel.getByRole('button', { name: 'Отправить ответ' }).click();
    await panel.getByText('Ждёт ответа клиента').waitFor();
    await given.world.app.settle();
    const texts = given.comments();
    expect(texts.filter((text) => text.includes('вам вернули 1:00'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('Настраивали вместе.'))).toHaveLength(1);
  });

  it('is accepted by the client after a moment to think it over', async () => {
    const { app } = client;
    await later();
    await app.getByText('Вам вернули 1:00').waitFor({ timeout: 45_000 });
    const accept = app.getByRole('button', { name: 'Принять отчёт' }).first();
    await accept.click();
    await app.getByRole('button', { name: 'Отменить' }).first().click();
    await accept.click();
    await app.getByRole('heading', { name: 'Отчёт принят' }).waitFor({ timeout: 15_000 });
    await manager.app.getByText('Принят', { exact: true }).waitFor({ timeout: 45_000 });
    await given.world.app.settle();
    expect(given.comments().at(-1)).toBe('Отчёт № 1 принят. Спасибо, что проверили!');
    expect([...client.faults, ...manager.faults]).toEqual([]);
  });
});
