import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { connect, type Db } from '../../server/base/db/index.js';
import { defaultTerms, type Terms } from '../../server/base/terms.js';
import { readExport, toHledger, verifyLedger } from '../../server/ledger/index.js';
import type { EntryFact, Facts, PackageFact } from '../../server/ledger/rules/types.js';
import { dayAt, instant, localDay } from '../given/ledger-days.js';
import { endOf } from '../given/ledger-questions.js';
import { oracle } from '../given/oracle.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { sumsOf } from '../given/sums.js';
import { migratedDatabaseUrl } from '../harness/databases.js';
import { createRandom } from '../portal/world/random.js';

const CLIENTS = 50;
const ENTRIES_EACH = 400;
const LAST_DAY = 80;
/** Every second client gets reports on the way; the others stay open, so that the oracle may judge them whole. */
const hasReports = (clientId: number) => clientId % 2 === 0;
const hasHledger = spawnSync('hledger', ['--version']).status === 0;
const random = createRandom('a department of fifty clients');
/** 0 … limit − 1. */
const below = (limit: number) => Math.floor(random.next() * limit);

const terms: Terms = {
  ...defaultTerms,
  workTypes: {
    ...defaultTerms.workTypes,
    parsing: { billable: true, multiplierPermille: 1500, courtesyReason: null },
  },
  minimumSeconds: 300,
  rounding: { mode: 'up', stepSeconds: 900, per: 'task-day' },
};

let db: Db;
let portal: StoredLedger;
const entriesOf = new Map<number, Map<number, EntryFact>>();
const packagesOf = new Map<number, PackageFact[]>();

/** Twenty thousand entries arrive out of order in four rounds, with edits, deletions and reports between them. */
beforeAll(async () => {
  db = connect(await migratedDatabaseUrl('sqlite'));
  // Nothing here is about durability, and fifty thousand small writes are.
  await sql`pragma synchronous = off`.execute(db);
  portal = storedLedger(db, 'department');
  await tellTerms();
  for (let made = 1; made <= CLIENTS; made += 1) await openClient(await portal.addClient({}));
  for (const [round, day] of [30, 50, 65, LAST_DAY].entries()) {
    portal.setDay(day);
    for (const clientId of entriesOf.keys()) await workRound(clientId, round);
  }
}, 180_000);

afterAll(() => db.destroy());

