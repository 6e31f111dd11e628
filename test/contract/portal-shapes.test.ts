import { describe, expect, it } from '@jest/globals';
import { asInt, asObject, type Json, type Params } from '../portal/world/json.js';
import type { Rig } from './portal-rig.js';
import { differences } from './portal-shape.js';
import { base64, checkAll, dialog, uploaded, type Case } from './portal-shape-check.js';

/** user_brief hides contacts. */
const contacts = ['result.EMAIL'];

async function messageId(rig: Rig): Promise<number> {
  return (
    asInt((await rig.call('im.message.add', { DIALOG_ID: dialog(rig), MESSAGE: 'Готово' })).body['result']) ??
    0
  );
}

async function offlineRow(rig: Rig): Promise<void> {
  await rig.call('event.bind', { event: 'ONTASKUPDATE', event_type: 'offline' });
  rig.portal.control.updateTask({ id: rig.taskId, title: `Поправить корзину ${Math.random()}` });
}

async function reserved(rig: Rig): Promise<string> {
  await offlineRow(rig);
  return String(asObject((await rig.call('event.offline.get', { clear: 0 })).body['result'])['process_id']);
}

async function storageUpload(rig: Rig): Promise<Params> {
  const storage = asObject((await rig.call('disk.storage.getForApp')).body['result']);
  return { id: storage['ID'] ?? null, data: { NAME: 'a.pdf' }, fileContent: ['a.pdf', base64] };
}

async function folderUpload(rig: Rig): Promise<Params> {
  const storage = asObject((await rig.call('disk.storage.getForApp')).body['result']);
  return { id: storage['ROOT_OBJECT_ID'] ?? null, data: { NAME: 'b.pdf' }, fileContent: ['b.pdf', base64] };
}

async function appFolder(rig: Rig): Promise<Params> {
  await uploaded(rig);
  const storage = asObject((await rig.call('disk.storage.getForApp')).body['result']);
  return { id: storage['ROOT_OBJECT_ID'] ?? null };
}

/** User fields of a feed post, which the simulator does not keep. */
const feedFields = [
  ...['UF_BLOG_POST_DOC', 'UF_BLOG_POST_URL_PRV', 'UF_GRATITUDE', 'UF_BLOG_POST_FILE', 'FILES'],
  ...['UF_BLOG_POST_IMPRTNT', 'UF_IMPRTANT_DATE_END', 'UF_BLOG_POST_VOTE', 'UF_MAIL_MESSAGE'],
];

async function attachment(rig: Rig): Promise<Params> {
  const attached = await rig.call('tasks.task.files.attach', {
    taskId: rig.taskId,
    fileId: await uploaded(rig),
  });
  return { id: asObject(attached.body['result'])['attachmentId'] ?? null };
}

/** The scope of robots is optional: the app asks for it where somebody wants them. */
function grantRobots({ portal }: Rig): void {
  const { scopes } = portal.control.app().registration;
  portal.control.registerApp({ scopes: [...scopes, 'bizproc'] });
}

function robot(rig: Rig): Params {
  return {
    ...{ CODE: 'test_robot', HANDLER: rig.receiver.url, USE_SUBSCRIPTION: 'Y', NAME: { ru: 'Остаток' } },
    RETURN_PROPERTIES: { left: { Name: 'Осталось', Type: 'double' } },
  };
}

