import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { type Db, isPostgres } from '../../server/base/db/index.js';
import type { TableName } from '../../server/base/db/tables/names.js';
import {
  type CutPoint,
  postHours,
  readAccount,
  readAccountAsOf,
  readKeptSums,
  readReportLines,
  readStanding,
  rebuildKeptSums,
  verifyLedger,
} from '../../server/ledger/index.js';
import { standingSums } from '../../server/ledger/kept-sums-store.js';
import { sealLine } from '../../server/ledger/seal.js';
import type { Ground } from '../../server/base/ground.js';
import { createLog } from '../../server/base/log.js';
import { decideMove } from '../../server/portal/mirror/index.js';
import { erasePortal } from '../../server/portal/installs/erase-store.js';
import { instant, localDay } from '../given/ledger-days.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

const HOUR = 3600;
const appendOnly = ['packages', 'waivers', 'postings', 'lines', 'line_texts', 'issues', 'issue_lines', 'reopenings', 'actions'] as const;
const endOf = (day: number): CutPoint => ({ until: instant(day + 1) });
const stale = { code: 'STALE' };

describeEachDatabase('the ledger', (given) => {
  let db: Db;
  let portal: StoredLedger;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(() => {
    portal = storedLedger(db, `portal-${(portals += 1)}`);
  });

  const account = async (clientId: number) =>
    readAccount(db, await portal.client(clientId), portal.ground.clock.now());
  const faults = async (clientId: number) => (await verifyLedger(db, await portal.client(clientId))).faults;
  const linesOf = async (clientId: number, entryId: number) =>
    (await portal.standing(clientId))
      .filter((line) => line.entryId === entryId && line.seconds !== 0)
      .map(({ kind, packageId, seconds }) => [kind, packageId, seconds]);

  /** A client with a package of two hours, three entries in it and one report over the first two. */
  async function clientWithReport(): Promise<number> {
    const clientId = await portal.addClient();
    await portal.sell(clientId, { hours: 2 });
    for (const [index, day] of [3, 4, 9].entries()) {
      await portal.work({ entryId: index + 1, seconds: 1800, workedAt: instant(day, 600), comment: `работа ${index}` });
      await portal.post(clientId);
    }
    await portal.issue(clientId, endOf(5));
    return clientId;
  }

  describe('append-only tables', () => {
    async function fill(): Promise<number> {
      const clientId = await clientWithReport();
      await portal.reopen(clientId, 1);
      const key = { portal_id: portal.portalId, client_id: clientId, waiver_id: 1, entry_id: 1 };
      await db.insertInto('waivers').values({ ...key, seconds: 60, reason: 'спор', noticed_at: 1, action_id: 'a' }).execute();
      return clientId;
    }
    const countOf = async (table: TableName): Promise<number> => {
      const found = await sql<{ n: number | string }>`
        select count(*) as n from ${sql.table(table)} where portal_id = ${portal.portalId}`.execute(db);
      return Number(found.rows[0]?.n ?? 0);
    };

    it('refuse every update and delete', async () => {
      await fill();
      for (const table of appendOnly) {
        expect([table, (await countOf(table)) > 0]).toEqual([table, true]);
        const refused = { message: expect.stringContaining('APPEND_ONLY') as unknown };
        const where = sql`where portal_id = ${portal.portalId}`;
        await expect(sql`update ${sql.table(table)} set portal_id = 'x' ${where}`.execute(db)).rejects.toMatchObject(refused);
        await expect(sql`delete from ${sql.table(table)} ${where}`.execute(db)).rejects.toMatchObject(refused);
      }
    });

    it('let an erasure through, of that portal alone, and keep the erasure for ever', async () => {
      await fill();
      const other = storedLedger(db, `${portal.portalId}-other`);
      const otherClient = await other.addClient({ openingSeconds: HOUR });
      await portal.inTx((tx) => erasePortal(tx, { portalId: portal.portalId, erasureId: 'e1', at: 1, reason: 'CLEAN' }));
      for (const table of appendOnly) expect([table, await countOf(table)]).toEqual([table, 0]);
      expect(await countOf('erasures')).toBe(1);
      await expect(db.deleteFrom('erasures').execute()).rejects.toThrow('APPEND_ONLY');
      await expect(db.deleteFrom('lines').where('portal_id', '=', other.portalId).execute()).rejects.toThrow('APPEND_ONLY');
      expect((await verifyLedger(db, await other.client(otherClient))).faults).toEqual([]);
    });

    it('name a line as reversed once at most', async () => {
      const clientId = await clientWithReport();
      const row = await db
        .selectFrom('lines')
        .selectAll()
        .where('portal_id', '=', portal.portalId)
        .where('posting', '=', 2)
        .executeTakeFirstOrThrow();
      const reversal = { ...row, reverses_posting: row.posting, reverses_line: row.line };
      await db.insertInto('lines').values({ ...reversal, posting: 900 }).execute();
      await expect(db.insertInto('lines').values({ ...reversal, posting: 901 }).execute()).rejects.toThrow(/unique/i);
      expect(await faults(clientId)).not.toEqual([]);
    });
  });

  describe('postings', () => {
    it('are numbered without gaps when many arrive at once', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { hours: 5 });
      const hands = Array.from({ length: 12 }, async (_, index) => {
        const entry = { entryId: index + 1, seconds: 600 + index, workedAt: instant(3, 60 * index) };
        await portal.work(entry);
        return portal.post(clientId);
      });
      const sold = portal.sell(clientId, { hours: 3 });
      const posted = (await Promise.all(hands)).flatMap(({ posting }) => posting ?? []);
      await sold;
      const rows = await db
        .selectFrom('postings')
        .select('posting')
        .where('portal_id', '=', portal.portalId)
        .orderBy('posting')
        .execute();
      const { position } = await portal.client(clientId);
      expect(rows.map((row) => row.posting)).toEqual(Array.from({ length: position }, (_, index) => index + 1));
      expect(new Set(posted).size).toBe(posted.length);
      const seconds = Array.from({ length: 12 }, (_, index) => 600 + index).reduce((sum, each) => sum + each);
      expect((await account(clientId)).balance.spentSeconds).toBe(seconds);
      expect(await faults(clientId)).toEqual([]);
    });

    it('post nothing when nothing changed, and roll back whole', async () => {
      const clientId = await clientWithReport();
      const before = await portal.client(clientId);
      expect(await portal.post(clientId)).toMatchObject({ posting: null, reversed: 0, added: 0 });
      await portal.work({ entryId: 7, seconds: 60, workedAt: instant(9) });
      const broken = portal.inTx(async (tx) => {
        await postHours(tx, portal.ground, portal.portalId, clientId);
        throw new Error('the power went');
      });
      await expect(broken).rejects.toThrow('the power went');
      expect(await portal.client(clientId)).toEqual(before);
      expect(await faults(clientId)).toEqual([]);
    });

    it('hold work dated after tomorrow', async () => {
      const clientId = await portal.addClient();
      await portal.work({ entryId: 1, seconds: 60, workedAt: instant(22, 30) });
      await portal.work({ entryId: 2, seconds: 60, workedAt: instant(21, 30) });
      expect(await portal.post(clientId)).toMatchObject({ added: 1, heldEntryIds: [1] });
      portal.setDay(21);
      expect(await portal.post(clientId)).toMatchObject({ added: 1, heldEntryIds: [] });
    });
  });

  describe('figures', () => {
    it('survive dropping and rebuilding the kept sums', async () => {
      const clientId = await clientWithReport();
      await portal.work({ entryId: 2, seconds: 300, workedAt: instant(4, 600) });
      await portal.post(clientId);
      const before = await account(clientId);
      const client = await portal.client(clientId);
      await portal.inTx(async (tx) => {
        const standing = await readStanding(tx, { portalId: portal.portalId, clientId });
        await rebuildKeptSums(tx, portal.portalId, clientId, standingSums(standing), client.position);
      });
      expect(await account(clientId)).toEqual(before);
      expect(await faults(clientId)).toEqual([]);
      await portal.work({ entryId: 8, seconds: 120, workedAt: instant(10) });
      await portal.post(clientId);
      expect((await account(clientId)).balance.spentSeconds).toBe(before.balance.spentSeconds + 120);
    });

    it('as of any position are those that were shown then', async () => {
      const clientId = await portal.addClient({ openingSeconds: HOUR });
      const shown = [await account(clientId)];
      const steps = [
        () => portal.work({ entryId: 1, seconds: 3000, workedAt: instant(3, 600) }),
        () => portal.work({ entryId: 2, seconds: 2000, workedAt: instant(2, 600) }),
        () => portal.sell(clientId, { hours: 1 }),
        () => portal.issue(clientId, endOf(3)),
        () => portal.work({ entryId: 1, seconds: 100, workedAt: instant(3, 600), state: 'deleted' }),
        () => portal.reopen(clientId, 1),
      ];
      for (const step of steps) {
        await step();
        await portal.post(clientId);
        shown.push(await account(clientId));
      }
      const client = await portal.client(clientId);
      const newest = new Map(shown.map((each) => [each.balance.position, each]));
      expect(newest.size).toBeGreaterThan(5);
      for (const [position, then] of newest) {
        const replayed = await readAccountAsOf(db, client, position, portal.ground.clock.now());
        expect(replayed.balance).toEqual(then.balance);
      }
    });
  });

  describe('verification', () => {
    it('is clean for an honest ledger', async () => {
      const clientId = await clientWithReport();
      const verdict = await verifyLedger(db, await portal.client(clientId));
      expect(verdict).toMatchObject({ faults: [], reports: 1 });
      expect(verdict.postings).toBe((await portal.client(clientId)).position);
    });

    const of = (posting: number) => sql`portal_id = ${portal.portalId} and posting = ${posting}`;
    const tampering: [string, () => Promise<unknown>, RegExp][] = [
      ['seconds', () => sql`update lines set seconds = seconds - 60 where ${of(3)}`.execute(db), /^line 3\.1: .*seal/],
      ['a day', () => sql`update lines set work_day = '2026-01-01' where ${of(2)}`.execute(db), /^line 2\.1: .*seal/],
      ['a reason behind it', () => sql`update lines set why = '{}' where ${of(2)}`.execute(db), /^line 2\.1: .*seal/],
      ['a hash', () => sql`update lines set hash = ${'f'.repeat(64)} where ${of(2)}`.execute(db), /^line 2\.1: .*seal/],
      ['a line cut out', () => sql`delete from lines where ${of(3)}`.execute(db), /^line 4\.1: the numbering has a gap/],
      ['a comment', () => sql`update line_texts set texts = replace(texts, 'работа 0', 'отдых') where ${of(2)}`.execute(db), /^line 2\.1: its names or comment were changed/],
      ['a comment cut out', () => sql`delete from line_texts where ${of(2)}`.execute(db), /^line 2\.1: its names and comment are missing/],
      ['a posting cut out', () => sql`delete from postings where ${of(2)}`.execute(db), /^posting 2: /],
      ['a kept sum', () => sql`update kept_sums set seconds = seconds + 1 where account = 'billed' and portal_id = ${portal.portalId}`.execute(db), /kept sum of billed/],
      ['what is kept as issued', () => sql`update kept_sums set seconds = seconds + 1 where account = 'issued' and portal_id = ${portal.portalId}`.execute(db), /kept sum of issued/],
      ['a closing balance', () => sql`update issues set closing_seconds = closing_seconds + 1 where portal_id = ${portal.portalId}`.execute(db), /report 1: opening \+ lines ≠ closing/],
      ['which lines were issued', () => sql`delete from issue_lines where ${of(3)}`.execute(db), /kept sum of issued/],
    ];

    it.each(tampering)('names %s changed behind the app’s back', async (_what, tamper, expected) => {
      const clientId = await clientWithReport();
      await withoutTriggers(db, tamper);
      expect((await faults(clientId))[0]).toMatch(expected);
    });

    it('shows a tail cut off below an issued report, also when the position was set back', async () => {
      const clientId = await clientWithReport();
      await withoutTriggers(db, async () => {
        for (const table of ['lines', 'line_texts', 'postings'] as const) {
          await sql`delete from ${sql.table(table)} where portal_id = ${portal.portalId} and posting >= 3`.execute(db);
        }
        await sql`update clients set position = 2 where portal_id = ${portal.portalId}`.execute(db);
      });
      expect((await faults(clientId)).join('\n')).toContain('report 1: its seal is not the ledger');
    });

    it('shows a line forged with a fitting hash of its own', async () => {
      const clientId = await clientWithReport();
      const row = await db.selectFrom('lines').selectAll().where('portal_id', '=', portal.portalId).where('posting', '=', 2).executeTakeFirstOrThrow();
      const { hash: _hash, ...content } = { ...row, seconds: 60 };
      await withoutTriggers(db, () =>
        sql`update lines set seconds = 60, hash = ${sealLine(content)} where ${of(2)}`.execute(db),
      );
      expect((await faults(clientId))[0]).toBe('line 3.1: does not follow the line before it');
    });
  });

  describe('reports', () => {
    it('freeze exactly what was seen; what came later belongs to the next one', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { hours: 2 });
      await portal.work({ entryId: 1, seconds: 600, workedAt: instant(3) });
      await portal.post(clientId);
      const { position } = await portal.client(clientId);
      await portal.work({ entryId: 2, seconds: 900, workedAt: instant(4) });
      await portal.post(clientId);
      expect((await portal.issue(clientId, endOf(9), position)).map((line) => line.entryId)).toEqual([null, 1]);
      const where = { portalId: portal.portalId, clientId, position: (await portal.client(clientId)).position };
      const next = await portal.inTx((tx) => readReportLines(tx, { ...where, cut: endOf(19) }));
      expect(next).toMatchObject({ number: 2, openingSeconds: 6600, closingSeconds: 5700, previousCut: endOf(9) });
      expect(next.lines.map((line) => line.entryId)).toEqual([2]);
      expect(await faults(clientId)).toEqual([]);
    });

    it('are refused as stale when a line of them was reversed since, and nothing is issued', async () => {
      const clientId = await portal.addClient();
      await portal.work({ entryId: 1, seconds: 600, workedAt: instant(3) });
      await portal.post(clientId);
      const { position } = await portal.client(clientId);
      await portal.work({ entryId: 1, seconds: 601, workedAt: instant(3) });
      await portal.post(clientId);
      const before = await portal.standing(clientId);
      await expect(portal.issue(clientId, endOf(9), position)).rejects.toMatchObject(stale);
      expect(await portal.standing(clientId)).toEqual(before);
      expect(await db.selectFrom('issues').selectAll().where('portal_id', '=', portal.portalId).execute()).toEqual([]);
    });

    it('are refused as stale when another report took their number', async () => {
      const clientId = await clientWithReport();
      const both = await Promise.allSettled([portal.issue(clientId, endOf(12)), portal.issue(clientId, endOf(13))]);
      const issues = await db.selectFrom('issues').select('number').where('portal_id', '=', portal.portalId).execute();
      expect(issues.map((issue) => issue.number).sort()).toEqual(
        both.every((one) => one.status === 'fulfilled') ? [1, 2, 3] : [1, 2],
      );
      expect(await faults(clientId)).toEqual([]);
    });

    it('may end before the one before it: what is late stays late', async () => {
      const clientId = await clientWithReport();
      await portal.issue(clientId, endOf(12));
      await portal.work({ entryId: 8, seconds: 60, workedAt: instant(2) });
      await portal.post(clientId);
      await portal.issue(clientId, endOf(3));
      const where = { portalId: portal.portalId, clientId, position: (await portal.client(clientId)).position };
      const next = await portal.inTx((tx) => readReportLines(tx, { ...where, cut: endOf(19) }));
      expect(next).toMatchObject({ number: 4, lines: [], previousCut: endOf(12) });
      expect(await faults(clientId)).toEqual([]);
    });

    it('reopen newest first; the next one says which it replaces', async () => {
      const clientId = await clientWithReport();
      await portal.issue(clientId, endOf(12));
      await expect(portal.reopen(clientId, 1)).rejects.toMatchObject({ code: 'NOT_NEWEST' });
      await portal.reopen(clientId, 2);
      await expect(portal.reopen(clientId, 2)).rejects.toMatchObject({ code: 'NOT_NEWEST' });
      expect((await account(clientId)).balance.notIssuedSeconds).toBe(1800);
      await portal.issue(clientId, endOf(12));
      const rows = await db.selectFrom('issues').select(['number', 'replaces']).where('portal_id', '=', portal.portalId).orderBy('number').execute();
      expect(rows).toEqual([
        { number: 1, replaces: null },
        { number: 2, replaces: null },
        { number: 3, replaces: 2 },
      ]);
      expect((await account(clientId)).balance.notIssuedSeconds).toBe(0);
      expect(await faults(clientId)).toEqual([]);
    });
  });

  describe('packages', () => {
    it('are sold once however often the request comes', async () => {
      const clientId = await portal.addClient();
      const requestId = randomUUID();
      await Promise.all([portal.sell(clientId, { requestId }), portal.sell(clientId, { requestId })]);
      await portal.sell(clientId, { requestId });
      expect((await account(clientId)).balance.boughtSeconds).toBe(HOUR);
      expect((await portal.client(clientId)).position).toBe(1);
    });

    it('refuse impossible dates and a price without a currency', async () => {
      const clientId = await portal.addClient();
      await expect(portal.sell(clientId, { validFrom: localDay(5), expiresOn: localDay(4) })).rejects.toMatchObject({ code: 'PACKAGE_DATES' });
      await expect(portal.sell(clientId, { priceMinor: 100 })).rejects.toMatchObject({ code: 'PACKAGE_CURRENCY' });
      expect((await portal.client(clientId)).position).toBe(0);
    });

    it('brought along are used first; a debt brought along is paid first', async () => {
      const rich = await portal.addClient({ openingSeconds: HOUR });
      expect((await account(rich)).balance).toMatchObject({ balanceSeconds: HOUR, boughtSeconds: HOUR });
      const poor = await portal.addClient({ openingSeconds: -HOUR });
      expect((await account(poor)).balance).toMatchObject({ balanceSeconds: -HOUR, overageSeconds: HOUR });
      await portal.sell(poor, { hours: 3 });
      expect((await account(poor)).balance).toMatchObject({ balanceSeconds: 2 * HOUR, overageSeconds: 0 });
      expect([await faults(rich), await faults(poor)]).toEqual([[], []]);
    });

    it('take a back-dated entry where it belongs, and let its successors move on', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { title: 'первый', hours: 1, expiresOn: localDay(10) });
      await portal.sell(clientId, { title: 'второй', hours: 1, boughtOn: localDay(1) });
      await portal.work({ entryId: 1, seconds: HOUR, workedAt: instant(9) });
      await portal.post(clientId);
      expect(await linesOf(clientId, 1)).toEqual([['spend', 1, HOUR]]);
      await portal.work({ entryId: 2, seconds: 1200, workedAt: instant(8) });
      await portal.post(clientId);
      expect(await linesOf(clientId, 2)).toEqual([['spend', 1, 1200]]);
      expect(await linesOf(clientId, 1)).toEqual([['spend', 1, 2400], ['spend', 2, 1200]]);
    });

    it('expire some days after their last day, and come back for late entries', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { hours: 1, expiresOn: localDay(18) });
      portal.setDay(20);
      await portal.post(clientId);
      expect((await account(clientId)).packages[0]).toMatchObject({ forfeitedSeconds: 0, state: 'expired' });
      portal.setDay(21);
      await portal.post(clientId);
      expect((await account(clientId)).packages[0]).toMatchObject({ forfeitedSeconds: HOUR, leftSeconds: 0 });
      await portal.work({ entryId: 1, seconds: 600, workedAt: instant(17) });
      await portal.post(clientId);
      expect((await account(clientId)).packages[0]).toMatchObject({ spentSeconds: 600, forfeitedSeconds: 3000 });
      expect(await faults(clientId)).toEqual([]);
    });
  });

  describe('issued hours that change', () => {
    it('go back to the package they came from, and the correction names both figures', async () => {
      const clientId = await clientWithReport();
      await portal.work({ entryId: 2, seconds: 600, workedAt: instant(4, 600) });
      await portal.post(clientId);
      expect(await linesOf(clientId, 2)).toEqual([['spend', 1, 1800], ['correction', 1, -1200]]);
      const correction = (await portal.standing(clientId)).find((line) => line.kind === 'correction');
      expect(correction?.why.change).toMatchObject({ issuedIn: 1, wasSeconds: 1800, nowSeconds: 600, noticedOn: localDay(20) });
      expect(await faults(clientId)).toEqual([]);
    });

    it('come back as a package of source correction when theirs is over', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { hours: 1, expiresOn: localDay(10) });
      await portal.work({ entryId: 1, seconds: HOUR, workedAt: instant(4) });
      await portal.post(clientId);
      await portal.issue(clientId, endOf(5));
      await portal.work({ entryId: 1, seconds: HOUR, workedAt: instant(4), state: 'deleted' });
      await portal.post(clientId);
      const made = (await account(clientId)).packages.filter((each) => each.source === 'correction');
      expect(made).toMatchObject([{ sizeSeconds: HOUR, leftSeconds: HOUR, validFrom: localDay(20), state: 'usable' }]);
      expect(await portal.post(clientId)).toMatchObject({ posting: null });
      expect(await faults(clientId)).toEqual([]);
    });

    it('follow a confirmed move to the other client: corrected here, billed there, noticed on the day of the move', async () => {
      const from = await clientWithReport();
      const to = await portal.addClient();
      portal.setDay(26);
      await moveTask(portal, { taskId: 1, from: 101, to: 102 });
      await Promise.all([portal.post(from), portal.post(to)]);
      expect(await linesOf(from, 1)).toEqual([['spend', 1, 1800], ['correction', 1, -1800]]);
      expect(await linesOf(from, 3)).toEqual([]);
      expect(await linesOf(to, 1)).toEqual([['overage', null, 1800]]);
      expect(await linesOf(to, 3)).toEqual([['overage', null, 1800]]);
      const change = (await portal.standing(from)).find((line) => line.kind === 'correction')?.why.change;
      expect(change).toMatchObject({ wasSeconds: 1800, nowSeconds: 0, noticedOn: localDay(26) });
      expect([await faults(from), await faults(to)]).toEqual([[], []]);
    });

    it('issued overage stays a demand that a later package covers', async () => {
      const clientId = await portal.addClient();
      await portal.work({ entryId: 1, seconds: 1800, workedAt: instant(4) });
      await portal.post(clientId);
      await portal.issue(clientId, endOf(5));
      await portal.sell(clientId, { hours: 1 });
      expect(await linesOf(clientId, 1)).toEqual([['overage', null, 1800], ['cover', 1, 1800]]);
      expect((await account(clientId)).balance).toMatchObject({ overageSeconds: 0, balanceSeconds: 1800 });
      expect((await readKeptSums(db, portal.portalId, clientId)).get('issued')).toBe(1800);
      expect(await faults(clientId)).toEqual([]);
    });
  });
});

