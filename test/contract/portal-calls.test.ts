import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asObject } from '../portal/world/json.js';
import { startRig, type Rig } from './portal-rig.js';
import { differences, official } from './portal-shape.js';

/** Batch, REST 3.0, limits, cards, bindings. */

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(() => rig.stop());

describe('batch', () => {
  it('answers in the vendor’s shape, with empty members as []', async () => {
    const answer = await rig.call('batch', {
      cmd: { get_user: 'user.current', get_department: 'department.get' },
    });
    expect(
      differences(official('batch')['resultExample'] ?? null, answer.body, [
        'result.result.get_user',
        'result.result.get_department',
        'time',
      ]),
    ).toEqual([]);
    expect(answer.body).toMatchObject({ result: { result_error: [], result_next: [] } });
  });

  it('resolves references in values and keys; a missing step puts the last ancestor in', async () => {
    const cmd = {
      list: 'tasks.task.list?select[0]=ID',
      get: 'tasks.task.get?taskId=$result[list][tasks][0][id]&select[0]=ID',
      count: 'tasks.task.list?filter[ID]=$total[list]',
      missing: 'task.elapseditem.getlist?ORDER[ID]=asc&FILTER[>ID]=$result[list][tasks][49][id]',
    };
    const answer = asObject((await rig.call('batch', { cmd })).body['result']);
    expect(answer).toHaveProperty('result.get.task.id', String(rig.taskId));
    expect(answer).toHaveProperty('result_total.count', 0);
    expect(answer).toHaveProperty('result.missing'); // a meaningless filter, not an error
  });

  it('halts only when asked, and answers 200 all the same', async () => {
    const cmd = ['nonsense', 'profile'];
    const going = await rig.call('batch', { cmd });
    expect(going.body).toMatchObject({ result: { result_error: [{ error: 'ERROR_METHOD_NOT_FOUND' }] } });
    expect(asObject(asObject(going.body['result'])['result'])).toHaveProperty('1');
    const halted = await rig.call('batch', { cmd, halt: 1 });
    expect(halted.status).toBe(200);
    expect(asObject(halted.body['result'])['result']).toEqual([]);
  });

  it('refuses the 51st command, nested batches and placement.bind inside, each by itself', async () => {
    const cmd = Object.fromEntries(Array.from({ length: 51 }, (_none, index) => [`c${index}`, 'profile']));
    const long = asObject((await rig.call('batch', { cmd })).body['result']);
    expect(long).toHaveProperty('result_error.c50.error', 'ERROR_BATCH_LENGTH_EXCEEDED');
    expect(Object.keys(asObject(long['result']))).toHaveLength(50);
    const inner = {
      again: 'batch?cmd[0]=profile',
      bind: `placement.bind?PLACEMENT=LEFT_MENU&HANDLER=${rig.receiver.url}`,
      skipped: 5,
    };
    const refused = asObject((await rig.call('batch', { cmd: inner })).body['result']);
    expect(refused).toHaveProperty('result_error.again.error', 'ERROR_BATCH_METHOD_NOT_ALLOWED');
    expect(refused).toHaveProperty('result_error.bind.error', 'ERROR_BATCH_METHOD_NOT_ALLOWED');
    expect(refused['result_error']).not.toHaveProperty('skipped');
  });

  it('counts once for the bucket, and every inner call for its own method', async () => {
    rig.portal.control.resetStats();
    await rig.call('batch', { cmd: ['profile', 'profile', 'user.current'] });
    const stats = rig.portal.control.stats();
    expect(stats).toMatchObject({ restRequests: 1, batchInnerCalls: 3 });
    expect(stats.methods['profile']).toMatchObject({ http: 0, inner: 2 });
  });
});

