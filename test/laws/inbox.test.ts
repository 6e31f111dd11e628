import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  acceptFact,
  ackRow,
  countInbox,
  drainInbox,
  type InboxRow,
} from '../../server/portal/inbox/index.js';
import { leaseDue } from '../../server/portal/inbox/lease-due.js';
import { failRow } from '../../server/portal/inbox/settle-row.js';
import { describeEachDatabase } from '../harness/databases.js';
import { givenInbox, PORTAL, type TestGround } from '../unit/inbox/given-inbox.js';

/** One step of a life: facts arrive, processes lease rows, finish, fail or die, time passes. */
type Step =
  | { do: 'accept'; subject: number }
  | { do: 'lease'; process: number; batch: number }
  | { do: 'ack' | 'fail' | 'die'; process: number }
  | { do: 'wait'; ms: number };

const processes = fc.nat({ max: 2 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('accept' as const), subject: fc.nat({ max: 3 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('lease' as const),
        process: processes,
        batch: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('ack' as const, 'fail' as const, 'die' as const),
        process: processes,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 3_000, 40_000) }),
    },
  ),
  { maxLength: 40 },
);

class Life {
  accepted = 0;
  acknowledged = 0;
  readonly newest = new Map<string, number>();
  readonly newestPlayed = new Map<string, number>();
  readonly hands: InboxRow[][] = [[], [], []];
  readonly ground: TestGround;

  constructor(ground: TestGround) {
    this.ground = ground;
  }

  async accept(subject: number): Promise<void> {
    this.accepted += 1;
    const fact = {
      portalId: PORTAL,
      subject: 'task',
      subjectId: String(subject),
      name: `E${this.accepted % 3}`,
    };
    const payload = { n: this.accepted };
    await this.ground.db
      .transaction()
      .execute((tx) => acceptFact(tx, this.ground.clock, { ...fact, payload }));
    this.newest.set(fact.subjectId, this.accepted);
  }

  async ack(row: InboxRow): Promise<void> {
    await this.expectUntouched(row);
    await this.ground.db.transaction().execute((tx) => ackRow(tx, row));
    this.acknowledged += row.times;
    const before = this.newestPlayed.get(row.subjectId) ?? 0;
    this.newestPlayed.set(row.subjectId, Math.max(before, Number(row.payload['n'])));
  }

  /** Nothing was merged into a row while somebody held it. */
  async expectUntouched(row: InboxRow): Promise<void> {
    const stored = await this.ground.db
      .selectFrom('inbox')
      .select(['times', 'payload', 'names'])
      .where('inbox_id', '=', row.inboxId)
      .where('lease_holder', '=', row.leaseHolder)
      .executeTakeFirst();
    if (stored) expect([stored.times, JSON.parse(stored.payload)]).toEqual([row.times, row.payload]);
  }

  async expectOneDueRowPerSubject(): Promise<void> {
    const due = await this.ground.db
      .selectFrom('inbox')
      .select('subject_id')
      .where('state', '=', 'due')
      .execute();
    expect(new Set(due.map((row) => row.subject_id)).size).toBe(due.length);
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'accept') return this.accept(step.subject);
    if (step.do === 'wait') return this.ground.advance(step.ms);
    const hand = this.hands[step.process] ?? [];
    if (step.do === 'lease') {
      hand.push(...(await leaseDue(this.ground, { batch: step.batch })));
      return;
    }
    const row = hand.shift();
    if (!row) return;
    if (step.do === 'fail') await failRow(this.ground, row, new Error('no luck'));
    if (step.do === 'ack') await this.ack(row).catch(expectLeaseLost);
  }

  /** Replays parked rows too, until nothing waits. */
  async settle(): Promise<void> {
    for (;;) {
      this.ground.advance(20_000_000);
      await this.ground.db.updateTable('inbox').set({ attempts: 0 }).where('state', '=', 'leased').execute();
      if ((await drainInbox(this.ground, { play: (row) => this.ack(row) })) === 0) return;
    }
  }
}

function expectLeaseLost(error: unknown): void {
  expect(error).toMatchObject({ code: 'LEASE_LOST' });
}

describeEachDatabase('whatever order facts, leases, crashes and acknowledgements come in', (given) => {
  it('loses nothing, counts nothing twice, merges only into rows nobody holds', async () => {
    const db = await given.freshDatabase();
    const property = fc.asyncProperty(steps, async (story) => {
      await db.deleteFrom('inbox').execute();
      const life = new Life(givenInbox(db));
      for (const step of story) {
        await life.take(step);
        await life.expectOneDueRowPerSubject();
      }
      await life.settle();
      expect(await countInbox(db)).toEqual({ due: 0, leased: 0, parked: 0, nextDueAt: null });
      expect(life.acknowledged).toBe(life.accepted);
      expect(life.newestPlayed).toEqual(life.newest);
    });
    await fc.assert(property, { numRuns: given.dialect === 'sqlite' ? 150 : 40 });
  });
});
