import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Db } from '../../server/base/db/index.js';
import { enqueuePost, storePostFile } from '../../server/portal/outbox/index.js';
import { giveClient, startStage, type WidgetStage } from './widget-stage.js';

/** What a manager sees of posts that nobody can decide about, and what one click does. */
describe('posts that wait for a person', () => {
  let stage: WidgetStage;
  let db: Db;
  let clientId: number;
  let taskId: number;

  beforeAll(async () => {
    stage = await startStage({ seed: 'widget-posts', card: 'old' });
    await stage.world.install();
    const { control } = stage.world.portal;
    const groupId = control.directory()?.clients[0]?.groupIds[0] ?? 0;
    clientId = await giveClient(stage.world, { name: 'Заря', groupId, hours: 50 });
    taskId = control.createTask({ title: 'Отчёты', groupId, createdBy: 1, responsibleId: 1 }).id;
    db = connect(stage.world.env['DATABASE_URL'] ?? '');
    control.addFault({ kind: 'refuseRights', methods: ['disk.folder.uploadFile'] });
    await enqueue();
    await stage.world.app.settle();
  });
  afterAll(async () => {
    await db.destroy();
    await stage.stop();
  });

  it('stand on the client’s screen with their reason, what was to be said and a way to the task; one click decides', async () => {
    const { control } = stage.world.portal;
    const opened = await stage.open(stage.appPath, 1);
    const { app } = opened;
    await app.getByRole('link', { name: 'Заря' }).first().click();
    await app.getByText('2 отправки этому клиенту ждут решения').waitFor();
    await app.getByRole('button', { name: 'Показать' }).click();
    await app.getByText(/Файл не приложен: Отчёт № 7 [0-9a-f]{8}\.pdf/).waitFor();
    await app.getByText('Ответ портала: ACCESS_DENIED').waitFor();
    const task = app.getByRole('link', { name: 'Открыть задачу' });
    expect(await task.getAttribute('href')).toContain(`/tasks/task/view/${taskId}/`);
    await app.getByText('Что должно было уйти').click();
    await app.getByText('Часы кончаются').waitFor();

    control.clearFaults();
    await app.getByRole('button', { name: 'Отправить ещё раз' }).first().click();
    await app.getByText('1 отправка этому клиенту ждёт решения').waitFor();
    await stage.world.app.settle();
    const names = control.posts({ taskId }).map(({ files }) => files.map(({ name }) => name));
    expect(names).toEqual([[], [expect.stringMatching(/^Отчёт № 7 .*\.pdf$/)]]);

    await app.getByRole('button', { name: 'Не отправлять' }).click();
    await app.getByText('ждёт решения').waitFor({ state: 'detached' });
    expect(opened.faults).toEqual([]);
  });

  /** A comment whose file the disk refuses, and a notice to somebody who left. */
  async function enqueue(): Promise<void> {
    const { portal } = stage.world;
    const { id: userId } = portal.control.createUser({ name: 'Пётр', lastName: 'Ли' });
    portal.control.dismissUser({ id: userId });
    const common = { portalId: portal.memberId, clientId };
    const ground = { clock: { now: () => portal.world.clock.now() } };
    await db.transaction().execute(async (tx) => {
      const bytes = new TextEncoder().encode('%PDF');
      const stored = { portalId: portal.memberId, name: 'Отчёт № 7.pdf', mime: 'application/pdf', bytes };
      const files = [{ fileId: await storePostFile(tx, stored) }];
      const payload = { taskId, taskFromKey: null, text: 'Отчёт № 7', files };
      await enqueuePost(tx, ground, { ...common, kind: 'comment', key: 'browser:7', payload });
      const notice = { userId, text: 'Часы кончаются' };
      await enqueuePost(tx, ground, { ...common, kind: 'notice', key: 'browser:n', payload: notice });
    });
  }
});
