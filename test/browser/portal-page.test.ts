import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { type Directory, type Portal, startPortal, type TruthTask } from '../portal/index.js';

/** People work in the portal's own pages; what came of it is asked of the portal's truth. */
describe('the pages of the simulated portal', () => {
  let browser: Browser;
  let portal: Portal;
  let people: Directory;
  let task: TruthTask;
  let tab: Page;

  beforeAll(async () => {
    [browser, portal] = await Promise.all([
      launchBrowser(),
      startPortal({ seed: 'pages', card: 'old', clockMode: 'manual', now: '2026-03-10T12:00:00+03:00' }),
    ]);
    const directory = portal.control.directory();
    if (directory === null) throw new Error('The demo seed has no directory');
    people = directory;
    const groupIds = people.clients.flatMap((client) => client.groupIds);
    const found = portal.control
      .truth()
      .tasks.find(
        (row) =>
          people.performerIds.includes(row.responsibleId) &&
          groupIds.includes(row.groupId) &&
          row.status === 3,
      );
    if (found === undefined) throw new Error('The demo seed has no task in progress');
    task = found;
    tab = await openAs(task.responsibleId, taskPath(task));
  });

  afterAll(async () => {
    await browser.close();
    await portal.stop();
  });

  /** A browser of its own for one person: the switcher keeps who acts in a cookie. */
  async function openAs(userId: number, path = '/'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${portal.url}${path}${path.includes('?') ? '&' : '?'}as=${userId}`);
    return page;
  }

  function taskPath(row: { id: number }): string {
    return `/company/personal/user/1/tasks/task/view/${row.id}/`;
  }

  const entryBy = (comment: string) =>
    portal.control.truth().entries.find((entry) => entry.comment === comment);

  it('keeps the time between starting and stopping a timer', async () => {
    await tab.getByRole('button', { name: 'Начать учёт времени' }).click();
    await tab.getByRole('button', { name: 'Остановить', exact: true }).waitFor();
    expect(portal.control.timers()).toEqual([
      expect.objectContaining({ userId: task.responsibleId, taskId: task.id }),
    ]);
    portal.control.setClock({ advanceMs: 25 * 60_000 });
    await tab.reload();
    expect(await tab.locator('.timer-clock').textContent()).toMatch(/^0:25:0/);
    await tab.getByLabel('Комментарий к времени').fill('Созвон по отзывам');
    await tab.getByRole('button', { name: 'Остановить', exact: true }).click();
    await tab.getByRole('cell', { name: 'Созвон по отзывам' }).waitFor();
    expect(portal.control.timers()).toEqual([]);
    expect(entryBy('Созвон по отзывам')).toMatchObject({
      taskId: task.id,
      userId: task.responsibleId,
      seconds: 1500,
      source: 3,
    });
  });

  it('adds, changes and deletes time', async () => {
    await tab.getByRole('button', { name: 'Добавить время' }).click();
    const added = tab.locator('dialog[open]');
    await added.getByLabel('Часы').fill('1');
    await added.getByLabel('Минуты').fill('20');
    await added.getByLabel('Секунды').fill('5');
    await added.getByLabel('Когда сделано').fill('2026-03-10T09:30:15');
    await added.getByLabel('Комментарий').fill('Разбор выгрузки');
    await added.getByRole('button', { name: 'Сохранить' }).click();
    const row = tab.locator('[data-entry]', { hasText: 'Разбор выгрузки' });
    await row.waitFor();
    const entry = entryBy('Разбор выгрузки');
    expect(entry).toMatchObject({
      seconds: 4805,
      userId: task.responsibleId,
      source: 2,
      workedAt: Date.parse('2026-03-10T09:30:15+03:00'),
    });

    await row.getByRole('button', { name: 'Изменить' }).click();
    await tab.locator('dialog[open]').getByLabel('Часы').fill('2');
    await tab.locator('dialog[open]').getByRole('button', { name: 'Сохранить' }).click();
    await row.getByText('2:20:05').waitFor();
    expect(entryBy('Разбор выгрузки')).toMatchObject({ id: entry?.id, seconds: 8405 });

    await row.getByRole('button', { name: 'Удалить' }).click();
    await tab.getByRole('button', { name: 'Да', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    expect(entryBy('Разбор выгрузки')).toBeUndefined();
    expect(portal.control.truth().deletedEntries).toContainEqual(
      expect.objectContaining({ id: entry?.id, deletedBy: task.responsibleId }),
    );
  });

  it('creates a task, moves it to another group and deletes it', async () => {
    const [from, to] = people.clients.map((client) => client.groupIds[0] ?? 0);
    const manager = await openAs(people.clients[0]?.managerId ?? 0, `/workgroups/group/${from}/`);
    await manager.getByRole('button', { name: 'Создать задачу' }).click();
    const dialog = manager.locator('dialog[open]');
    await dialog.getByLabel('Название').fill('Поправить <b>баннер</b>');
    await dialog.getByLabel('Ответственный').selectOption(String(task.responsibleId));
    await dialog.getByRole('button', { name: 'Создать' }).click();
    await manager.getByRole('heading', { name: 'Поправить <b>баннер</b>' }).waitFor();
    const made = () => portal.control.truth().tasks.find((row) => row.title === 'Поправить <b>баннер</b>');
    const id = made()?.id ?? 0;
    expect(made()).toMatchObject({ groupId: from, responsibleId: task.responsibleId });

    await manager.getByText('Изменить', { exact: true }).click();
    await manager.getByLabel('Перенести в группу').selectOption(String(to));
    const shownAgain = manager.waitForEvent('load');
    await manager.getByRole('button', { name: 'Перенести' }).click();
    await shownAgain;
    await expectSoon(() => made()?.groupId).toBe(to);
    expect(made()?.groupHistory.map((row) => row.groupId)).toEqual([from, to]);

    await manager.goto(`${portal.url}${taskPath({ id })}`);
    await manager.getByText('Изменить', { exact: true }).click();
    await manager.getByRole('button', { name: 'Удалить задачу' }).click();
    await manager.getByRole('button', { name: 'Да', exact: true }).click();
    await expectSoon(() => portal.control.truth().deletedTaskIds.includes(id)).toBe(true);
  });

  it('opens a task over the list and shows the list anew when something changed', async () => {
    const page = await openAs(task.responsibleId);
    await page.locator(`[data-task="${task.id}"] a[data-slider]`).click();
    const card: FrameLocator = page.frameLocator('.slider iframe');
    await card.getByRole('button', { name: 'Приостановить' }).click();
    await card.getByRole('button', { name: 'Начать', exact: true }).waitFor();
    expect(portal.control.truth().tasks.find((row) => row.id === task.id)?.status).toBe(2);
    await page.getByRole('button', { name: 'Закрыть' }).click();
    await page.locator(`[data-task="${task.id}"] .status-2`).waitFor();
  });

  it('shows a table in a comment of the old card and no markup of strangers', async () => {
    const text =
      '[b]Отчёт[/b] [url=https://example.com/?a=1&b=2]подробно[/url]\n' +
      '[TABLE][TR][TH]Задача[/TH][TH]Часы[/TH][/TR][TR][TD]Баннер <i>новый</i>[/TD][TD]1:30[/TD][/TR][/TABLE]\n' +
      '[code]a  [b]b[/b][/code][url=javascript:alert(1)]нажми[/url]<script>window.pwned = 1</script>';
    portal.control.addComment({ taskId: task.id, userId: people.adminId, text });
    await tab.reload();
    const comment = tab.locator('.message-text', { hasText: 'Отчёт' });
    expect(await comment.locator('tr').allInnerTexts()).toEqual([
      'Задача\tЧасы',
      'Баннер <i>новый</i>\t1:30',
    ]);
    expect(await comment.locator('strong').innerText()).toBe('Отчёт');
    expect(await comment.locator('pre').innerText()).toBe('a  [b]b[/b]');
    const links = comment.getByRole('link');
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
      'https://example.com/?a=1&b=2',
    ]);
    expect(await comment.locator('script').count()).toBe(0);
  });

  it('knows no tables in the chat of the new card, and takes in a message that came meanwhile', async () => {
    portal.control.setCard({ card: 'new' });
    await tab.reload();
    const text = '[b]Итог[/b]\n[TABLE][TR][TD]1:30[/TD][/TR][/TABLE]\n[code]Баннер  1:30[/code]';
    portal.control.addComment({ taskId: task.id, userId: people.adminId, text });
    const message = tab.locator('.message-text', { hasText: 'Итог' });
    await message.waitFor();
    expect(await message.locator('table').count()).toBe(0);
    expect(await message.innerText()).toContain('[TABLE][TR][TD]1:30');
    expect(await message.locator('pre').innerText()).toBe('Баннер  1:30');
    portal.control.setCard({ card: 'old' });
  });

  it('lets people say something', async () => {
    await tab.reload();
    await tab.getByLabel('Сообщение').fill('Готово, проверьте');
    await tab.getByRole('button', { name: 'Отправить' }).click();
    await tab.locator('.message', { hasText: 'Готово, проверьте' }).waitFor();
    expect(portal.control.posts({ taskId: task.id })).toContainEqual(
      expect.objectContaining({
        kind: 'comment',
        authorId: task.responsibleId,
        text: 'Готово, проверьте',
      }),
    );
  });

  it('shows a client its own group only', async () => {
    const own = people.clients.find((client) => !client.groupIds.includes(task.groupId));
    const contact = await openAs(own?.contactIds[0] ?? 0, taskPath(task));
    expect(await contact.getByRole('heading').first().innerText()).toBe('Задача не найдена');
    await contact.goto(`${portal.url}/workgroups/`);
    const names = portal.control.groups().filter((group) => own?.groupIds.includes(group.id));
    expect((await contact.locator('td.wide').allInnerTexts()).sort()).toEqual(
      names.map((row) => row.name).sort(),
    );
  });

  it('does nothing for another site', async () => {
    const before = portal.control.truth().tasks.length;
    const answer = await fetch(`${portal.url}/page/do/create-task`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:1' },
      body: JSON.stringify({ title: 'Чужая задача' }),
    });
    expect(answer.status).toBe(403);
    expect(portal.control.truth().tasks).toHaveLength(before);
  });

  it.each([360, 1280, 2560])('fits a window of %d px', async (width) => {
    await tab.setViewportSize({ width, height: 900 });
    for (const path of ['/', `/workgroups/group/${task.groupId}/`, taskPath(task)]) {
      await tab.goto(`${portal.url}${path}`);
      const beyond = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, beyond]).toEqual([path, 0]);
    }
  });

  /** What the page does takes a moment; waits up to five seconds for the truth to say so. */
  function expectSoon<T>(read: () => T): { toBe: (wanted: T) => Promise<void> } {
    return {
      toBe: async (wanted) => {
        const until = Date.now() + 5000;
        while (read() !== wanted && Date.now() < until)
          await new Promise((resolve) => setTimeout(resolve, 50));
        expect(read()).toBe(wanted);
      },
    };
  }
});
