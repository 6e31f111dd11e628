import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asObject, type Json, type Params } from '../portal/world/json.js';
import { startRig, type Rig } from './portal-rig.js';
import { differences, official } from './portal-shape.js';

/** Events: payloads as published, delivery as the platform promises it (which is little). */

let rig: Rig;

beforeEach(async () => {
  rig = await startRig({ limits: { enabled: false } });
});

afterEach(() => rig.stop());

function examples(event: string): Params[] {
  const list = official(`event.${event}`)['payloadExamples'];
  return Array.isArray(list) ? list.map(asObject) : [];
}

/** After form decoding everything is text, and empty values are gone. */
function asText(value: Json): Json {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
  return String(value);
}

async function received(event: string): Promise<Params> {
  await rig.portal.control.flushEvents();
  const found = rig.receiver.events.find((row) => row.event === event);
  if (found === undefined) throw new Error(`${event} did not arrive`);
  return found.form;
}

const bind = (event: string): Promise<unknown> =>
  rig.call('event.bind', { event, handler: rig.receiver.url });

const lastingOnly = ['auth.refresh_token'];

describe('payloads', () => {
  it.each([
    ['ONTASKADD', (): unknown => rig.portal.control.createTask({ title: 'Новая' })],
    ['ONTASKUPDATE', (): unknown => rig.portal.control.updateTask({ id: rig.taskId, title: 'Иначе' })],
    ['ONTASKDELETE', (): unknown => rig.portal.control.deleteTask({ id: rig.taskId })],
  ])('%s carries ids only', async (event, act) => {
    await bind(event);
    act();
    const form = await received(event);
    expect(differences(asText(examples(event)[0] ?? null), form, lastingOnly)).toEqual([]);
    expect(form['auth']).not.toHaveProperty('refresh_token');
    expect(form).toHaveProperty('auth.application_token', rig.portal.control.app().applicationToken);
  });

  it('ONTASKUPDATE is form-encoded with PHP brackets and the word undefined', async () => {
    await bind('ONTASKUPDATE');
    rig.portal.control.updateTask({ id: rig.taskId, title: 'Иначе' });
    await received('ONTASKUPDATE');
    const raw = rig.receiver.events[0]?.raw ?? '';
    expect(raw).toContain(`data%5BFIELDS_AFTER%5D%5BID%5D=${rig.taskId}`);
    expect(raw).toContain('data%5BIS_ACCESSIBLE_BEFORE%5D=undefined');
  });

  it('ONTASKCOMMENTADD has MESSAGE_ID and ID 0 on the new card, the comment id on the old one', async () => {
    await bind('ONTASKCOMMENTADD');
    const message = rig.portal.control.addComment({ taskId: rig.taskId, userId: 1, text: 'Готово' });
    const onNew = await received('ONTASKCOMMENTADD');
    expect(differences(asText(examples('ONTASKCOMMENTADD')[1] ?? null), onNew, lastingOnly)).toEqual([]);
    expect(onNew['data']).toMatchObject({ FIELDS_AFTER: { ID: '0', MESSAGE_ID: String(message.id) } });
    rig.receiver.events.length = 0;
    rig.portal.control.setCard({ card: 'old' });
    const comment = rig.portal.control.addComment({ taskId: rig.taskId, userId: 1, text: 'Готово' });
    const onOld = await received('ONTASKCOMMENTADD');
    expect(differences(asText(examples('ONTASKCOMMENTADD')[0] ?? null), onOld, lastingOnly)).toEqual([]);
    expect(onOld['data']).toMatchObject({
      FIELDS_AFTER: { ID: String(comment.id), TASK_ID: String(rig.taskId) },
    });
  });

  it('ONOFFLINEEVENT has no data and a refresh token', async () => {
    await bind('ONOFFLINEEVENT');
    await rig.call('event.bind', { event: 'ONTASKUPDATE', event_type: 'offline' });
    rig.portal.control.updateTask({ id: rig.taskId, title: 'Иначе' });
    const form = await received('ONOFFLINEEVENT');
    expect(form).not.toHaveProperty('data');
    expect(differences(asText(examples('ONOFFLINEEVENT')[0] ?? null), form, ['data'])).toEqual([]);
  });

  it('a robot leaves no tokens', async () => {
    await bind('ONTASKUPDATE');
    rig.portal.control.updateTask({ id: rig.taskId, title: 'Роботом', byUserId: null });
    const form = await received('ONTASKUPDATE');
    expect(form['auth']).not.toHaveProperty('access_token');
    expect(form).toHaveProperty('auth.member_id', rig.portal.memberId);
  });
});

