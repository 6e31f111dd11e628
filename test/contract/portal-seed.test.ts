import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { bulkSeed, startPortal, type Portal, type PortalOptions } from '../portal/index.js';
import { methodNames } from '../portal/rest/registry.js';
import { asObject } from '../portal/world/json.js';
import { startRig } from './portal-rig.js';

/** The demo's department, bulk rows, uploads, and the list of methods. */

const fixed: PortalOptions = {
  seed: 'demo',
  now: '2026-11-24T16:00:00+03:00',
  clockMode: 'manual',
  memberId: 'a'.repeat(32),
};
const hourMs = 3_600_000;

let portal: Portal;

beforeEach(async () => {
  portal = await startPortal(fixed);
});

afterEach(() => portal.stop());

describe('the seeded department', () => {
  it('is equal for equal seed and clock, and another for another seed', async () => {
    const same = await startPortal(fixed);
    const other = await startPortal({ ...fixed, seed: 'other' });
    expect(same.control.truth()).toEqual(portal.control.truth());
    expect(other.control.truth().entries).not.toEqual(portal.control.truth().entries);
    await same.stop();
    await other.stop();
  });

  it('has the people, clients and groups of a support department', () => {
    const directory = portal.control.directory();
    expect(directory?.performerIds).toHaveLength(6);
    expect(directory?.managerIds).toHaveLength(2);
    expect(directory?.clients.map((client) => client.groupIds.length)).toEqual([1, 1, 1, 2]);
    const groups = new Map(portal.control.groups().map((group) => [group.id, group]));
    for (const client of directory?.clients ?? []) {
      expect(client.contactIds.length).toBeGreaterThanOrEqual(1);
      for (const id of client.groupIds) expect(groups.get(id)?.extranet).toBe(true);
    }
  });

  it('has about ninety days of time in working hours, and 15 to 40 tasks a group', () => {
    const { entries, tasks } = portal.control.truth();
    const first = Math.min(...entries.map((entry) => entry.workedAt));
    expect((portal.world.clock.now() - first) / (24 * hourMs)).toBeGreaterThan(85);
    for (const entry of entries.filter((row) => row.source === 3)) {
      const local = new Date(entry.startAt + 3 * hourMs);
      expect([1, 2, 3, 4, 5]).toContain(local.getUTCDay());
      expect(local.getUTCHours()).toBeGreaterThanOrEqual(9);
      expect(entry.stopAt).toBeLessThanOrEqual(portal.world.clock.now());
    }
    const perGroup = portal.control
      .groups()
      .map((group) => tasks.filter((task) => task.groupId === group.id).length);
    expect(perGroup.every((count) => count >= 15 && count <= 40)).toBe(true);
    expect(new Set(entries.map((entry) => entry.comment)).size).toBeGreaterThan(40);
  });

  it('ids grow with the time of record, and no event was told', () => {
    const recorded = portal.control.truth().entries.map((entry) => entry.recordedAt);
    expect(recorded).toEqual([...recorded].sort((one, other) => one - other));
    expect(portal.control.deliveries()).toEqual([]);
  });
});

describe('bulk rows', () => {
  it('adds what was asked and sums up', () => {
    const before = portal.control.truth().entries.length;
    const ids = bulkSeed(portal, { groups: 4, tasks: 100, entries: 2_000, users: 5, seed: 7 });
    const added = portal.control.truth().entries.slice(before);
    expect(added).toHaveLength(2_000);
    expect(added.reduce((sum, entry) => sum + entry.seconds, 0)).toBe(ids.totalSeconds);
    expect([added[0]?.id, added[1_999]?.id]).toEqual([ids.firstEntryId, ids.lastEntryId]);
  });
});

describe('uploads', () => {
  it('takes a multipart file at the address that an upload without content gives', async () => {
    const rig = await startRig();
    const storage = asObject((await rig.call('disk.storage.getForApp')).body['result']);
    const asked = await rig.call('disk.folder.uploadFile', {
      id: storage['ROOT_OBJECT_ID'] ?? null,
      data: { NAME: 'отчёт.txt' },
    });
    const { field, uploadUrl } = asObject(asked.body['result']);
    const form = new FormData();
    form.set(String(field), new Blob(['Итого 12:30']), 'отчёт.txt');
    const saved = asObject(
      asObject(await (await fetch(String(uploadUrl), { method: 'POST', body: form })).json())['result'],
    );
    expect(saved).toMatchObject({ NAME: 'отчёт.txt', TYPE: 'file' });
    expect(await (await fetch(String(saved['DOWNLOAD_URL']))).text()).toBe('Итого 12:30');
    await rig.stop();
  });
});

describe('the list of methods', () => {
  it('has an official example for each but the listed ones', () => {
    const without = methodNames().filter(
      (name) => !existsSync(new URL(`./official/${name}.json`, import.meta.url)),
    );
    expect(without.sort()).toEqual(['calendar.accessibility.get', 'event.test']);
  });
});
