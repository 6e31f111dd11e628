import { describe } from '@jest/globals';
import { asInt, asObject, type Params } from '../portal/world/json.js';
import type { Rig } from './portal-rig.js';
import { official } from './portal-shape.js';
import { checkAll, uploaded, type Case } from './portal-shape-check.js';

const task = (rig: Rig): Params => ({ taskId: rig.taskId });
/** Status samples print `time` inside `result`; answers of the platform carry it at the top. */
const status = (method: string, from: number): Case => ({
  method: `tasks.task.${method}`,
  params: task,
  given: (rig) =>
    rig.portal.control.updateTask({ id: rig.taskId, status: from, responsibleId: rig.performerId }),
  skip: 'time' in asObject(official(`tasks.task.${method}`)['resultExample']) ? [] : ['result.time'],
});

async function commentId(rig: Rig): Promise<number> {
  const added = await rig.call('task.commentitem.add', {
    TASKID: rig.taskId,
    FIELDS: { POST_MESSAGE: 'Готово' },
  });
  return asInt(added.body['result']) ?? 0;
}

const cases: Case[] = [
  {
    method: 'tasks.task.list',
    params: () => ({
      select: ['*', 'TAGS', 'LENGTH_DEADLINE', 'COUNTERS'],
      params: { WITH_RESULT_INFO: true, WITH_TIMER_INFO: true, WITH_PARSED_DESCRIPTION: true },
    }),
  },
  {
    method: 'tasks.task.get',
    params: (rig) => ({
      taskId: rig.taskId,
      select: ['ID', 'TITLE', 'DESCRIPTION', 'CREATED_BY', 'RESPONSIBLE_ID', 'DEADLINE', 'UF_CRM_TASK'],
    }),
    given: (rig) => rig.portal.control.updateTask({ id: rig.taskId, crmLinks: ['D_601'] }),
    skip: ['result.task.ufTaskWebdavFiles'],
  },
  {
    method: 'tasks.task.add',
    params: (rig) => ({ fields: { TITLE: 'Новая', RESPONSIBLE_ID: rig.performerId } }),
  },
  { method: 'tasks.task.update', params: (rig) => ({ taskId: rig.taskId, fields: { TITLE: 'Другая' } }) },
  {
    method: 'tasks.task.delete',
    params: (rig) => ({ taskId: rig.portal.control.createTask({ title: 'Лишняя' }).id }),
  },
  status('start', 2),
  status('pause', 3),
  status('defer', 2),
  status('complete', 3),
  status('renew', 5),
  status('approve', 4),
  status('disapprove', 4),
  { ...status('delegate', 2), params: (rig) => ({ taskId: rig.taskId, userId: rig.adminId }) },
  { method: 'tasks.task.getaccess', params: (rig) => ({ taskId: rig.taskId, users: [1] }) },
  { method: 'tasks.task.getFields', skip: ['result.fields.UF_NEW_TASKS_FIELD'] },
  { method: 'tasks.task.history.list', params: task },
  { method: 'tasks.task.counters.get', params: (rig) => ({ userId: rig.performerId }) },
  {
    method: 'tasks.task.files.attach',
    params: async (rig) => ({ taskId: rig.taskId, fileId: await uploaded(rig) }),
  },
  {
    method: 'task.elapseditem.add',
    params: (rig) => ({ TASKID: rig.taskId, ARFIELDS: { SECONDS: 60, COMMENT_TEXT: 'Проверил' } }),
  },
  { method: 'task.elapseditem.get', params: (rig) => ({ TASKID: rig.taskId, ITEMID: rig.entryId }) },
  { method: 'task.elapseditem.getlist', params: (rig) => ({ TASKID: rig.taskId }) },
  {
    method: 'task.elapseditem.isactionallowed',
    params: (rig) => ({ TASKID: rig.taskId, ITEMID: rig.entryId, ACTIONID: 2 }),
  },
  {
    method: 'task.elapseditem.update',
    params: (rig) => ({
      TASKID: rig.taskId,
      ITEMID: rig.entryId,
      ARFIELDS: { SECONDS: 120, COMMENT_TEXT: 'x' },
    }),
  },
  {
    method: 'task.elapseditem.delete',
    params: (rig) => ({
      TASKID: rig.taskId,
      ITEMID: rig.portal.control.addEntry({ taskId: rig.taskId, userId: 1, seconds: 5 }).id,
    }),
  },
  {
    method: 'task.commentitem.add',
    params: (rig) => ({ TASKID: rig.taskId, FIELDS: { POST_MESSAGE: 'Готово' } }),
    card: 'old',
  },
  {
    method: 'task.commentitem.get',
    params: async (rig) => ({ TASKID: rig.taskId, ITEMID: await commentId(rig) }),
    card: 'old',
  },
  { method: 'task.commentitem.getlist', params: (rig) => ({ TASKID: rig.taskId }), card: 'old' },
  {
    method: 'task.commentitem.update',
    params: async (rig) => ({
      TASKID: rig.taskId,
      ITEMID: await commentId(rig),
      FIELDS: { POST_MESSAGE: 'Иначе' },
    }),
    card: 'old',
  },
  {
    method: 'task.commentitem.delete',
    params: async (rig) => ({ TASKID: rig.taskId, ITEMID: await commentId(rig) }),
    card: 'old',
  },
  { method: 'task.stages.get', params: (rig) => ({ entityId: rig.groupId }) },
];

describe('task methods answer in the shape of the official examples', () => {
  checkAll(cases);
});
