import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asList, asObject, type Json, type Params } from '../portal/world/json.js';
import { startRig, type Answer, type Rig } from './portal-rig.js';

/** Where the platform lays traps (rest-facts.md §5.4, §11), the simulator must lay them too. */

let rig: Rig;

beforeEach(async () => {
  rig = await startRig({ limits: { enabled: false } });
});

afterEach(() => rig.stop());

const ids = (answer: Answer): Json[] =>
  asList(answer.body['result']).map((row) => asObject(row)['ID'] ?? null);
const inBatch = async (command: string): Promise<Params> =>
  asObject((await rig.call('batch', { cmd: { one: command } })).body['result']);
const description = (answer: Answer): string => String(answer.body['error_description']);

describe('positional arguments of task.*', () => {
  it('values count by position, names are ignored', async () => {
    const answer = await rig.call('task.elapseditem.get', { whatever: rig.taskId, also: rig.entryId });
    expect(ids(answer)).toEqual([String(rig.entryId)]);
    expect((await rig.call('task.elapseditem.get', { ITEMID: rig.entryId, TASKID: rig.taskId })).status).toBe(
      400,
    );
  });

  it('a query parameter is an argument too and shifts the rest', async () => {
    const answer = await rig.call('task.elapseditem.getlist?bx24_request_id=7', { TASKID: rig.taskId });
    expect(answer.status).toBe(400);
    expect(description(answer)).toMatch(/256\/TE\/WRONG_ARGUMENTS|1\/TE/);
  });

  it('start and auth are taken out first', async () => {
    expect(ids(await rig.call('task.elapseditem.getlist', { start: 0, TASKID: rig.taskId }))).toEqual([
      String(rig.entryId),
    ]);
  });

  it('empty objects hold their place in JSON and vanish in a batch, where FILTER becomes ORDER', async () => {
    const inJson = await rig.call('task.elapseditem.getlist', {
      ORDER: {},
      FILTER: { '>ID': rig.entryId },
      SELECT: ['*'],
    });
    expect(inJson.body['result']).toEqual([]);
    const shifted = await inBatch(`task.elapseditem.getlist?FILTER[>ID]=${rig.entryId}&SELECT[0]=*`);
    expect(shifted).toHaveProperty('result_error.one.error', 'ERROR_CORE');
    const full = await inBatch(
      `task.elapseditem.getlist?ORDER[ID]=asc&FILTER[>ID]=${rig.entryId - 1}&SELECT[0]=*&PARAMS[NAV_PARAMS][iNumPage]=1`,
    );
    expect(full).toHaveProperty('result.one.0.ID', String(rig.entryId));
  });

  it('integer 0 means every task, text "0" does not', async () => {
    expect(ids(await rig.call('task.elapseditem.getlist', { TASKID: 0 }))).toEqual([String(rig.entryId)]);
    expect((await rig.call('task.elapseditem.getlist', { TASKID: '0' })).status).toBe(400);
    expect(await inBatch('task.elapseditem.getlist?TASKID=0')).toHaveProperty(
      'result_error.one.error',
      'ERROR_CORE',
    );
  });

  it('foreign filter and order keys are error 256, in the platform’s words', async () => {
    const answer = await rig.call('task.elapseditem.getlist', {
      ORDER: { ID: 'asc' },
      FILTER: { GROUP_ID: 1 },
    });
    expect(answer).toMatchObject({ status: 400, body: { error: 'ERROR_CORE' } });
    expect(description(answer)).toMatch(/^TASKS_ERROR_EXCEPTION_#256; .*; 256\/TE\/WRONG_ARGUMENTS$/);
    expect((await rig.call('task.elapseditem.getlist', { ORDER: { NAME: 'asc' } })).status).toBe(400);
  });

  it('MINUTES is refused, SOURCE overwritten, USER_ID refused on update', async () => {
    expect(
      (await rig.call('task.elapseditem.add', { a: rig.taskId, b: { MINUTES: 5, COMMENT_TEXT: '' } })).status,
    ).toBe(400);
    const added = await rig.call('task.elapseditem.add', {
      a: rig.taskId,
      b: { SECONDS: 5, COMMENT_TEXT: '', SOURCE: 3 },
    });
    const id = added.body['result'] ?? null;
    expect((await rig.call('task.elapseditem.get', { a: rig.taskId, b: id })).body).toHaveProperty(
      'result.0.SOURCE',
      '2',
    );
    const changed = await rig.call('task.elapseditem.update', {
      a: rig.taskId,
      b: id,
      c: { SECONDS: 6, COMMENT_TEXT: '', USER_ID: 1 },
    });
    expect(description(changed)).toMatch(/#256/);
  });

  it('one task comes whole, all tasks by fifty with next as a row offset', async () => {
    for (let index = 0; index < 60; index += 1)
      rig.portal.control.addEntry({ taskId: rig.taskId, userId: 1, seconds: 1 });
    expect(ids(await rig.call('task.elapseditem.getlist', { TASKID: rig.taskId }))).toHaveLength(61);
    const first = await rig.call('task.elapseditem.getlist', { ORDER: { ID: 'asc' }, start: 50 });
    expect(first.body).toMatchObject({ total: 61, next: 50 });
    expect(ids(first)).toHaveLength(50);
    const second = await rig.call('task.elapseditem.getlist', {
      a: { ID: 'asc' },
      b: { '>ID': 0 },
      c: ['*'],
      d: { NAV_PARAMS: { nPageSize: 50, iNumPage: 2 } },
    });
    expect(ids(second)).toHaveLength(11);
    expect(second.body).not.toHaveProperty('next');
  });

  it('shows others only entries of tasks they may read', async () => {
    const hidden = rig.portal.control.createTask({ title: 'Внутренняя' });
    rig.portal.control.addEntry({ taskId: hidden.id, userId: 1, seconds: 9 });
    expect((await rig.call('task.elapseditem.getlist', { TASKID: 0 })).body['total']).toBe(2);
    expect((await rig.call('task.elapseditem.getlist', { TASKID: 0 }, rig.performerId)).body['total']).toBe(
      1,
    );
  });
});

describe('elapsed time', () => {
  it('recalculates the sum and writes history, for a comment-only edit too', async () => {
    const { control } = rig.portal;
    control.editEntry({ id: rig.entryId, seconds: 1_800 });
    control.editEntry({ id: rig.entryId, comment: 'Точнее' });
    const got = await rig.call('tasks.task.get', {
      taskId: rig.taskId,
      select: ['ID', 'TIME_SPENT_IN_LOGS'],
    });
    expect(got.body).toHaveProperty('result.task.timeSpentInLogs', '1800');
    const history = await rig.call('tasks.task.history.list', {
      taskId: rig.taskId,
      filter: { FIELD: 'TIME_SPENT_IN_LOGS' },
    });
    const values = asList(asObject(history.body['result'])['list']).map((row) => asObject(row)['value']);
    expect(values).toEqual([
      { from: '1800', to: '1800' },
      { from: '3600', to: '1800' },
      { from: '0', to: '3600' },
    ]);
  });

  it('CREATED_DATE is the work date, DATE_START the making of the record', async () => {
    const entry = rig.portal.control.addEntry({
      taskId: rig.taskId,
      userId: 1,
      seconds: 60,
      workedAt: '2026-01-15T10:00:00',
    });
    const row = (await rig.call('task.elapseditem.get', { a: rig.taskId, b: entry.id })).body;
    expect(row).toHaveProperty('result.0.CREATED_DATE', '2026-01-15T10:00:00+03:00');
    expect(new Date(String(asObject(asList(row['result'])[0])['DATE_START'])).getTime()).toBe(
      entry.recordedAt,
    );
  });

  it('remembers the group at the time in the truth, and takes deleted tasks out of reach', async () => {
    const { control } = rig.portal;
    const other = control.createGroup({ name: 'Другой клиент' });
    control.moveTask({ id: rig.taskId, groupId: other.id });
    expect(control.truth().entries[0]).toMatchObject({ groupIdWhenMade: rig.groupId, groupId: other.id });
    control.deleteTask({ id: rig.taskId });
    expect((await rig.call('task.elapseditem.getlist', { TASKID: 0 })).body['result']).toEqual([]);
    expect(control.truth().deletedEntries).toMatchObject([{ id: rig.entryId, taskDeleted: true }]);
    expect((await rig.call('tasks.task.get', { taskId: rig.taskId })).body['result']).toEqual([]);
  });
});

describe('tasks.task.list', () => {
  const total = async (filter: Params): Promise<unknown> =>
    (await rig.call('tasks.task.list', { filter, select: ['ID'] })).body['total'];

  it('ignores unknown, lower-case and empty keys and answers with everything', async () => {
    rig.portal.control.createTask({ title: 'Без группы' });
    expect(await total({ GROUP_ID: [rig.groupId] })).toBe(1);
    expect(await total({ group_id: rig.groupId })).toBe(2);
    expect(await total({ GROUP: rig.groupId })).toBe(2);
    expect(await total({ GROUP_ID: [] })).toBe(2);
  });

  it('takes an unparsable date for 1970 and refuses an unknown order', async () => {
    expect(await total({ '>CHANGED_DATE': 'вчера' })).toBe(1);
    const answer = await rig.call('tasks.task.list', { order: { WHATEVER: 'asc' } });
    expect(answer).toMatchObject({ status: 400, body: { error: '0' } });
  });

  it('start −1 leaves out total and next', async () => {
    const answer = await rig.call('tasks.task.list', { start: -1 });
    expect(answer.body).not.toHaveProperty('total');
  });
});

describe('status methods', () => {
  const act = (method: string, userId = 1): Promise<Answer> =>
    rig.call(`tasks.task.${method}`, { taskId: rig.taskId }, userId);

  it('keep the preconditions and their two codes', async () => {
    expect((await act('pause')).status).toBe(200); // it stands in 2: nothing changes, nothing is checked
    expect((await act('start')).body).toHaveProperty('result.task.status', '3');
    expect(await act('defer')).toMatchObject({ status: 400, body: { error: '1048582' } });
    expect((await act('pause')).body).toHaveProperty('result.task.status', '2');
    expect((await act('defer')).body).toHaveProperty('result.task.status', '6');
    expect(await act('start')).toMatchObject({ status: 400, body: { error: '0' } });
    expect((await act('renew')).body).toHaveProperty('result.task.status', '2');
  });

  it('completing under control gives 4, and only the creator or an administrator goes on to 5', async () => {
    rig.portal.control.updateTask({ id: rig.taskId, taskControl: true, allowTimeTracking: true });
    expect((await act('complete', rig.performerId)).body).toHaveProperty('result.task.status', '4');
    expect((await act('complete', rig.performerId)).status).toBe(400);
    expect((await act('approve')).body).toHaveProperty('result.task.status', '5');
  });

  it('delegating returns the task to 2 and makes the old performer an observer', async () => {
    await act('start');
    const answer = await rig.call('tasks.task.delegate', { taskId: rig.taskId, userId: 1 });
    expect(answer.body).toMatchObject({ result: { task: { status: '2', responsibleId: '1' } } });
    expect(asObject(asObject(answer.body['result'])['task'])['auditors']).toContain(String(rig.performerId));
  });
});

describe('robots', () => {
  const params = (): Params => ({
    ...{ CODE: 'test', HANDLER: rig.receiver.url, USE_SUBSCRIPTION: 'Y', NAME: 'Остаток' },
    RETURN_PROPERTIES: { left: { Name: 'Осталось', Type: 'double' } },
  });
  const codeOf = (answer: Answer): Json => answer.body['error'] ?? null;
  const grant = (): void => {
    const { scopes } = rig.portal.control.app().registration;
    rig.portal.control.registerApp({ scopes: [...scopes, 'bizproc'] });
  };

  it('need their scope, an administrator, one code each, and an address of the app', async () => {
    expect(codeOf(await rig.call('bizproc.robot.list'))).toBe('insufficient_scope');
    grant();
    expect(codeOf(await rig.call('bizproc.robot.add', params(), rig.performerId))).toBe('ACCESS_DENIED');
    const elsewhere = { ...params(), HANDLER: 'https://robots.example/run' };
    expect(codeOf(await rig.call('bizproc.robot.add', elsewhere))).toBe('ERROR_WRONG_HANDLER_URL');
    const vague = { ...params(), PROPERTIES: { hours: { Name: 'Часы', Type: 'number' } } };
    expect(codeOf(await rig.call('bizproc.robot.add', vague))).toBe('ERROR_ACTIVITY_VALIDATION_FAILURE');
    expect((await rig.call('bizproc.robot.add', params())).body['result']).toBe(true);
    expect(codeOf(await rig.call('bizproc.robot.add', params()))).toBe('ERROR_ACTIVITY_ALREADY_INSTALLED');
  });

  it('are called without tokens, and take one answer with the values they promised', async () => {
    grant();
    await rig.call('bizproc.robot.add', params());
    const { token } = rig.portal.control.runRobot({ code: 'test', taskId: rig.taskId });
    await rig.portal.control.flushEvents();
    const form = rig.receiver.events.at(-1)?.form ?? {};
    expect([form['event_token'], asObject(form['auth'])['access_token']]).toEqual([token, undefined]);
    const answer = { EVENT_TOKEN: token, RETURN_VALUES: { left: 2, other: 3 } };
    expect((await rig.call('bizproc.event.send', answer)).body['result']).toBe(true);
    expect(codeOf(await rig.call('bizproc.event.send', answer))).toBe('ACCESS_DENIED');
    expect(rig.portal.control.robotRuns()[0]).toMatchObject({ state: 'answered', values: { left: 2 } });
  });
});
