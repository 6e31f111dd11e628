import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

describe('the week’s plan', () => {
  let stage: WidgetStage;
  let pavel: number;
  let elena: number;
  let taskId: number;

  beforeAll(async () => {
    stage = await startStage({ empty: true, clockMode: 'manual', now: '2026-03-02T08:30:00+03:00' });
    const { control } = stage.world.portal;
    pavel = control.createUser({ name: 'Павел', lastName: 'Гурьянов' }).id;
    elena = control.createUser({ name: 'Елена', lastName: 'Ручьёва' }).id;
    const members = [pavel, elena].map((userId) => ({ userId }));
    const groupId = control.createGroup({ name: 'Северный ветер', members }).id;
    const add = (title: string, responsibleId: number, hours: number): number =>
      control.createTask({ title, groupId, responsibleId, estimateSeconds: hours * 3_600 }).id;
    taskId = add('Корзина', pavel, 4);
    add('Баннер', elena, 3);
    add('Без оценки', elena, 0);
    await stage.world.install();
    await giveClient(stage.world, { name: 'Северный ветер', groupId, hours: 30 });
  }, 120_000);
  afterAll(() => stage.stop());

  const cell = (app: FrameLocator, userId: number, day: string) =>
    app.locator(`[data-cell="${userId}:${day}"]`);
  const chip = (app: FrameLocator, userId: number, day: string) =>
    cell(app, userId, day).locator(`[data-task="${taskId}"]`);

  it('is re-planned by drag and by keyboard, and told when accepted', async () => {
    const { app, page, faults } = await stage.open(stage.appPath, 1, 1600);
    await app.getByRole('link', { name: 'Спринт' }).click();
    await app.getByText('предложение', { exact: true }).waitFor();
    await app.getByRole('heading', { name: /Нужна оценка/ }).waitFor();

    const [first] = await app.locator(`[data-task="${taskId}"]`).all();
    if (!first) throw new Error('The task is not planned');
    await first.dragTo(cell(app, elena, '2026-03-04'));
    await chip(app, elena, '2026-03-04').waitFor();
    await app.getByRole('heading', { name: 'Что изменилось в плане' }).waitFor();

    await chip(app, elena, '2026-03-04').focus();
    for (const key of ['Space', 'ArrowRight', 'ArrowDown', 'Space']) await page.keyboard.press(key);
    await chip(app, pavel, '2026-03-05').waitFor();

    await app.getByRole('button', { name: 'Принять и разослать' }).click();
    const panel = app.getByRole('dialog');
    await panel
      .getByText(/Павел Гурьянов, 5 марта \(чт\)/)
      .first()
      .waitFor();
    await panel.getByRole('button', { name: 'Принять и разослать' }).click();
    await app.getByText('принят', { exact: true }).waitFor();
    await stage.world.app.settle();
    const texts = stage.world.portal.control.posts({ taskId }).map(({ text }) => text);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('Павел Гурьянов, 5 марта (чт)');

    await app.getByRole('button', { name: 'Уточнить' }).click();
    await app.getByText('Ищем план лучше: 0 %').waitFor();
    const settled = stage.world.app.settle();
    await app.getByRole('button', { name: 'Остановить' }).click();
    await app.getByText('Остановлено, план прежний.').waitFor();
    await settled;
    await chip(app, pavel, '2026-03-05').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  }, 180_000);

  it('takes an urgent task in when a tag asks for it, and back again', async () => {
    const { app, page, faults } = await stage.open(stage.appPath, 1, 1280);
    await app.getByRole('link', { name: 'Спринт' }).click();
    await app.getByText('принят', { exact: true }).waitFor();
    const { control } = stage.world.portal;
    const groupId = control.truth().tasks.find(({ id }) => id === taskId)?.groupId ?? 0;
    const urgent = control.createTask({
      ...{ title: 'Не приходят письма', groupId, responsibleId: pavel, tags: ['срочно'] },
    }).id;
    await control.flushEvents();
    const list = app.getByRole('region', { name: 'Вне очереди' });
    await list.getByText('На задаче тег «срочно»').waitFor();
    await list.getByRole('button', { name: 'Рассмотреть' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByText('Задачу ещё не оценили. Напишите, сколько часов она займёт.').waitFor();
    await dialog.getByLabel('Сколько часов займёт').fill('1:30');
    await dialog.getByRole('button', { name: 'Посчитать' }).click();
    await dialog.getByText(/^Окно исполнителя, 2 марта: сейчас 1:\d\d, останется 0:\d\d\.$/).waitFor();
    await dialog.getByText('Остальные задачи останутся на месте.').waitFor();
    await dialog.getByText('Будет отправлено 1 сообщение').click();
    await dialog.getByText(/^Задача принята как срочная: /).waitFor();
    await dialog.getByRole('button', { name: 'Взять как срочную' }).click();
    await dialog.waitFor({ state: 'detached' });
    await app.locator(`[data-cell] [data-task="${urgent}"]`).first().waitFor();
    await list.getByText('ещё 1:00').waitFor();

    await list.getByRole('button', { name: 'Отменить' }).click();
    await dialog.getByText('План недели станет таким, каким был.').waitFor();
    await dialog.getByRole('button', { name: 'Отменить', exact: true }).click();
    await list.getByText('отменено').waitFor();
    await app.locator(`[data-cell] [data-task="${urgent}"]`).waitFor({ state: 'detached' });

    const tab = await stage.open(`/company/personal/user/1/tasks/task/view/${urgent}/?app=0`, 1);
    await tab.app.getByRole('button', { name: 'Критично' }).click();
    await tab.app.getByRole('dialog').getByText('Кто возьмёт').waitFor();
    await tab.app
      .getByRole('dialog')
      .getByText(/^Подвин|^Остальные задачи/)
      .waitFor();
    expect([...faults, ...tab.faults]).toEqual([]);
    await tab.page.close();
    await page.close();
  }, 180_000);

  it('goes by hours that a manager corrects', async () => {
    const { app, page, faults } = await stage.open(stage.appPath, 1, 1280);
    await app.getByRole('link', { name: 'Спринт' }).click();
    await app.getByRole('link', { name: 'Рабочее время' }).click();
    await app.getByRole('button', { name: /^Елена Ручьёва, пятница, 6 марта: 8:00/ }).click();
    const panel = app.getByRole('dialog');
    await panel.getByText('норма: 8:00').waitFor();
    await panel.getByRole('button', { name: 'Сохранить' }).click();
    await app.getByRole('button', { name: /^Елена Ручьёва, пятница, 6 марта: 0:00 — .*отпуск/ }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  }, 120_000);

  it('saves plan, fact, what is not planned and working time as they are shown', async () => {
    const { control } = stage.world.portal;
    control.setClock({ advanceMs: 3_600_000 });
    control.addEntry({ taskId, userId: pavel, seconds: 1_800 });
    await stage.world.app.settle({ sweep: true });
    const { app, page, faults } = await stage.open(stage.appPath, 1, 1280);
    await app.getByRole('link', { name: 'Спринт' }).click();
    const fact = app.getByRole('region', { name: 'План и факт' });
    await fact.getByText('0:30 / ').first().waitFor();
    await fact.getByLabel('Порядок').first().selectOption({ label: 'Записано' });
    const [head, first = ''] = await rowsOf(page, fact);
    expect(head).toBe('\uFEFFИсполнитель;Запланировано, ч;Записано, ч');
    expect(first).toMatch(/^Павел Гурьянов;\d+(,\d+)?;0,5$/);

    const backlog = app.getByRole('region', { name: 'Не в плане' });
    expect(await rowsOf(page, backlog)).toContain('Нужна оценка;Без оценки;Северный ветер;Елена Ручьёва;;;');
    const plan = await rowsOf(page, app.getByRole('main'));
    expect(plan[0]).toContain('Исполнитель;День;Задача;Клиент;Запланировано, ч');
    expect(plan).toContainEqual(expect.stringMatching(/^Павел Гурьянов;2026-03-0\d;Корзина;Северный ветер;/));

    await app.getByRole('link', { name: 'Рабочее время' }).click();
    const days = app.getByRole('region', { name: 'Люди и дни' }).first();
    for (const order of ['ascending', 'descending']) {
      await days.getByRole('button', { name: 'Сотрудник' }).click();
      await days.locator(`th[aria-sort="${order}"]`).waitFor();
    }
    const rows = await rowsOf(page, days);
    expect(rows).toHaveLength(1 + 14 * (await days.locator('tbody tr').count()));
    expect(rows[1]).toBe('Павел Гурьянов;2026-03-02;8;норма: 8:00');
    expect(rows).toContainEqual(expect.stringMatching(/^Елена Ручьёва;2026-03-06;0;"норма: 8:00; отпуск: /));
    expect(faults).toEqual([]);
    await page.close();
  }, 120_000);
});

/** Lines of the first table that the part of the screen saves. */
async function rowsOf(page: Page, part: Locator): Promise<string[]> {
  const saved = page.waitForEvent('download');
  await part.getByRole('button', { name: 'CSV' }).first().click();
  return readFileSync((await (await saved).path()) ?? '', 'utf8').split('\r\n');
}