const cases: Case[] = [
  { method: 'app.info' },
  { method: 'profile' },
  { method: 'user.admin' },
  { method: 'user.access', params: () => ({ ACCESS: ['AU'] }) },
  { method: 'user.get', skip: contacts },
  { method: 'user.search', params: () => ({ FILTER: { FIND: 'Пётр' } }), skip: contacts },
  { method: 'user.current', skip: contacts },
  { method: 'user.option.set', params: () => ({ options: { data: 'value' } }) },
  { method: 'user.option.get', skip: ['result.data2'] },
  { method: 'app.option.set', params: () => ({ options: { data: 'value' } }) },
  { method: 'app.option.get', skip: ['result.data2'] },
  { method: 'scope' },
  { method: 'methods' },
  { method: 'method.get', params: () => ({ name: 'user.get' }) },
  { method: 'feature.get', params: () => ({ CODE: 'rest_offline_extended' }) },
  { method: 'server.time' },
  { method: 'event.bind', params: (rig) => ({ event: 'ONTASKADD', handler: rig.receiver.url }) },
  { method: 'event.get' },
  { method: 'event.unbind', params: (rig) => ({ event: 'ONTASKADD', handler: rig.receiver.url }) },
  { method: 'event.offline.list', given: offlineRow, skip: ['result.EVENT_DATA'] },
  { method: 'event.offline.get', given: offlineRow, skip: ['result.events.EVENT_DATA'] },
  { method: 'event.offline.error', params: async (rig) => ({ process_id: await reserved(rig) }) },
  { method: 'event.offline.clear', params: async (rig) => ({ process_id: await reserved(rig) }) },
  {
    method: 'placement.bind',
    params: (rig) => ({ PLACEMENT: 'TASK_VIEW_TAB', HANDLER: rig.receiver.url, TITLE: 'Часы' }),
  },
  { method: 'placement.get' },
  { method: 'placement.list' },
  { method: 'placement.unbind', params: () => ({ PLACEMENT: 'TASK_VIEW_TAB' }) },
  { method: 'sonet_group.get' },
  { method: 'sonet_group.user.get', params: (rig) => ({ ID: rig.groupId }) },
  { method: 'sonet_group.user.groups' },
  {
    method: 'sonet_group.feature.access',
    params: (rig) => ({ GROUP_ID: rig.groupId, FEATURE: 'tasks', OPERATION: 'view_all' }),
  },
  {
    method: 'socialnetwork.api.workgroup.list',
    params: () => ({
      select: ['ID', 'NAME', 'TYPE', 'IMAGE_ID', 'AVATAR_TYPE', 'AVATAR'],
      params: { shouldSelectDialogId: 'Y' },
    }),
  },
  { method: 'socialnetwork.api.workgroup.get', params: (rig) => ({ params: { groupId: rig.groupId } }) },
  {
    method: 'department.get',
    given: (rig) => rig.portal.control.createDepartment({ name: 'Поддержка', parentId: 1 }),
    skip: ['result.PARENT'],
  },
  { method: 'im.message.add', params: (rig) => ({ DIALOG_ID: dialog(rig), MESSAGE: 'Готово' }) },
  {
    method: 'im.message.update',
    params: async (rig) => ({ MESSAGE_ID: await messageId(rig), MESSAGE: 'Иначе' }),
  },
  { method: 'im.message.delete', params: async (rig) => ({ MESSAGE_ID: await messageId(rig) }) },
  {
    method: 'im.dialog.messages.get',
    params: (rig) => ({ DIALOG_ID: dialog(rig) }),
    skip: [
      'avatar_hr',
      'idle',
      'last_activity_date',
      'mobile_last_date',
      'desktop_last_date',
      'absent',
      'phones',
      'bot_data',
      'website',
      'email',
    ].map((key) => `result.users.${key}`),
  },
  { method: 'im.chat.get', params: (rig) => ({ ENTITY_TYPE: 'TASKS_TASK', ENTITY_ID: rig.taskId }) },
  { method: 'im.notify.system.add', params: () => ({ USER_ID: 1, MESSAGE: 'Часы кончились' }) },
  { method: 'im.notify.personal.add', params: () => ({ USER_ID: 1, MESSAGE: 'Часы кончились' }) },
  {
    method: 'im.v2.File.upload',
    params: (rig) => ({ dialogId: dialog(rig), fields: { name: 'отчёт.pdf', content: base64 } }),
    skip: ['result.file.viewerAttrs.unifiedLink'],
  },
  {
    method: 'im.disk.file.commit',
    params: async (rig) => ({ DIALOG_ID: dialog(rig), FILE_ID: await uploaded(rig) }),
    skip: [
      'result.FILES.image',
      'result.FILES.viewerAttrs.viewerResized',
      ...[
        'code',
        'xmlId',
        'updatedBy',
        'deletedBy',
        'uniqueCode',
        'typeFile',
        'globalContentVersion',
        'etag',
        'links',
      ].map((key) => `result.FILE_MODELS.${key}`),
    ],
  },
  { method: 'disk.storage.getForApp' },
  { method: 'disk.storage.getList' },
  { method: 'disk.storage.uploadFile', params: (rig) => storageUpload(rig) },
  { method: 'disk.folder.uploadFile', params: (rig) => folderUpload(rig) },
  // the example's first row is a folder
  { method: 'disk.folder.getChildren', params: appFolder, skip: ['result.REAL_OBJECT_ID'] },
  { method: 'im.disk.folder.get', params: (rig) => ({ CHAT_ID: Number(dialog(rig).replace('chat', '')) }) },
  { method: 'disk.attachedObject.get', params: (rig) => attachment(rig) },
  { method: 'log.blogpost.add', params: (rig) => ({ POST_MESSAGE: 'Итоги', DEST: [`SG${rig.groupId}`] }) },
  {
    method: 'log.blogpost.get',
    given: (rig) => rig.call('log.blogpost.add', { POST_MESSAGE: 'Часы', DEST: [`SG${rig.groupId}`] }),
    params: (rig) => ({ LOG_RIGHTS: [`SG${rig.groupId}`] }),
    skip: feedFields.map((field) => `result.${field}`),
  },
  { method: 'calendar.settings.get' },
  { method: 'bizproc.robot.add', given: grantRobots, params: (rig) => robot(rig) },
  { method: 'bizproc.robot.list' },
  {
    method: 'bizproc.robot.update',
    params: () => ({ CODE: 'test_robot', FIELDS: { NAME: 'Остаток часов' } }),
  },
  {
    method: 'bizproc.event.send',
    params: (rig) => ({
      EVENT_TOKEN: rig.portal.control.runRobot({ code: 'test_robot', taskId: rig.taskId }).token,
      ...{ RETURN_VALUES: { left: 1.5 }, LOG_MESSAGE: 'осталось 1:30' },
    }),
  },
  { method: 'bizproc.robot.delete', params: () => ({ CODE: 'test_robot' }) },
];

describe('methods answer in the shape of the official examples', () => {
  checkAll(cases);

  it('tells what differs, so that agreement means something', () => {
    const example: Json = { result: [{ ID: '1', ACTIVE: true }], total: 1 };
    expect(differences(example, { result: [{ id: '1', ACTIVE: 'Y' }] })).toEqual([
      'result.ID: missing',
      'result.ACTIVE: boolean expected, string came',
      'result.id: should be ID',
      'total: missing',
    ]);
  });
});
