import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

describe('what needs attention', () => {
  let stage: WidgetStage;
  let groupId: number;
  let performerId: number;

  beforeAll(async () => {
    stage = await startStage({ empty: true });
    const { control } = stage.world.portal;
    groupId = control.createGroup({ name: 'Северный ветер' }).id;
    performerId = control.createUser({ name: 'Ольга', lastName: 'Вешнякова' }).id;
    await stage.world.install();
    await giveClient(stage.world, { name: 'Северный ветер', groupId, hours: 10 });
  });
  afterAll(() => stage.stop());

  it('is calm at first, then shows what happened, leads from the notice, and is put away by “Понятно”', async () => {
    const { portal, app } = stage.world;
    const calm = await stage.open(stage.appPath, 1);
    await calm.app.getByRole('link', { name: 'Внимание' }).click();
    await calm.app.getByRole('heading', { name: 'Всё спокойно' }).waitFor();
    await calm.page.close();

    const { id: taskId } = portal.control.createTask({ title: 'Оплата не проходит', groupId });
    for (const hours of [8, 0.5]) {
      portal.control.addEntry({ taskId, userId: performerId, seconds: hours * 3600 });
    }
    await app.settle({ sweep: true });
    const [notice] = portal.control.truth().notices;
    const link = /\[url=([^\]]+)\]/.exec(notice?.text ?? '')?.[1] ?? '';
    const { app: frame, faults, page } = await stage.open(link, 1, 360);

    await frame.getByText('«Пакет 10 ч»: достигнут порог 80 %, всего осталось 1:30.').waitFor();
    expect(await frame.getByText('2 записи времени без комментария').count()).toBe(1);
    expect(await frame.getByRole('link', { name: 'Оплата не проходит' }).count()).toBe(2);
    const counter = frame.getByTitle('Требуют внимания: 1');
    await counter.waitFor();
    await frame.getByRole('button', { name: /^Понятно: «Пакет 10 ч»/ }).click();
    await frame.getByRole('button', { name: 'Показать просмотренное · 1' }).click();
    await frame.getByText('Просмотрено').waitFor();
    await frame.getByRole('link', { name: 'Клиенты', exact: true }).click();
    await frame.getByText('Внимание: 1').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  }, 60_000);
});
