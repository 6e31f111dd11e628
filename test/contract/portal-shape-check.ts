import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asInt, asObject, type Params } from '../portal/world/json.js';
import { startRig, type Rig } from './portal-rig.js';
import { differences, official } from './portal-shape.js';

/** Runs a table of v2 methods against the vendor's examples. */

export interface Case {
  method: string;
  params?: (rig: Rig) => Params | Promise<Params>;
  /** Paths of the example that the simulator leaves out or answers otherwise, as rest-facts.md says; each must differ. */
  skip?: string[];
  card?: 'old';
  /** Runs before the call. */
  given?: (rig: Rig) => unknown;
}

export const base64 = Buffer.from('отчёт').toString('base64');

export function dialog(rig: Rig): string {
  return `chat${rig.portal.world.data.tasks.get(rig.taskId)?.chatId ?? 0}`;
}

/** Uploads a file into the app's storage and gives its disk id. */
export async function uploaded(rig: Rig): Promise<number> {
  const storage = asObject((await rig.call('disk.storage.getForApp')).body['result']);
  const params = {
    id: storage['ID'] ?? null,
    data: { NAME: 'отчёт.pdf' },
    fileContent: ['отчёт.pdf', base64],
    generateUniqueName: true,
  };
  return asInt(asObject((await rig.call('disk.storage.uploadFile', params)).body['result'])['ID']) ?? 0;
}

async function check(rig: Rig, one: Case): Promise<void> {
  await one.given?.(rig);
  const answer = await rig.call(one.method, await one.params?.(rig));
  const example = asObject(official(one.method)['resultExample']);
  expect({ method: one.method, status: answer.status }).toEqual({ method: one.method, status: 200 });
  expect(differences(example, answer.body, one.skip)).toEqual([]);
  const unskipped = differences(example, answer.body);
  const idle = (one.skip ?? []).filter((path) => !unskipped.some((text) => text.startsWith(path)));
  expect(idle).toEqual([]);
  expect('total' in answer.body).toBe('total' in example);
  expect(answer.body).toHaveProperty('time.operating');
}

/** Declares one test per case, on one portal of each card. */
export function checkAll(cases: readonly Case[]): void {
  let rigs: { new: Rig; old: Rig };
  beforeAll(async () => {
    const limits = { enabled: false };
    rigs = { new: await startRig({ limits }), old: await startRig({ limits, card: 'old' }) };
  });
  afterAll(async () => {
    await rigs.new.stop();
    await rigs.old.stop();
  });
  it.each(cases.map((one): [string, Case] => [one.method, one]))('%s', (_name, one) =>
    check(rigs[one.card ?? 'new'], one),
  );
}