describe('limits', () => {
  it('the bucket overflows at fifty and drains by two a second', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => rig.call('profile')));
    const refused = answers.filter((answer) => answer.status === 503);
    expect(refused.length).toBeGreaterThanOrEqual(20); // fifty at once; a slow machine drains some more
    expect(refused[0]?.body).toMatchObject({ error: 'QUERY_LIMIT_EXCEEDED' });
    rig.portal.control.setClock({ advanceMs: 10_000 });
    expect((await rig.call('profile')).status).toBe(200);
  });

  it('operating time blocks one method after the call that crosses the limit', async () => {
    rig.portal.control.setLimits({ operatingSeconds: 10, operatingCharge: { fixedSeconds: 6 } });
    expect((await rig.call('profile')).body).toHaveProperty('time.operating', 6);
    const crossing = await rig.call('profile');
    expect(crossing.body).toHaveProperty('time.operating', 12);
    expect(await rig.call('profile')).toMatchObject({ status: 429, body: { error: 'OPERATION_TIME_LIMIT' } });
    expect((await rig.call('user.current')).status).toBe(200);
    const resetAt = Number(asObject(crossing.body['time'])['operating_reset_at']);
    rig.portal.control.setClock({ setTo: (resetAt + 61) * 1_000 });
    expect((await rig.call('profile')).status).toBe(200);
  });
});

describe('REST 3.0', () => {
  const fields = (text: string): { fields: { taskId: number; text: string } } => ({
    fields: { taskId: rig.taskId, text },
  });

  it('posts into the task chat in the vendor’s shape', async () => {
    const answer = await rig.v3('tasks.task.chat.message.send', fields('Готово'));
    expect(
      differences(official('tasks.task.chat.message.send')['resultExample'] ?? null, answer.body),
    ).toEqual([]);
    expect(rig.portal.control.posts({ taskId: rig.taskId })).toMatchObject([
      { kind: 'message', text: 'Готово', authorId: 1 },
    ]);
  });

  it('an Idempotency-Key replays successes for a day, per user and method, and only with the same body', async () => {
    const key = { 'Idempotency-Key': 'report-7-part-1' };
    await rig.v3('tasks.task.chat.message.send', fields('Раз'), key);
    const again = await rig.v3('tasks.task.chat.message.send', fields('Раз'), key);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await rig.v3('tasks.task.chat.message.send', fields('Два'), key)).toMatchObject({
      status: 422,
      body: { error: { code: 'BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION' } },
    });
    expect(rig.portal.control.posts()).toHaveLength(1);
    rig.portal.control.setClock({ advanceMs: 25 * 3_600_000 });
    await rig.v3('tasks.task.chat.message.send', fields('Раз'), key);
    expect(rig.portal.control.posts()).toHaveLength(2);
  });

  it('refuses in its own shape', async () => {
    const missing = await rig.v3('tasks.task.chat.message.send', { fields: { taskId: rig.taskId } });
    expect(missing).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'BITRIX_REST_V3_EXCEPTION_VALIDATION_DTOVALIDATIONEXCEPTION',
          validation: [{ field: 'text' }],
        },
      },
    });
    expect(await rig.v3('tasks.task.get', { id: rig.taskId, select: ['chat.nonsense'] })).toMatchObject({
      status: 400,
      body: { error: { code: expect.stringContaining('UNKNOWNDTOPROPERTY') } },
    });
    expect((await rig.v3('nonsense', {})).status).toBe(404);
    const probe = await rig.v3('tasks.task.get', {
      id: rig.taskId,
      select: ['id', 'chat.id', 'chat.entityType'],
    });
    expect(probe.body).toMatchObject({
      result: { item: { id: rig.taskId, chat: { entityType: 'TASKS_TASK' } } },
    });
  });

  it('batches as a list that OAuth apps send as an object', async () => {
    const inner = { method: 'tasks.task.get', query: { id: rig.taskId, select: ['id'] } };
    expect((await rig.v3('batch', { 0: inner, 1: inner })).body['result']).toEqual([
      { item: { id: rig.taskId } },
      { item: { id: rig.taskId } },
    ]);
    expect((await rig.v3('batch', { 0: inner, 1: { method: 'nonsense' } })).status).toBe(404);
    expect((await rig.v3('batch', { cmd: { a: 'profile' } })).status).toBe(400);
  });

  it('is not there on the old card; its methods are unknown to v2', async () => {
    expect(await rig.call('tasks.task.chat.message.send')).toMatchObject({
      status: 404,
      body: { error: 'ERROR_METHOD_NOT_FOUND' },
    });
    rig.portal.control.setCard({ card: 'old' });
    expect((await rig.v3('tasks.task.get', { id: rig.taskId })).status).toBe(404);
  });
});

