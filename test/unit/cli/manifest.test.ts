import { describe, expect, it } from '@jest/globals';
import { readManifest } from '../../../config/index.js';
import { checkManifest, readUsed, type UsedOfPortal } from '../../../server/cli/manifest-check.js';
import { runNode } from '../../harness/run-command.js';

const manifest = {
  ...readManifest(),
  scopes: ['task', 'placement'],
  events: ['ONTASKUPDATE'],
  offlineEvents: ['ONTASKUPDATE'],
  placements: readManifest().placements.filter(({ placement }) => placement === 'LEFT_MENU'),
};
const used: UsedOfPortal = readUsed([
  "call('tasks.task.list'); bind('placement.bind'); ask('app.info');",
  "if (name === 'ONTASKUPDATE' || name === 'ONAPPINSTALL') starts('ONTASK') where('task.title');",
]);

describe('the manifest', () => {
  it('of the app asks for what its code uses, and for nothing else', async () => {
    const done = await runNode(['--import', 'tsx', 'server/cli/manifest.ts', 'check'], {});
    expect(done.output).toContain('fits the code');
    expect(done.code).toBe(0);
  });

  it('that fits has no fault', () => {
    expect(used.methods).toEqual(new Set(['tasks.task.list', 'placement.bind', 'app.info']));
    expect(checkManifest(manifest, used)).toEqual([]);
  });

  it('names a scope that is missing, with what needs it, and one that nothing uses', () => {
    expect(checkManifest({ ...manifest, scopes: ['placement', 'crm'] }, used)).toEqual([
      'scope task is missing: tasks.task.list needs it',
      'scope crm is asked for, but nothing uses it',
    ]);
  });

  it('names events that only one side knows', () => {
    const events = ['ONTASKADD'];
    expect(checkManifest({ ...manifest, events, offlineEvents: ['ONTASKDELETE'] }, used)).toEqual([
      'event ONTASKUPDATE is understood by the code, but not asked for',
      'event ONTASKADD is asked for, but the code does not know it',
      'offline event ONTASKDELETE is not among the events',
    ]);
  });

  it('names places that are twice there or untranslated', () => {
    const [menu] = manifest.placements;
    if (!menu) throw new Error('The app has no place in the left menu');
    const faults = checkManifest({ ...manifest, placements: [menu, { ...menu, ru: menu.en }] }, used);
    expect(faults).toEqual([
      'place LEFT_MENU is listed twice',
      'place LEFT_MENU says the same in both languages',
    ]);
  });
});