describe('life of the app', () => {
  it.each([
    ['ONAPPUPDATE', (): unknown => rig.portal.control.updateApp({ newApplicationToken: true })],
    ['ONAPPUNINSTALL', (): unknown => rig.portal.control.uninstallApp({ clean: true })],
    ['ONAPPPAYMENT', (): unknown => rig.portal.control.setPaymentExpired({ expired: true })],
  ])('%s goes to the address of the app card', async (event, act) => {
    rig.portal.control.registerApp({ eventUrl: rig.receiver.url });
    act();
    const form = await received(event);
    expect(differences(asText(examples(event)[0] ?? null), form)).toEqual([]);
    if (event !== 'ONAPPUPDATE') expect(form['auth']).not.toHaveProperty('access_token');
  });

  it('ONAPPINSTALL may come before the page or after installFinish', async () => {
    const { control } = rig.portal;
    control.uninstallApp();
    control.registerApp({ eventUrl: rig.receiver.url });
    control.installApp({ userId: 1, installEvent: 'before' });
    expect(await received('ONAPPINSTALL')).toMatchObject({ data: { INSTALLED: 'N' } });
    rig.receiver.events.length = 0;
    control.uninstallApp();
    control.installApp({ userId: 1, installEvent: 'after' });
    await control.flushEvents();
    expect(rig.receiver.events.map((row) => row.event)).toEqual(['ONAPPUNINSTALL']);
    control.installFinish({ userId: 1 });
    const form = await received('ONAPPINSTALL');
    expect(differences(asText(examples('ONAPPINSTALL')[0] ?? null), form)).toEqual([]);
  });

  it('nothing is delivered and no placement opens before installFinish', async () => {
    const { control } = rig.portal;
    control.uninstallApp();
    const page = control.installApp({ userId: 1, installEvent: 'never' });
    expect(page.install).toBe(true);
    await bind('ONTASKADD');
    await rig.call('placement.bind', { PLACEMENT: 'LEFT_MENU', HANDLER: rig.receiver.url });
    control.createTask({ title: 'Рано' });
    expect(() => control.openApp({ userId: 1, placement: 'LEFT_MENU' })).toThrow(/not fully installed/);
    await control.flushEvents();
    expect(rig.receiver.events).toEqual([]);
    control.installFinish({ userId: 1 });
    expect(control.openApp({ userId: 1, placement: 'LEFT_MENU' }).placement).toBe('LEFT_MENU');
    expect(() => control.installFinish({ userId: 1 })).toThrow(/installed before/);
  });
});

describe('delivery', () => {
  it('elapsed time and timers are silent', async () => {
    const { control } = rig.portal;
    for (const event of ['ONTASKADD', 'ONTASKUPDATE', 'ONTASKDELETE', 'ONTASKCOMMENTADD']) await bind(event);
    const entry = control.addEntry({ taskId: rig.taskId, userId: 1, seconds: 60 });
    control.editEntry({ id: entry.id, seconds: 90 });
    control.deleteEntry({ id: entry.id });
    control.startTimer({ userId: 1, taskId: rig.taskId });
    control.setClock({ advanceMs: 60_000 });
    expect(control.stopTimer({ userId: 1 })).toMatchObject({ source: 3, seconds: 60 });
    await control.flushEvents();
    expect(rig.receiver.events).toEqual([]);
  });

  it('loses, doubles and shuffles the asked shares', async () => {
    const { control } = rig.portal;
    await bind('ONTASKADD');
    control.setEvents({ lostShare: 0.2, doubledShare: 0.2, shuffledShare: 1, hold: true });
    for (let index = 0; index < 200; index += 1) control.createTask({ title: `Задача ${index}` });
    const counts = await control.flushEvents();
    expect(counts.lost).toBeGreaterThan(15);
    expect(counts.doubled).toBeGreaterThan(15);
    expect(rig.receiver.events).toHaveLength(200 - counts.lost + counts.doubled);
    const ids = rig.receiver.events.map((row) =>
      Number(asObject(asObject(row.form['data'])['FIELDS_AFTER'])['ID']),
    );
    expect(ids).not.toEqual([...ids].sort((one, other) => one - other));
  });

  it('sends a failed delivery no second time', async () => {
    const { control } = rig.portal;
    await rig.call('event.bind', { event: 'ONTASKADD', handler: 'http://127.0.0.1:9/closed' });
    control.createTask({ title: 'Никому' });
    await control.flushEvents();
    expect(control.deliveries().map((row) => row.outcome)).toEqual(['failed']);
  });

  it('merges repeated changes of one task in the offline queue', async () => {
    await rig.call('event.bind', { event: 'ONTASKUPDATE', event_type: 'offline' });
    for (const title of ['а', 'б', 'в']) rig.portal.control.updateTask({ id: rig.taskId, title });
    const list = await rig.call('event.offline.list');
    expect(list.body['total']).toBe(1);
    const taken = asObject((await rig.call('event.offline.get', { clear: 0 })).body['result']);
    expect(taken['process_id']).toEqual(expect.any(String));
    expect((await rig.call('event.offline.get', { clear: 0 })).body).toHaveProperty('result.events', []);
    await rig.call('event.offline.clear', { process_id: taken['process_id'] ?? null });
    expect((await rig.call('event.offline.list')).body['total']).toBe(0);
    expect((await rig.call('event.offline.get', {}, rig.performerId)).status).toBe(403);
  });
});
