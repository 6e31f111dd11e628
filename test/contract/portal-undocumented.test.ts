import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Params } from '../portal/world/json.js';
import { startRig, type Rig } from './portal-rig.js';
import { differences } from './portal-shape.js';

/**
 * Shapes for which the vendor publishes no example file. They come from the project's fact sheet (rest-facts, section in
 * the table), so they are our reading, not the vendor's word.
 */

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ limits: { enabled: false } });
});

afterAll(() => rig.stop());

const date = '2026-01-01T00:00:00+03:00';

interface Reading {
  name: string;
  source: string;
  shape: Json;
  read: () => Promise<Json | undefined> | Json | undefined;
}

const result = async (method: string, params: Params): Promise<Json | undefined> =>
  (await rig.call(method, params)).body['result'];
const resultV3 = async (method: string, body: Params): Promise<Json | undefined> =>
  (await rig.v3(method, body)).body['result'];

async function commentEvent(event: string, act: (commentId: number) => void): Promise<Json | undefined> {
  const { control } = rig.portal;
  control.setCard({ card: 'old' });
  await rig.call('event.bind', { event, handler: rig.receiver.url });
  act(control.addComment({ taskId: rig.taskId, userId: 1, text: 'Готово' }).id);
  await control.flushEvents();
  control.setCard({ card: 'new' });
  return rig.receiver.events.find((row) => row.event === event)?.form['data'];
}

const taskV3 = {
  id: 1,
  title: 'x',
  status: 'pending',
  priority: 'average',
  creatorId: 1,
  responsibleId: 1,
  groupId: 1,
  chatId: 1,
  estimatedTime: 0,
  allowsTimeTracking: true,
};

