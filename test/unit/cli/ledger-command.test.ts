import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Db, connect } from '../../../server/base/db/index.js';
import { instant } from '../../given/ledger-days.js';
import { tellReports } from '../../given/report-scene.js';
import { storedLedger } from '../../given/stored-ledger.js';
import { migratedDatabaseUrl } from '../../harness/databases.js';
import { type Outcome, runNode, startOf } from '../../harness/run-command.js';

let url: string;
let db: Db;

/** As people start it. */
const asNpmDoes = ['--import', 'tsx', 'server/cli/ledger.ts'];
const run = (args: string[], databaseUrl = url, start = startOf('server/cli/ledger.ts')): Promise<Outcome> =>
  runNode([...start, ...args], { DATABASE_URL: databaseUrl });

beforeAll(async () => {
  url = await migratedDatabaseUrl('sqlite');
  db = connect(url);
  await tellReports(db, 'portal-a', 'ru');
  const other = storedLedger(db, 'portal-a');
  await other.work({ entryId: 90, seconds: 60, workedAt: instant(3), groupId: 300 });
  await db.destroy();
});

describe('the command line of the ledger', () => {
  it('says who is there, that all holds, and why an hour is where it is', async () => {
    const [clients, verified, explained] = await Promise.all([
      run(['clients'], url, asNpmDoes),
      run(['verify']),
      run(['explain', '--entry', '1']),
    ]);
    expect(clients).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^1\tТёплый Кедр\tposition \d+\tportal portal-a\n$/) as unknown,
    });
    expect(verified).toMatchObject({
      code: 0,
      output: expect.stringContaining('everything holds') as unknown,
    });
    expect(explained.code).toBe(0);
    expect(explained.output).toMatch(/spend 1:30/);
    expect(explained.output).toMatch(/correction −0:30/);
    expect(explained.output).toContain('После отчёта № 1 запись изменилась');
  });

  it('refuses what it does not understand in one line, and makes no database by looking for one', async () => {
    const nowhere = join(mkdtempSync(join(tmpdir(), 'support-hours-cli-')), 'none.sqlite');
    const refused = await Promise.all([
      run(['burn']),
      run(['export', '--client', '1', '--format', 'pdf']),
      run(['export', '--client', '77']),
      run(['explain', '--entry', '90']),
      run(['explain', '--entry', 'x']),
      run(['verify'], nowhere),
    ]);
    expect(refused.map(({ code, output }) => [code, output.split(':')[0]])).toEqual([
      [1, 'USAGE'],
      [1, 'FORMAT'],
      [1, 'NOT_FOUND'],
      [1, 'NOT_FOUND'],
      [1, 'ENTRY'],
      [1, 'DATABASE_MISSING'],
    ]);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('names a broken line and ends with an error', async () => {
    const broken = connect(url);
    await broken.updateTable('kept_sums').set({ seconds: 1 }).where('account', '=', 'billed').execute();
    await broken.destroy();
    const verified = await run(['verify', '--client', '1']);
    expect(verified).toMatchObject({
      code: 1,
      output: expect.stringContaining('kept sum of billed differs') as unknown,
    });
  });
});
