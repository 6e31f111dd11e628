import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asList, asObject } from '../portal/world/json.js';
import { startRig, type Rig } from './portal-rig.js';

/** What can go wrong on purpose, and the control API over HTTP. */

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(() => rig.stop());

describe('faults', () => {
  const add = (): Promise<unknown> =>
    rig.call('task.commentitem.add', { a: rig.taskId, b: { POST_MESSAGE: 'Отчёт' } });

  it('an answer lost after the call: the caller sees nothing, the comment stands', async () => {
    rig.portal.control.addFault({ kind: 'answerLost', methods: ['task.commentitem.add'], times: 1 });
    await expect(add()).rejects.toThrow();
    expect(rig.portal.control.posts()).toHaveLength(1);
    await add();
    expect(rig.portal.control.posts()).toHaveLength(2);
  });

  it('a write that lands late: nothing at first, then it stands', async () => {
    rig.portal.control.addFault({
      kind: 'landLate',
      methods: ['task.commentitem.add'],
      times: 1,
      delayMs: 400,
    });
    await expect(add()).rejects.toThrow();
    expect(rig.portal.control.posts()).toHaveLength(0);
    await rig.portal.control.idle();
    expect(rig.portal.control.posts()).toHaveLength(1);
  });

  it('a call longer than the request limit is cut and lands all the same', async () => {
    rig.portal.control.setRequestLimit({ ms: 30 });
    rig.portal.control.setLatency({ ms: 80 });
    await expect(add()).rejects.toThrow();
    await rig.portal.control.idle();
    expect(rig.portal.control.posts()).toHaveLength(1);
  });

  it.each([
    ['queryLimit', 503],
    ['expiredToken', 401],
    ['serverError', 500],
    ['operationLimit', 429],
    ['refuseRights', 403],
    ['html502', 502],
    ['html200', 200],
  ] as const)('%s answers %i and does not run the call', async (kind, status) => {
    rig.portal.control.addFault({ kind, times: 1 });
    expect(await rig.call('im.notify.system.add', { USER_ID: 1, MESSAGE: 'Проверка' })).toMatchObject({
      status,
    });
    expect(rig.portal.control.truth().notices).toEqual([]);
    expect(rig.portal.control.stats().faultsFired).toEqual({ [kind]: 1 });
  });

  it.each(['reset', 'hang', 'halfWritten'] as const)(
    '%s leaves the caller without an answer',
    async (kind) => {
      rig.portal.control.setRequestLimit({ ms: 40 });
      rig.portal.control.addFault({ kind, times: 1 });
      await expect(rig.call('profile')).rejects.toThrow();
    },
  );

  it('an empty answer stands for any failure inside, and lost rights look the same', async () => {
    const get = (userId = 1): Promise<unknown> =>
      rig.call('tasks.task.get', { taskId: rig.taskId }, userId).then((answer) => answer.body['result']);
    rig.portal.control.addFault({ kind: 'emptyAnswer', methods: ['tasks.task.get'], times: 1 });
    expect(await get()).toEqual([]);
    expect(await get()).toHaveProperty('task');
    const owner = rig.portal.control.createUser({ name: 'Олег', lastName: 'Нестеров', admin: true });
    expect(await get(owner.id)).toHaveProperty('task');
    rig.portal.control.setAdmin({ userId: owner.id, admin: false });
    expect(await get(owner.id)).toEqual([]);
  });

  it('names single calls of a batch', async () => {
    rig.portal.control.addFault({ kind: 'refuseRights', methods: ['profile'] });
    const answer = asObject(
      (await rig.call('batch', { cmd: { a: 'profile', b: 'user.current' } })).body['result'],
    );
    expect(answer).toMatchObject({
      result_error: { a: { error: 'ACCESS_DENIED' } },
      result: { b: { ID: '1' } },
    });
  });
});

describe('control over HTTP', () => {
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init =
      body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
    return (await fetch(`${rig.portal.url}/control/${path}`, init)).json();
  };

  it('does what the functions do', async () => {
    const group = asObject(
      JSON.parse(JSON.stringify(await control('POST', 'create-group', { name: 'По HTTP' }))),
    );
    expect(rig.portal.control.groups().map((row) => row.id)).toContain(group['id']);
    await control('POST', 'clock', { mode: 'manual', setTo: '2026-03-01T00:00:00Z' });
    expect(await control('GET', 'clock')).toMatchObject({
      now: Date.parse('2026-03-01T00:00:00Z'),
      mode: 'manual',
    });
    expect(await control('POST', 'events/flush')).toHaveProperty('emitted');
    expect(await control('GET', 'idle')).toEqual({ idle: true });
    expect(asList(JSON.parse(JSON.stringify(await control('GET', `posts?taskId=${rig.taskId}`))))).toEqual(
      [],
    );
    expect(await control('GET', 'no-such-thing')).toHaveProperty('error');
  });
});
