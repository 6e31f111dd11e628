import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Db, connect, dumpDatabase, migrate } from '../../server/base/db/index.js';
import { loadBackup } from '../../server/cli/load-backup.js';
import { type GivenWorld, startWorld } from '../given/start-world.js';
import { seededClient } from '../given/seeded-client.js';
import { type Dialect, dialects, freshDatabaseUrl } from '../harness/databases.js';
import { type Outcome, runNode, startOf } from '../harness/run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'support-hours-backup-'));
/** Signs that some readers of lines take for the end of one. */
const COMMENT = 'первая\u2028вторая\u0085третья\r\nчетвёртая 🙂';

const cli = (command: string, args: string[], databaseUrl: string): Promise<Outcome> =>
  runNode([...startOf(`server/cli/${command}.ts`), ...args], { DATABASE_URL: databaseUrl });

describe.each(dialects)('a backup of %s', (dialect) => {
  const file = join(folder, `${dialect}.ndjson.gz`);
  let world: GivenWorld;
  let source: string;
  let before: Map<string, string[]>;
  const secrets: string[] = [];

  beforeAll(async () => {
    source = await freshDatabaseUrl(dialect);
    world = await startWorld({ portal: { seed: `backup ${dialect}` }, databaseUrl: source });
    await world.install();
    const client = await seededClient(world);
    await client.track('Сбой при загрузке прайса', 1800, COMMENT);
    await client.postReport();
    await world.app.settle();
    await client.track('Правки карточки товара', 2400, 'Новый блок характеристик');
    const methods = ['task.commentitem.add', 'tasks.task.chat.message.send', 'im.message.add'];
    world.portal.control.addFault({ kind: 'serverError', methods, times: 1000 });
    await client.postReport();
    await world.app.settle();
    const { access, refresh } = world.portal.world.app;
    secrets.push(...access.keys(), ...refresh.keys(), world.env['B24_CLIENT_SECRET'] ?? '', client.api.token);
    secrets.push((world.env['TOKEN_KEYS'] ?? '').split(':')[1] ?? '');
    await world.app.stop();
    expect(await cli('backup', ['--to', file], source)).toMatchObject({ code: 0 });
    before = await rowsOf(source);
  }, 120_000);
  afterAll(() => world.stop());

  it('holds every row, no key and no token that opens anything', () => {
    const text = gunzipSync(readFileSync(file)).toString('utf8');
    const rows = text.trim().split('\n').slice(1, -1);
    expect(rows).toHaveLength([...before.values()].reduce((sum, own) => sum + own.length, 0));
    expect(secrets.length).toBeGreaterThan(6);
    const key = Buffer.from(secrets.at(-1) ?? '', 'base64');
    for (const secret of [...secrets, key.toString('hex'), key.toString('latin1')]) {
      expect(secret.length).toBeGreaterThan(15);
      expect(text.includes(secret)).toBe(false);
    }
  });

  const targets: readonly Dialect[] = dialect === 'sqlite' ? dialects : ['postgres'];
  it.each(targets)(
    'comes back whole on %s, where its ledger verifies and posts wait for a person',
    async (target) => {
      const url = await freshDatabaseUrl(target);
      const restored = await cli('restore', ['--from', file], url);
      expect(restored).toMatchObject({
        code: 0,
        output: expect.stringContaining('rows restored') as unknown,
      });
      const after = await rowsOf(url);
      for (const [table, rows] of before) {
        if (table !== 'outbox') expect([table, after.get(table)]).toEqual([table, rows]);
      }
      expect(await cli('ledger', ['verify'], url)).toMatchObject({
        code: 0,
        output: expect.stringContaining('everything holds') as unknown,
      });
      expect([...(after.get('time_entries') ?? [])].join('\n')).toContain(
        JSON.stringify(COMMENT).slice(1, -1),
      );
      const states = (rows: readonly string[] | undefined) =>
        (rows ?? []).map((row) => (JSON.parse(row) as { state: string }).state);
      const known = new Set(states(before.get('outbox')));
      expect(known).toContain('sent');
      expect(known.size).toBeGreaterThan(1);
      expect(new Set(states(after.get('outbox')))).toEqual(new Set(['uncertain']));
    },
  );

  it('is refused by a database that already holds a portal', async () => {
    const refused = await cli('restore', ['--from', file], source);
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^DATABASE_NOT_EMPTY: /) as unknown,
    });
    expect(await rowsOf(source)).toEqual(before);
  });

  const whole = (): string[] => gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const torn: [string, () => Buffer, string][] = [
    [
      'cut off in the middle',
      () => readFileSync(file).subarray(0, readFileSync(file).length >> 1),
      'BACKUP_TORN',
    ],
    ['without its end', () => gzipSync(`${whole().slice(0, -1).join('\n')}\n`), 'BACKUP_TORN'],
    ['with a row missing', () => gzipSync(`${whole().toSpliced(5, 1).join('\n')}\n`), 'BACKUP_TORN'],
    ['that is no backup', () => gzipSync('{"users":[]}\n'), 'BACKUP_UNKNOWN'],
  ];

  it('is refused when torn, and nothing is restored', async () => {
    const url = await freshDatabaseUrl(dialect);
    const db = connect(url);
    await migrate(db);
    for (const [name, make, code] of torn) {
      const broken = join(folder, `${dialect} ${name}.gz`);
      writeFileSync(broken, make());
      await expect(loadBackup(db, broken)).rejects.toMatchObject({ code });
      expect([...(await rowsOf(url)).values()].flat()).toEqual([]);
    }
    await db.destroy();
    const missing = await cli('restore', ['--from', join(folder, 'nothing.gz')], url);
    expect(missing).toMatchObject({ code: 1, output: expect.stringMatching(/^BACKUP_MISSING: /) as unknown });
  });
});

/** Every row of every table, as text, in the order of the keys. */
async function rowsOf(url: string): Promise<Map<string, string[]>> {
  const db: Db = connect(url);
  const tables = new Map<string, string[]>();
  await dumpDatabase(db, ({ table, row }) => {
    const text = JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
    const plain = table === 'outbox' ? JSON.stringify(row) : text;
    tables.set(table, [...(tables.get(table) ?? []), plain]);
    return Promise.resolve();
  });
  await db.destroy();
  return tables;
}