const readings: Reading[] = [
  {
    name: 'calendar.accessibility.get',
    source: '§5.12',
    shape: {
      '1': [
        {
          ID: '1',
          NAME: 'x',
          DATE_FROM: 'x',
          DATE_TO: 'x',
          DATE_FROM_TS_UTC: '1',
          DATE_TO_TS_UTC: '1',
          '~USER_OFFSET_FROM': 0,
          DT_SKIP_TIME: 'Y',
          TZ_FROM: 'x',
          TZ_TO: 'x',
          ACCESSIBILITY: 'absent',
          IMPORTANCE: 'x',
          EVENT_TYPE: 'x',
        },
      ],
    },
    read: () => {
      rig.portal.control.addAbsence({ userId: 1, name: 'Отпуск', from: '2026-02-02', to: '2026-02-08' });
      return result('calendar.accessibility.get', { users: [1], from: '2026-02-01', to: '2026-02-10' });
    },
  },
  { name: 'event.test', source: '§4.1', shape: 1, read: () => result('event.test', { any: 1 }) },
  {
    name: 'tasks.task.get (v3)',
    source: '§5.3',
    shape: { item: taskV3 },
    read: () => resultV3('tasks.task.get', { id: rig.taskId }),
  },
  {
    name: 'tasks.task.list (v3)',
    source: '§5.3',
    shape: { items: [{ id: 1, title: 'x' }] },
    read: () => resultV3('tasks.task.list', { filter: [['id', 'in', [rig.taskId]]] }),
  },
  {
    name: 'tasks.task.add (v3)',
    source: '§5.3',
    shape: { item: { ...taskV3, rights: { read: true }, link: 'x' } },
    read: () =>
      resultV3('tasks.task.add', {
        fields: { title: 'Новая', creatorId: 1, responsibleId: rig.performerId },
      }),
  },
  {
    name: 'tasks.task.update (v3)',
    source: '§5.3',
    shape: { item: taskV3 },
    read: () => resultV3('tasks.task.update', { id: rig.taskId, fields: { title: 'Иначе' } }),
  },
  {
    name: 'tasks.task.access.get (v3)',
    source: '§5.3',
    shape: { read: true, edit: true, elapsedTime: true, timeTracking: true, changeStatus: true },
    read: () => resultV3('tasks.task.access.get', { id: rig.taskId }),
  },
  {
    name: 'tasks.task.delete (v3)',
    source: '§5.3',
    shape: { result: true },
    read: () => resultV3('tasks.task.delete', { id: rig.portal.control.createTask({ title: 'Лишняя' }).id }),
  },
  {
    name: 'v3 error',
    source: '§3.8',
    shape: { error: { code: 'x', message: 'x' } },
    read: async () => (await rig.v3('nonsense', {})).body,
  },
  {
    name: 'v2 error',
    source: '§2.4',
    shape: { error: 'x', error_description: 'x' },
    read: async () => (await rig.call('nonsense')).body,
  },
  {
    name: 'form posted to the app',
    source: '§1.2',
    shape: {
      AUTH_ID: 'x',
      AUTH_EXPIRES: '3600',
      REFRESH_ID: 'x',
      SERVER_ENDPOINT: 'x',
      APPLICATION_TOKEN: 'x',
      APPLICATION_SCOPE: 'x',
      member_id: 'x',
      status: 'F',
      PLACEMENT: 'DEFAULT',
      PLACEMENT_OPTIONS: '{}',
    },
    read: () => rig.portal.control.openApp({ userId: 1 }).fields,
  },
  {
    name: 'getInitData',
    source: '§7.4',
    shape: {
      LANG: 'ru',
      DOMAIN: 'x',
      PROTOCOL: 1,
      PATH: '/rest',
      AUTH_ID: 'x',
      AUTH_EXPIRES: 3_600,
      REFRESH_ID: 'x',
      MEMBER_ID: 'x',
      FIRST_RUN: false,
      IS_ADMIN: true,
      INSTALL: false,
      USER_OPTIONS: {},
      APP_OPTIONS: {},
      PLACEMENT: 'x',
      PLACEMENT_OPTIONS: {},
    },
    read: () => rig.portal.control.getInitData({ appSid: rig.portal.control.openApp({ userId: 1 }).appSid }),
  },
  {
    name: 'refreshAuth',
    source: '§7.3',
    shape: { AUTH_ID: 'x', REFRESH_ID: 'x', AUTH_EXPIRES: 3_600 },
    read: () => rig.portal.control.refreshAuth({ appSid: rig.portal.control.openApp({ userId: 1 }).appSid }),
  },
  {
    name: 'ONTASKCOMMENTUPDATE',
    source: '§4.5',
    shape: {
      FIELDS_BEFORE: { ID: '1', TASK_ID: '1' },
      FIELDS_AFTER: { ID: '1', TASK_ID: '1', ACTION: 'EDIT' },
      IS_ACCESSIBLE_BEFORE: 'undefined',
      IS_ACCESSIBLE_AFTER: 'undefined',
    },
    read: () =>
      commentEvent('ONTASKCOMMENTUPDATE', (id) => rig.portal.control.editComment({ id, text: 'Иначе' })),
  },
  {
    name: 'ONTASKCOMMENTDELETE',
    source: '§4.5',
    shape: {
      FIELDS_BEFORE: { ID: '1', TASK_ID: '1' },
      FIELDS_AFTER: { ID: '1', TASK_ID: '1', ACTION: 'DEL' },
      IS_ACCESSIBLE_BEFORE: 'undefined',
      IS_ACCESSIBLE_AFTER: 'undefined',
    },
    read: () => commentEvent('ONTASKCOMMENTDELETE', (id) => rig.portal.control.deleteComment({ id })),
  },
  {
    name: 'sonet_group.get IS_EXTRANET and dates',
    source: '§5.8',
    shape: [{ IS_EXTRANET: 'Y', DATE_CREATE: date }],
    read: () => result('sonet_group.get', { FILTER: { IS_EXTRANET: 'Y' } }),
  },
];

describe('shapes from rest-facts, without an official file', () => {
  it.each(readings.map((one): [string, string, Reading] => [one.name, one.source, one]))(
    '%s (%s)',
    async (_name, _source, one) => {
      expect(differences(one.shape, await one.read())).toEqual([]);
    },
  );
});
