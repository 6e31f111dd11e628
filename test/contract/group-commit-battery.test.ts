import { beforeEach, expect, it } from '@jest/globals';
import { countInbox, createGroupCommit, type InboxFact } from '../../server/portal/inbox/index.js';
import { describeEachDatabase } from '../harness/databases.js';
import { givenInbox, PORTAL, type TestGround } from '../unit/inbox/given-inbox.js';

function task(id: number): InboxFact {
  return { portalId: PORTAL, subject: 'task', subjectId: String(id), name: 'ONTASKUPDATE' };
}

describeEachDatabase('group commit', (given) => {
  let ground: TestGround;
  beforeEach(async () => {
    ground = givenInbox(await given.freshDatabase());
  });

  it('answers after the commit only', async () => {
    let committed = false;
    const real = ground.db.transaction();
    const slow: Pick<typeof real, 'execute'> = {
      execute: async (work) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        const result = await real.execute(work);
        committed = true;
        return result;
      },
    };
    const db = Object.create(ground.db, { transaction: { value: () => slow } }) as typeof ground.db;
    const group = createGroupCommit({ ...ground, db });
    const seen = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await group.accept(task(index + 1));
        return committed;
      }),
    );
    expect(seen).toEqual(Array.from({ length: 40 }, () => true));
    expect((await countInbox(ground.db)).due).toBe(40);
  });

  it('shares few transactions between many facts', async () => {
    let transactions = 0;
    const counting = {
      ...ground,
      db: Object.create(ground.db, {
        transaction: {
          value: () => {
            transactions += 1;
            return ground.db.transaction();
          },
        },
      }) as typeof ground.db,
    };
    const group = createGroupCommit(counting);
    await Promise.all(Array.from({ length: 500 }, (_, index) => group.accept(task(index))));
    expect(transactions).toBeLessThanOrEqual(2);
    expect((await countInbox(ground.db)).due).toBe(500);
  });

  it('refuses one bad fact without harm to those beside it', async () => {
    const group = createGroupCommit(ground);
    const outcomes = await Promise.allSettled([
      group.accept(task(1)),
      group.accept({ ...task(2), subjectId: '\u0000' }),
      group.accept(task(3)),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await countInbox(ground.db)).due).toBe(2);
  });

  it('says busy instead of growing without end', async () => {
    const group = createGroupCommit(ground);
    const outcomes = await Promise.allSettled(Array.from({ length: 10_050 }, () => group.accept(task(1))));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(50);
    expect(refused[0]).toMatchObject({ reason: { code: 'BUSY', status: 503 } });
  });

  it('tells every caller when the database fails, and works again after', async () => {
    const broken = {
      ...ground,
      db: Object.create(ground.db, {
        transaction: {
          value: () => {
            throw new Error('disk full');
          },
          configurable: true,
        },
      }) as typeof ground.db,
    };
    const group = createGroupCommit(broken);
    const outcomes = await Promise.allSettled([group.accept(task(1)), group.accept(task(2))]);
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    Object.defineProperty(broken.db, 'transaction', { value: () => ground.db.transaction() });
    await group.accept(task(3));
    expect((await countInbox(ground.db)).due).toBe(1);
  });
});