describe('the two cards', () => {
  it('on the new one comments become messages, and the old ways to read and change them are dead', async () => {
    const added = await rig.call('task.commentitem.add', { a: rig.taskId, b: { POST_MESSAGE: 'Отчёт' } });
    const [post] = rig.portal.control.posts({ taskId: rig.taskId });
    expect(post).toMatchObject({ kind: 'message', text: 'Отчёт' });
    expect(added.body['result']).not.toBe(post?.id);
    for (const method of ['getlist', 'update', 'delete'])
      expect(
        (await rig.call(`task.commentitem.${method}`, { a: rig.taskId, b: 1, c: { POST_MESSAGE: 'x' } }))
          .status,
      ).toBe(400);
  });

  it('a task chat is read by participants only, administrators included', async () => {
    const chatId = rig.portal.world.data.tasks.get(rig.taskId)?.chatId ?? 0;
    const outsider = rig.portal.control.createUser({ name: 'Ян', lastName: 'Боков', admin: true });
    expect(
      (await rig.call('im.dialog.messages.get', { DIALOG_ID: `chat${chatId}` }, rig.performerId)).status,
    ).toBe(200);
    expect(
      await rig.call('im.dialog.messages.get', { DIALOG_ID: `chat${chatId}` }, outsider.id),
    ).toMatchObject({ status: 403, body: { error: 'ACCESS_ERROR' } });
  });
});

describe('bindings', () => {
  it('an event is bound once; a second time is an error', async () => {
    const params = { event: 'OnTaskAdd', handler: rig.receiver.url };
    expect((await rig.call('event.bind', params)).body['result']).toBe(true);
    expect(await rig.call('event.bind', params)).toMatchObject({
      status: 400,
      body: { error: 'ERROR_CORE', error_description: expect.stringContaining('already binded') },
    });
    for (const [handler, error] of [
      ['http://localhost/x', 'ERROR_WRONG_HANDLER_URL'],
      ['ftp://example.org/x', 'ERROR_UNSUPPORTED_PROTOCOL'],
      ['', 'ERROR_ARGUMENT'],
    ])
      expect(
        (await rig.call('event.bind', { event: 'ONTASKADD', handler: handler ?? '' })).body['error'],
      ).toBe(error);
    expect(
      (await rig.call('event.bind', { event: 'ONNOTHING', handler: rig.receiver.url })).body['error'],
    ).toBe('ERROR_EVENT_NOT_FOUND');
  });

  it('a placement refuses with HTTP 200, and unbinding counts twice', async () => {
    const bind = (PLACEMENT: string, HANDLER = rig.receiver.url) =>
      rig.call('placement.bind', { PLACEMENT, HANDLER });
    expect(await bind('NOWHERE')).toMatchObject({
      status: 200,
      body: { error: 'ERROR_PLACEMENT_NOT_FOUND' },
    });
    expect((await bind('REST_APP_URI')).body['result']).toBe(true);
    expect((await bind('REST_APP_URI', `${rig.receiver.url}2`)).body['error']).toBe(
      'ERROR_PLACEMENT_MAX_COUNT',
    );
    expect((await rig.call('placement.unbind', { PLACEMENT: 'REST_APP_URI' })).body).toMatchObject({
      result: { count: 2 },
    });
    expect(
      (
        await rig.call(
          'placement.bind',
          { PLACEMENT: 'LEFT_MENU', HANDLER: rig.receiver.url },
          rig.performerId,
        )
      ).status,
    ).toBe(403);
  });
});