describe(`${CLIENTS} clients and ${CLIENTS * ENTRIES_EACH} entries`, () => {
  it('every ledger verifies from its raw rows', async () => {
    const faults: string[] = [];
    for (const clientId of entriesOf.keys()) {
      faults.push(...(await verifyLedger(db, await portal.client(clientId))).faults);
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it('per package, overage and courtesy the oracle says the same of every client without reports', async () => {
    let judged = 0;
    for (const [clientId, entries] of entriesOf) {
      if (hasReports(clientId)) continue;
      const truth = oracle(factsOf(clientId, [...entries.values()]), localDay(LAST_DAY));
      const sums = sumsOf(await portal.standing(clientId));
      expect([clientId, sums.overageSeconds, sums.courtesySeconds]).toEqual([
        clientId,
        truth.overageSeconds,
        truth.courtesySeconds,
      ]);
      for (const [packageId, spent] of truth.perPackage) {
        expect([clientId, packageId, sums.spent.get(packageId) ?? 0]).toEqual([clientId, packageId, spent]);
      }
      judged += entries.size;
    }
    expect(judged).toBeGreaterThan((CLIENTS * ENTRIES_EACH) / 3);
  });

  it('of every client, reported or not, recorded seconds are those of the entries', async () => {
    for (const [clientId, entries] of entriesOf) {
      const recorded = [...sumsOf(await portal.standing(clientId)).recorded.values()];
      const worked = [...entries.values()].reduce((sum, entry) => sum + entry.seconds, 0);
      expect([clientId, recorded.reduce((sum, seconds) => sum + seconds, 0)]).toEqual([clientId, worked]);
    }
  });

  it(`the whole department as one journal: ${hasHledger ? 'hledger’s assertions hold' : 'hledger is NOT INSTALLED; an adder of our own adds it up'}`, async () => {
    const journal = await wholeJournal();
    expect(journal.match(/^\d{4}-/gm)?.length).toBeGreaterThan(CLIENTS * ENTRIES_EACH * 0.9);
    const wrong = journal.replace(
      /(client-7:packages:1:spent {2})(\d+) s/,
      (_all, head: string, seconds: string) => `${head}${Number(seconds) + 1} s`,
    );
    expect(wrong).not.toBe(journal);
    expect([holds(journal), holds(wrong)]).toEqual([true, false]);
  }, 60_000);
});

async function tellTerms(): Promise<void> {
  const row = { portal_id: portal.portalId, client_id: 0, version: 1, effective_from: localDay(20) };
  const more = { body: JSON.stringify(terms), action_id: null, created_at: 1 };
  await db
    .insertInto('terms')
    .values({ ...row, ...more })
    .execute();
}

async function openClient(clientId: number): Promise<void> {
  entriesOf.set(clientId, new Map());
  const packages: PackageFact[] = [];
  const count = 1 + below(4);
  for (let packageId = 1; packageId <= count; packageId += 1) {
    const from = 10 + below(50);
    const sold = {
      sizeSeconds: (5 + below(60)) * 3600,
      validFrom: localDay(from),
      expiresOn: below(3) === 0 ? localDay(from + 20 + below(30)) : null,
      coversEarlier: below(4) > 0,
    };
    await portal.sell(clientId, { ...sold, boughtOn: localDay(packageId) });
    const more = { packageId, boughtAt: instant(packageId), closedOn: null, purchaseActionId: '' };
    packages.push({ ...sold, ...more });
  }
  packagesOf.set(clientId, packages);
}

async function workRound(clientId: number, round: number): Promise<void> {
  const known = entriesOf.get(clientId) ?? new Map<number, EntryFact>();
  const first = clientId * 1000 + round * 100;
  for (let entryId = first; entryId < first + ENTRIES_EACH / 4; entryId += 1) {
    await tell(clientId, newEntry(entryId));
  }
  for (const entryId of [...known.keys()].filter(() => below(12) === 0)) {
    const entry = known.get(entryId);
    if (entry) await (below(3) === 0 ? forget(clientId, entry) : tell(clientId, changed(entry)));
  }
  await portal.post(clientId);
  if (hasReports(clientId)) await portal.issue(clientId, endOf(20 + round * 15));
}

function newEntry(entryId: number): EntryFact {
  const workedAt = instant(below(30 + (entryId % 1000) / 10), below(1440));
  const workType = ['other', 'parsing', 'consulting', 'own-bug'][below(4)] ?? 'other';
  return {
    ...{ entryId, taskId: 1 + below(40), userId: 1 + below(6), workedAt, workType },
    ...{ seconds: 1 + below(3 * 3600), workDay: dayAt(workedAt), urgency: 'normal' },
    ...{ courtesyReason: null, noticedOn: localDay(0), textKey: `работа ${entryId}` },
  };
}

function changed(entry: EntryFact): EntryFact {
  return { ...entry, seconds: 1 + below(3 * 3600) };
}

async function tell(clientId: number, entry: EntryFact): Promise<void> {
  entriesOf.get(clientId)?.set(entry.entryId, entry);
  const { entryId, taskId, userId, seconds, workedAt, textKey } = entry;
  const groupId = 100 + clientId;
  const since_at = portal.ground.clock.now();
  await portal.work({ entryId, taskId, userId, seconds, workedAt, comment: textKey, groupId });
  const mark = { portal_id: portal.portalId, task_id: taskId, entry_id: entryId, since_at };
  await db
    .insertInto('work_marks')
    .values({ ...mark, work_type: entry.workType, urgency: null, courtesy_reason: null, action_id: null })
    .execute();
}

async function forget(clientId: number, entry: EntryFact): Promise<void> {
  entriesOf.get(clientId)?.delete(entry.entryId);
  const { entryId, taskId, userId, seconds, workedAt } = entry;
  const groupId = 100 + clientId;
  await portal.work({ entryId, taskId, userId, seconds, workedAt, groupId, state: 'deleted' });
}

function factsOf(clientId: number, entries: EntryFact[]): Facts {
  const first = { version: 0, effectiveFrom: '0001-01-01', terms: defaultTerms };
  return {
    ...{ accountingStartsOn: localDay(0), openingOverageSeconds: 0, entries },
    packages: packagesOf.get(clientId) ?? [],
    terms: [first, { version: 1, effectiveFrom: localDay(20), terms }],
    ...{
      supersededTerms: [],
      waivers: [],
      goneOn: new Map(),
      nextPackageId: 100,
    },
  };
}

/** Each client's accounts under its own name, so that one run adds up all of them. */
async function wholeJournal(): Promise<string> {
  const parts: string[] = [];
  for (const clientId of entriesOf.keys()) {
    const text = toHledger(await readExport(db, await portal.client(clientId)));
    parts.push(text.replace(/^commodity.*$/m, '').replace(/^ {4}(?=\S)/gm, `    client-${clientId}:`));
  }
  return ['commodity 1000. s', ...parts].join('\n');
}

function holds(journal: string): boolean {
  if (hasHledger) return spawnSync('hledger', ['-f', '-', 'check'], { input: journal }).status === 0;
  const accounts = new Map<string, number>();
  let isBalanced = true;
  for (const transaction of journal.split(/\n\n+/)) {
    let rest = 0;
    for (const [, account = '', moved, asserted] of transaction.matchAll(
      /^ {4}(\S+) {2}(-?\d+) s(?: = (-?\d+) s)?$/gm,
    )) {
      accounts.set(account, (accounts.get(account) ?? 0) + Number(moved));
      rest += Number(moved);
      if (asserted !== undefined && accounts.get(account) !== Number(asserted)) isBalanced = false;
    }
    if (rest !== 0) isBalanced = false;
  }
  return isBalanced;
}
