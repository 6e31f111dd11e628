import { beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../server/base/errors.js';
import {
  acceptFact,
  acceptFacts,
  ackRow,
  countInbox,
  drainInbox,
  drainInboxBySubject,
  type InboxFact,
  type InboxRow,
  isInboxDue,
  listParked,
  replayParked,
} from '../../server/portal/inbox/index.js';
import { MAX_TRIES } from '../../server/portal/inbox/rules/retry.js';
import { describeEachDatabase } from '../harness/databases.js';
import { givenInbox, PORTAL, type TestGround } from '../unit/inbox/given-inbox.js';

function task(id: number, name = 'ONTASKUPDATE', payload?: Record<string, string | number>): InboxFact {
  return { portalId: PORTAL, subject: 'task', subjectId: String(id), name, ...(payload && { payload }) };
}

describeEachDatabase('the inbox', (given) => {
  let ground: TestGround;
  beforeEach(async () => {
    ground = givenInbox(await given.freshDatabase());
  });

  const accept = (fact: InboxFact) =>
    ground.db.transaction().execute((tx) => acceptFact(tx, ground.clock, fact));
  const ack = (row: InboxRow) => ground.db.transaction().execute((tx) => ackRow(tx, row));
  const drainAll = async (play: (row: InboxRow) => Promise<void>) => {
    const played: InboxRow[] = [];
    await drainInbox(ground, {
      play: async (row) => {
        played.push(row);
        await play(row);
      },
    });
    return played;
  };

  describe('accepting', () => {
    it('merges facts of one subject into its due row and keeps every name once', async () => {
      await accept(task(7, 'ONTASKUPDATE', { version: 1 }));
      await accept(task(7, 'ONTASKDELETE'));
      await accept(task(7, 'ONTASKUPDATE', { version: 3 }));
      const [row] = await drainAll(ack);
      expect(row).toMatchObject({ subjectId: '7', times: 3, payload: { version: 3 }, attempts: 1 });
      expect(row?.names).toEqual(['ONTASKDELETE', 'ONTASKUPDATE']);
      expect(await countInbox(ground.db)).toEqual({ due: 0, leased: 0, parked: 0, nextDueAt: null });
    });

    it('makes one row of a burst of a thousand', async () => {
      const facts = Array.from({ length: 1000 }, () => task(7));
      await ground.db.transaction().execute((tx) => acceptFacts(tx, ground.clock, facts));
      const rows = await drainAll(ack);
      expect(rows.map((row) => row.times)).toEqual([1000]);
    });

    it('stores more subjects at once than one statement takes', async () => {
      const facts = Array.from({ length: 1203 }, (_, index) => task(index + 1));
      await ground.db.transaction().execute((tx) => acceptFacts(tx, ground.clock, facts));
      expect((await countInbox(ground.db, PORTAL)).due).toBe(1203);
    });

    it('keeps portals and subjects apart', async () => {
      await accept(task(7));
      await accept({ ...task(7), subject: 'comment' });
      await accept({ ...task(7), portalId: 'another' });
      expect((await countInbox(ground.db)).due).toBe(3);
      expect((await countInbox(ground.db, 'another')).due).toBe(1);
    });

    it('never merges into a row that is being worked on', async () => {
      await accept(task(7));
      await drainAll(async (row) => {
        await accept(task(7, 'ONTASKDELETE'));
        await ack(row);
      });
      const second = await drainAll(ack);
      expect(second.map((row) => row.names)).toEqual([['ONTASKDELETE']]);
    });

    it.each([
      ['an empty id', { ...task(7), subjectId: '' }],
      ['a NUL', { ...task(7), name: 'ON\u0000TASK' }],
      ['half a character', { ...task(7), subjectId: '\ud800' }],
      ['a huge payload', task(7, 'X', { text: 'x'.repeat(3000) })],
    ])('refuses %s', async (_, fact) => {
      await expect(accept(fact)).rejects.toMatchObject({ code: 'BAD_FACT', status: 422 });
      expect((await countInbox(ground.db)).due).toBe(0);
    });
  });

  describe('draining', () => {
    it('takes the oldest first, of the asked portal and subjects only', async () => {
      for (const id of [3, 1, 2]) {
        await accept(task(id));
        ground.advance(1);
      }
      await accept({ ...task(9), subject: 'client' });
      await accept({ ...task(9), portalId: 'another' });
      const order: string[] = [];
      const play = async (row: InboxRow) => {
        order.push(`${row.subject} ${row.subjectId}`);
        await ack(row);
      };
      expect(await drainInbox(ground, { portalId: PORTAL, notSubjects: ['client'], batch: 2, play })).toBe(2);
      expect(await drainInbox(ground, { portalId: PORTAL, notSubjects: ['client'], batch: 2, play })).toBe(1);
      expect(await drainInbox(ground, { portalId: PORTAL, subjects: ['client'], play })).toBe(1);
      expect(order).toEqual(['task 3', 'task 1', 'task 2', 'client 9']);
      expect((await countInbox(ground.db)).due).toBe(1);
    });

    it('counts a play that returned as done, acknowledged or not', async () => {
      await accept(task(7));
      await drainAll(() => Promise.resolve());
      expect((await countInbox(ground.db)).nextDueAt).toBeNull();
    });

    it('tries again after growing pauses and parks after the last try, with its reason', async () => {
      await accept(task(7));
      const pauses: number[] = [];
      for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
        expect(await drainAll(() => Promise.reject(new Error('no luck')))).toHaveLength(1);
        const { nextDueAt } = await countInbox(ground.db);
        if (nextDueAt === null) continue;
        expect(await drainAll(ack)).toEqual([]);
        pauses.push(nextDueAt - ground.clock.now());
        ground.advance(nextDueAt - ground.clock.now());
      }
      expect(pauses).toHaveLength(MAX_TRIES - 1);
      expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
      expect(await listParked(ground.db, PORTAL)).toMatchObject([
        {
          subject: 'task',
          subjectId: '7',
          names: ['ONTASKUPDATE'],
          attempts: MAX_TRIES,
          reason: 'Error: no luck',
        },
      ]);
    });

    it('parks at once what makes no sense to repeat, and replays it on request', async () => {
      await accept(task(7));
      await drainAll(() => Promise.reject(new AppError('ACCESS_DENIED', 'no rights', { retry: 'never' })));
      const [parked] = await listParked(ground.db, PORTAL);
      expect(parked?.reason).toBe('ACCESS_DENIED: no rights');
      const replay = (portalId: string, id: string | null) =>
        ground.db.transaction().execute((tx) => replayParked(tx, ground.clock, portalId, id));
      expect(await replay('another', parked?.inboxId ?? '')).toBe(0);
      expect(await replay(PORTAL, parked?.inboxId ?? '')).toBe(1);
      expect(await drainAll(ack)).toMatchObject([{ subjectId: '7', attempts: 1 }]);
      expect(await listParked(ground.db, PORTAL)).toEqual([]);
    });

    it('waits as long as the platform asks', async () => {
      await accept(task(7));
      await drainAll(() => Promise.reject(new AppError('LIMIT', 'wait', { retry: { afterMs: 123_456 } })));
      expect((await countInbox(ground.db)).nextDueAt).toBe(ground.clock.now() + 123_456);
    });

    it('joins a failed row with what arrived meanwhile; the newer payload and the pause stay', async () => {
      await accept(task(7, 'OLD', { version: 1 }));
      ground.advance(5);
      await drainAll(async () => {
        await accept(task(7, 'NEW', { version: 2 }));
        throw new Error('no luck');
      });
      expect(await countInbox(ground.db)).toMatchObject({ due: 1, leased: 0 });
      expect(await drainAll(ack)).toEqual([]);
      await accept(task(7, 'NEWEST'));
      expect(await drainAll(ack)).toEqual([]);
      ground.advance(10_000);
      expect(await drainAll(ack)).toMatchObject([{ names: ['NEW', 'NEWEST', 'OLD'], times: 3, attempts: 2 }]);
    });

    it('gives a crashed process’s rows out again once its lease ran out; the late one cannot acknowledge', async () => {
      await accept(task(7));
      let late: InboxRow | undefined;
      await drainAll(async (row) => {
        late = row;
        ground.advance(60_000);
        await drainAll(async () => {
          await expect(ack(row)).rejects.toMatchObject({ code: 'LEASE_LOST' });
          throw new Error('the second one fails too');
        });
      });
      expect(late).toBeDefined();
      ground.advance(60_000);
      expect(await drainAll(ack)).toMatchObject([{ subjectId: '7', attempts: 3 }]);
    });

    it('parks a row on which every process died', async () => {
      await accept(task(7));
      for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
        void (await drainInboxOnceAndDie(ground));
        ground.advance(60_000);
      }
      expect(await drainAll(ack)).toEqual([]);
      expect((await listParked(ground.db, PORTAL))[0]?.reason).toMatch(/^LEASE_EXPIRED/);
    });

    it('does not give out a second row of a subject in work', async () => {
      await accept(task(7));
      await drainAll(async (row) => {
        await accept(task(7));
        expect(await drainAll(ack)).toEqual([]);
        await ack(row);
      });
      expect(await drainAll(ack)).toHaveLength(1);
    });

    it('says whether there is anything to take: not before it is due, nor while somebody holds it', async () => {
      const seen = [await isInboxDue(ground, PORTAL)];
      await accept(task(7));
      seen.push(await isInboxDue(ground, PORTAL), await isInboxDue(ground, 'another portal'));
      await drainAll(async () => {
        seen.push(await isInboxDue(ground, PORTAL));
        ground.advance(31_000);
        seen.push(await isInboxDue(ground, PORTAL));
        throw new Error('no luck');
      });
      seen.push(await isInboxDue(ground, PORTAL));
      expect(seen).toEqual([false, true, false, false, true, false]);
    });

    it('gives each row to one of several processes', async () => {
      await ground.db.transaction().execute((tx) =>
        acceptFacts(
          tx,
          ground.clock,
          Array.from({ length: 200 }, (_, index) => task(index + 1)),
        ),
      );
      const played: string[] = [];
      const process = async () => {
        while (
          (await drainInbox(ground, {
            batch: 7,
            play: async (row) => {
              played.push(row.subjectId);
              await ack(row);
            },
          })) > 0
        );
      };
      await Promise.all([process(), process(), process()]);
      expect(played).toHaveLength(200);
      expect(new Set(played).size).toBe(200);
    });
  });

  describe('playing rows of one subject together', () => {
    const together = (playMany: (rows: readonly InboxRow[]) => Promise<void>) =>
      drainInboxBySubject(ground, { portalId: PORTAL, subject: 'task' }, playMany);

    it('hands over up to fifty at once', async () => {
      for (let id = 1; id <= 60; id += 1) await accept(task(id));
      await accept({ ...task(1), subject: 'comment' });
      const sizes: number[] = [];
      const playMany = (rows: readonly InboxRow[]) => {
        sizes.push(rows.length);
        return Promise.resolve();
      };
      expect(await together(playMany)).toBe(50);
      expect(await together(playMany)).toBe(10);
      expect(await together(playMany)).toBe(0);
      expect(sizes).toEqual([50, 10]);
    });

    it('finds the one bad row and lets the others through', async () => {
      for (let id = 1; id <= 5; id += 1) await accept(task(id));
      await together(async (rows) => {
        if (rows.some((row) => row.subjectId === '3'))
          throw new AppError('BROKEN', 'row 3', { retry: 'never' });
        for (const row of rows) await ack(row);
      });
      expect((await listParked(ground.db, PORTAL)).map((row) => row.subjectId)).toEqual(['3']);
      expect((await countInbox(ground.db)).due).toBe(0);
    });

    it('plays nobody alone when the portal as a whole is unwell', async () => {
      for (let id = 1; id <= 5; id += 1) await accept(task(id));
      let calls = 0;
      await together(() => {
        calls += 1;
        return Promise.reject(new AppError('LIMIT', 'later', { retry: 'later' }));
      });
      expect(calls).toBe(1);
      expect(await countInbox(ground.db)).toMatchObject({ due: 5, parked: 0 });
    });
  });
});

/** Leases what is due and never says how it went, as a killed process does. */
async function drainInboxOnceAndDie(ground: TestGround): Promise<void> {
  const { leaseDue } = await import('../../server/portal/inbox/lease-due.js');
  await leaseDue(ground, {});
}
