import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

describe('the tab of a task', () => {
  let stage: WidgetStage;
  let managerId: number;
  let performerId: number;
  let contactId: number;
  let taskId: number;
  let strayTaskId: number;
  let untaggedTaskId: number;
  const cardOf = (userId: number, id: number) =>
    `/company/personal/user/${userId}/tasks/task/view/${id}/?app=0`;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-task', empty: true });
    await stage.world.install();
    const { control } = stage.world.portal;
    const person = (name: string, type?: 'extranet') =>
      control.createUser({ name, lastName: 'Т', ...(type && { type }) }).id;
    [managerId, performerId, contactId] = [person('Мария'), person('Пётр'), person('Клиент', 'extranet')];
    const members = [managerId, performerId].map((userId) => ({ userId }));
    const group = control.createGroup({
      name: 'Магазин',
      extranet: true,
      members: [...members, { userId: contactId }],
    });
    const stray = control.createGroup({ name: 'Внутреннее', members });
    const task = { createdBy: managerId, responsibleId: performerId };
    taskId = control.createTask({
      ...{ ...task, title: 'Парсинг прайса', groupId: group.id, tags: ['парсинг'], estimateSeconds: 3600 },
      auditors: [contactId],
    }).id;
    untaggedTaskId = control.createTask({ ...task, title: 'Выгрузка цен', groupId: group.id }).id;
    strayTaskId = control.createTask({ ...task, title: 'Уборка', groupId: stray.id }).id;
    control.addEntry({ taskId, userId: performerId, seconds: 5400, comment: 'разобрал прайс' });
    await giveClient(stage.world, { name: 'Магазин', groupId: group.id, hours: 20 });
    await control.flushEvents();
    await stage.world.app.settle({ sweep: true });
  });
  afterAll(() => stage.stop());

  it('stands in the card: time, balance, estimate, why, and a mark that counts at once', async () => {
    const { app, faults } = await stage.open(cardOf(1, taskId), 1);
    await app.getByRole('heading', { name: 'Парсинг прайса', level: 1 }).waitFor();
    await app.getByText('по тегу задачи «парсинг»').waitFor();
    await app.getByText('сверх оценки 0:30').waitFor();
    await app.getByText('Оценка исчерпана, а задача не закончена.').waitFor();
    await app.getByRole('button', { name: 'Кому поручить?' }).click();
    await app.getByText('отвечает сейчас').waitFor();
    await app
      .getByRole('button', { name: /Закрыть|Close/ })
      .first()
      .click();
    await app.getByRole('button', { name: 'Почему столько' }).click();
    await app.getByText('Вид работ «Парсинг»: по тегу задачи «парсинг».').waitFor();
    await app.getByText('К списанию по записи: 1:30.').waitFor();
    await app.getByText('«Пакет 20 ч»: выбран, списано 1:30.').waitFor();
    await app
      .getByRole('button', { name: /Закрыть|Close/ })
      .first()
      .click();
    await app.getByRole('button', { name: 'Изменить', exact: true }).click();
    await app.getByLabel('Кто платит').last().click();
    await app.getByRole('option', { name: 'ошибка нашего продукта' }).click();
    await app.getByRole('button', { name: 'Сохранить' }).click();
    await app.getByText('Напишите, почему клиент за это не платит').waitFor();
    await app.getByLabel('Причина').fill('наш модуль');
    await app.getByRole('button', { name: 'Сохранить' }).click();
    await app.getByText('за наш счёт: ошибка нашего продукта').waitFor();
    await app.getByText('причина — наш модуль').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('lets a performer say what kind of work it is, and no more', async () => {
    const { app, faults } = await stage.open(cardOf(performerId, taskId), performerId, 360);
    await app.getByText('разобрал прайс').waitFor();
    expect(await app.getByRole('button', { name: 'Почему столько' }).count()).toBe(0);
    await app.getByRole('button', { name: 'Изменить', exact: true }).click();
    await app.getByLabel('Вид работ').last().click();
    await app.getByRole('option', { name: 'Консультация' }).click();
    expect(await app.getByLabel('Кто платит').count()).toBe(0);
    await app.getByRole('button', { name: 'Сохранить' }).click();
    await app.getByText('отметка у задачи (Пётр Т').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('shows a client only what reports have shown', async () => {
    const { app, faults } = await stage.open(cardOf(contactId, taskId), contactId);
    await app.getByText('Здесь только то, что уже вошло в отчёты.').waitFor();
    await app.getByText('В отчётах этой задачи ещё нет').waitFor();
    await app.getByText('Пока сказать нельзя: уточняем, сколько осталось работы.').waitFor();
    expect(await app.getByRole('button', { name: 'Кому поручить?' }).count()).toBe(0);
    expect(await app.getByText('разобрал прайс').count()).toBe(0);
    expect(await app.getByRole('button', { name: 'Изменить', exact: true }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('says what to do with a task of nobody, and opens by a link', async () => {
    const stray = await stage.open(cardOf(1, strayTaskId), 1);
    await stray.app.getByText('У этой группы нет клиента').waitFor();
    await stray.app.getByText('Группа «Внутреннее» не привязана').waitFor();
    const { code } = stage.world.portal.control.app().registration;
    const linked = await stage.open(`/marketplace/view/${code}/?params[task]=${taskId}`, 1);
    await linked.app.getByRole('heading', { name: 'Парсинг прайса', level: 1 }).waitFor();
  });

  it('follows the rules that an administrator writes, checks against the tasks there are, and saves', async () => {
    const { app, faults } = await stage.open(stage.appPath, 1);
    await app.getByRole('link', { name: 'Настройки' }).click();
    await app.getByRole('link', { name: 'Виды работ' }).click();
    await app.getByRole('button', { name: 'Добавить правило' }).first().click();
    await app.getByRole('button', { name: 'Проверить' }).click();
    await app.getByText('Напишите слово').waitFor();
    await app.getByLabel('Слово').fill('выгруз');
    await app.getByLabel('Вид работ', { exact: true }).click();
    await app.getByRole('option', { name: 'Интеграция с 1С', exact: true }).click();
    await app.getByRole('button', { name: 'Проверить' }).click();
    await app.getByText('Вид работ изменится у 1 задачи').waitFor();
    await app.getByText('обычный по условиям → Интеграция с 1С').waitFor();
    await app.getByRole('button', { name: 'Сохранить правила' }).click();
    await app.getByText('№ 1').waitFor();
    const card = await stage.open(cardOf(1, untaggedTaskId), 1);
    await card.app.getByText('по правилу № 1: в названии задачи есть «выгруз»').waitFor();
    expect([...faults, ...card.faults]).toEqual([]);
  });
});
