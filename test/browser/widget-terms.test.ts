import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameLocator } from 'playwright-core';
import { openSession } from '../given/start-world.js';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

interface Line {
  posting: number;
  entryId: number | null;
  seconds: number;
}

/** Ten and twenty minutes of one task, today. */
describe('the terms of a client, on the page', () => {
  let stage: WidgetStage;
  let app: FrameLocator;
  let faults: string[];
  let clientId: number;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-terms', empty: true });
    await stage.world.install();
    const { control } = stage.world.portal;
    const groupId = control.createGroup({ name: 'Тёплый Кедр' }).id;
    const performer = control.createUser({ name: 'Пётр', lastName: 'Ильин' });
    const task = control.createTask({ title: 'Баннер на главную', groupId, responsibleId: performer.id });
    for (const seconds of [600, 1200]) control.addEntry({ taskId: task.id, userId: performer.id, seconds });
    clientId = await giveClient(stage.world, { name: 'Тёплый Кедр', groupId, hours: 10 });
    ({ app, faults } = await stage.open(stage.appPath, 1));
    await app.getByRole('link', { name: 'Тёплый Кедр' }).click();
    await app.getByRole('link', { name: 'Условия', exact: true }).click();
  });
  afterAll(() => stage.stop());

  const ledger = async (standing: boolean) => {
    const admin = await openSession(stage.world.portal, stage.world.appUrl, 1);
    const { body } = await admin.get(`/clients/${clientId}/ledger?standing=${standing}&limit=100`);
    return body as { position: number; lines: Line[] };
  };
  const secondsOf = (lines: readonly Line[]) =>
    lines.flatMap((line) => (line.entryId === null ? [] : [line.seconds])).sort((a, b) => a - b);

  it('are the built-in ones until somebody changes them', async () => {
    await app.getByText('Без округления, до секунды').waitFor();
    expect(secondsOf((await ledger(true)).lines)).toEqual([600, 1200]);
  });

  it('are edited with the faults marked where they are', async () => {
    await app.getByRole('button', { name: 'Задать свои условия' }).click();
    await app.getByRole('radio', { name: /^Вверх/ }).click();
    await app.getByLabel('Шаг, минут').fill('пятнадцать');
    await app.getByRole('button', { name: 'Показать, что изменится' }).click();
    await app.getByText('Минуты больше 0 и до 480').waitFor();
    await expectFocused(app, 'Шаг, минут');
    await app.getByLabel('Шаг, минут').fill('15');
    const greeting = app.getByLabel('Текст в начале отчёта');
    await greeting.fill('я'.repeat(601));
    await app.getByText('601 из 600').waitFor();
    await app.getByText('Не длиннее 600 знаков').waitFor();
    expect(await greeting.inputValue()).toHaveLength(601);
    await greeting.fill('Здравствуйте, коллеги!\nОтчёт ниже.');
    await app.getByRole('figure').getByText('Здравствуйте, коллеги!').waitFor();
  });

  it('show what would change, without posting it', async () => {
    const { position } = await ledger(true);
    await app.getByRole('button', { name: 'Показать, что изменится' }).click();
    const lines = app.locator('[data-preview-line]');
    await lines.nth(1).waitFor();
    const shown = await lines.allInnerTexts();
    expect(shown.map((text) => text.match(/\d+:\d\d/g)?.slice(-2))).toEqual([
      ['0:10', '0:15'],
      ['0:20', '0:30'],
    ]);
    await app.getByText('Меняются 2 записи из 2').waitFor();
    await app.getByText('После сохранения к списанию станет 0:45 вместо 0:30').waitFor();
    expect((await ledger(true)).position).toBe(position);
  });

  it('are saved, and the ledger bills its open lines anew', async () => {
    await app.getByRole('textbox', { name: 'Причина' }).fill('соглашение № 3');
    await app.getByRole('button', { name: 'Сохранить условия' }).click();
    await app.getByText('Вверх до 15 мин, каждая запись').waitFor();
    await app.getByText('со своим текстом в начале').waitFor();
    await app.getByRole('cell', { name: 'соглашение № 3' }).waitFor();
    await app.getByText('У клиента свои условия.').waitFor();
    expect(secondsOf((await ledger(true)).lines)).toEqual([900, 1800]);
    const { position, lines } = await ledger(false);
    const newest = lines.filter((line) => line.posting === position);
    expect(secondsOf(newest)).toEqual([-1200, -600, 900, 1800]);
    expect(await app.getByText('Списано').locator('xpath=../dd').innerText()).toBe('0:45');
    await app.getByRole('link', { name: 'Движение часов' }).click();
    await app.getByRole('button', { name: 'Со всеми исправлениями' }).click();
    await app
      .locator('tbody tr')
      .nth(lines.length - 1)
      .waitFor();
    expect(faults).toEqual([]);
  });

  it('of the portal, left half-way, are there again with their preview', async () => {
    const openTerms = async () => {
      await app.getByRole('link', { name: 'Настройки' }).click();
      await app.getByRole('link', { name: 'Условия', exact: true }).click();
    };
    await openTerms();
    await app.getByRole('button', { name: 'Изменить условия' }).click();
    await app.getByRole('radio', { name: /^Вверх/ }).click();
    await app.getByLabel('Шаг, минут').fill('30');
    await app.getByRole('button', { name: 'Показать, что изменится' }).click();
    await app.getByRole('link', { name: 'Тёплый Кедр' }).waitFor();
    await app.getByRole('link', { name: 'Клиенты', exact: true }).click();
    await app.getByRole('heading', { name: 'Клиенты' }).waitFor();
    await openTerms();
    await app.getByText(/^Расчёт начат /).waitFor();
    expect(await app.getByLabel('Шаг, минут').inputValue()).toBe('30');
    await app.getByRole('button', { name: 'Отмена', exact: true }).click();
    await app.getByRole('button', { name: 'Изменить условия' }).waitFor();
    expect(faults).toEqual([]);
  });
});

async function expectFocused(app: FrameLocator, label: string): Promise<void> {
  const field = app.getByLabel(label);
  for (let tries = 0; tries < 20; tries += 1) {
    if (await field.evaluate((element) => element === document.activeElement)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`“${label}” is not where the keyboard is`);
}