/** A task was moved on the portal, and a manager confirms that all its hours follow. */
async function moveTask(portal: StoredLedger, move: { taskId: number; from: number; to: number }): Promise<void> {
  const { db, portalId, visitor } = portal;
  const key = { portal_id: portalId, task_id: move.taskId };
  await db
    .insertInto('task_moves')
    .values({
      ...{ ...key, move_id: 'move', from_group_id: move.from, to_group_id: move.to, since_at: instant(22) },
      ...{ noticed_at: instant(22), state: 'waiting', with_earlier: 0, action_id: null },
    })
    .execute();
  const ground = { db, clock: portal.ground.clock, log: createLog('silent') } as Ground;
  const decision = { portalId, moveId: 'move', confirm: true, withEarlier: true, actionId: 'decided' };
  await portal.inTx((tx) => decideMove(tx, ground, visitor.userId, decision));
}

/** What somebody with the database's password could do. */
async function withoutTriggers(db: Db, tamper: () => Promise<unknown>): Promise<void> {
  const tables = [...appendOnly, 'erasures'];
  if (isPostgres(db)) {
    for (const table of tables) await sql`alter table ${sql.table(table)} disable trigger all`.execute(db);
    await tamper();
    for (const table of tables) await sql`alter table ${sql.table(table)} enable trigger all`.execute(db);
    return;
  }
  const found = await sql<{ name: string; sql: string }>`select name, sql from sqlite_master where type = 'trigger'`.execute(db);
  for (const { name } of found.rows) await sql`drop trigger ${sql.id(name)}`.execute(db);
  await tamper();
  for (const { sql: text } of found.rows) await sql.raw(text).execute(db);
}
