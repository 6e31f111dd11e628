import { beforeAll, expect, it } from '@jest/globals';
import { recordAction, type Action } from '../../server/access/index.js';
import type { Db } from '../../server/base/db/index.js';
import { describeEachDatabase } from '../harness/databases.js';

const clock = { now: () => 1_770_000_000_000 };

describeEachDatabase('recorded actions', (given) => {
  let db: Db;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  const record = (action: Action) => db.transaction().execute((tx) => recordAction(tx, clock, action));
  const sale: Action = {
    portalId: 'p1',
    userId: 7,
    what: 'sell-package',
    after: { hours: 20 },
    cause: 'request:1',
  };

  it('keep who, when, what, before and after', async () => {
    const { actionId, repeated } = await record({
      ...sale,
      clientId: 3,
      reason: 'договор',
      cause: 'request:0',
    });
    expect(repeated).toBe(false);
    const row = await db
      .selectFrom('actions')
      .selectAll()
      .where('action_id', '=', actionId)
      .executeTakeFirst();
    expect(row).toMatchObject({
      portal_id: 'p1',
      user_id: 7,
      client_id: 3,
      at: clock.now(),
      reason: 'договор',
      before: null,
    });
    expect(row?.after).toBe('{"hours":20}');
  });

  it('answer the first action to a repeated cause, per portal, also when both come at once', async () => {
    const outcomes = await Promise.all([record(sale), record(sale), record(sale)]);
    expect(outcomes.filter((outcome) => !outcome.repeated)).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => outcome.actionId)).size).toBe(1);
    expect(await record({ ...sale, portalId: 'p2' })).toMatchObject({ repeated: false });
  });

  it('without a cause are all different', async () => {
    const { cause: _, ...plain } = sale;
    const [first, second] = [await record(plain), await record(plain)];
    expect([first.repeated, second.repeated]).toEqual([false, false]);
    expect(first.actionId).not.toBe(second.actionId);
  });

  it('cannot be changed or removed', async () => {
    const refused = { message: expect.stringContaining('APPEND_ONLY') as unknown };
    await expect(db.updateTable('actions').set({ what: 'x' }).execute()).rejects.toMatchObject(refused);
    await expect(db.deleteFrom('actions').execute()).rejects.toMatchObject(refused);
  });
});
