import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Db } from '../../server/base/db/index.js';
import { verifyLedger } from '../../server/ledger/index.js';
import { sealLine } from '../../server/ledger/seal.js';
import { clientWithReport, faultsOf, withoutTriggers } from '../given/ledger-questions.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

describeEachDatabase('a ledger somebody tampered with', (given) => {
  let db: Db;
  let portal: StoredLedger;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(() => {
    portal = storedLedger(db, `portal-${(portals += 1)}`);
  });
  const faults = (clientId: number) => faultsOf(portal, clientId);

  describe('verification', () => {
    it('is clean for an honest ledger', async () => {
      const clientId = await clientWithReport(portal);
      const verdict = await verifyLedger(db, await portal.client(clientId));
      expect(verdict).toMatchObject({ faults: [], reports: 1 });
      expect(verdict.postings).toBe((await portal.client(clientId)).position);
    });

    const of = (posting: number) => sql`portal_id = ${portal.portalId} and posting = ${posting}`;
    const tampering: [string, () => Promise<unknown>, RegExp][] = [
      [
        'seconds',
        () => sql`update lines set seconds = seconds - 60 where ${of(3)}`.execute(db),
        /^line 3\.1: .*seal/,
      ],
      [
        'a day',
        () => sql`update lines set work_day = '2026-01-01' where ${of(2)}`.execute(db),
        /^line 2\.1: .*seal/,
      ],
      [
        'a reason behind it',
        () => sql`update lines set why = '{}' where ${of(2)}`.execute(db),
        /^line 2\.1: .*seal/,
      ],
      [
        'a hash',
        () => sql`update lines set hash = ${'f'.repeat(64)} where ${of(2)}`.execute(db),
        /^line 2\.1: .*seal/,
      ],
      [
        'a line cut out',
        () => sql`delete from lines where ${of(3)}`.execute(db),
        /^line 4\.1: the numbering has a gap/,
      ],
      [
        'a comment',
        () =>
          sql`update line_texts set texts = replace(texts, 'работа 0', 'отдых') where ${of(2)}`.execute(db),
        /^line 2\.1: its names or comment were changed/,
      ],
      [
        'a comment cut out',
        () => sql`delete from line_texts where ${of(2)}`.execute(db),
        /^line 2\.1: its names and comment are missing/,
      ],
      ['a posting cut out', () => sql`delete from postings where ${of(2)}`.execute(db), /^posting 2: /],
      [
        'a kept sum',
        () =>
          sql`update kept_sums set seconds = seconds + 1 where account = 'billed' and portal_id = ${portal.portalId}`.execute(
            db,
          ),
        /kept sum of billed/,
      ],
      [
        'what is kept as issued',
        () =>
          sql`update kept_sums set seconds = seconds + 1 where account = 'issued' and portal_id = ${portal.portalId}`.execute(
            db,
          ),
        /kept sum of issued/,
      ],
      [
        'a closing balance',
        () =>
          sql`update issues set closing_seconds = closing_seconds + 1 where portal_id = ${portal.portalId}`.execute(
            db,
          ),
        /report 1: opening \+ lines ≠ closing/,
      ],
      [
        'which lines were issued',
        () => sql`delete from issue_lines where ${of(3)}`.execute(db),
        /kept sum of issued/,
      ],
    ];

    it.each(tampering)('names %s changed behind the app’s back', async (_what, tamper, expected) => {
      const clientId = await clientWithReport(portal);
      await withoutTriggers(db, tamper);
      expect((await faults(clientId))[0]).toMatch(expected);
    });

    it('shows a tail cut off below an issued report, also when the position was set back', async () => {
      const clientId = await clientWithReport(portal);
      await withoutTriggers(db, async () => {
        for (const table of ['lines', 'line_texts', 'postings'] as const) {
          await sql`delete from ${sql.table(table)} where portal_id = ${portal.portalId} and posting >= 3`.execute(
            db,
          );
        }
        await sql`update clients set position = 2 where portal_id = ${portal.portalId}`.execute(db);
      });
      expect((await faults(clientId)).join('\n')).toContain('report 1: its seal is not the ledger');
    });

    it('shows a line forged with a fitting hash of its own', async () => {
      const clientId = await clientWithReport(portal);
      const row = await db
        .selectFrom('lines')
        .selectAll()
        .where('portal_id', '=', portal.portalId)
        .where('posting', '=', 2)
        .executeTakeFirstOrThrow();
      const { hash: _hash, ...content } = { ...row, seconds: 60 };
      await withoutTriggers(db, () =>
        sql`update lines set seconds = 60, hash = ${sealLine(content)} where ${of(2)}`.execute(db),
      );
      expect((await faults(clientId))[0]).toBe('line 3.1: does not follow the line before it');
    });
  });
});
