import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LedgerLine } from '../../server/api/index.js';
import { dayOf } from '../../server/base/days.js';
import { defaultTerms } from '../../server/base/terms.js';
import { type SeededClient, seededClient } from '../given/seeded-client.js';
import { type GivenWorld, startWorld } from '../given/start-world.js';
import { sumsOf } from '../given/sums.js';
import { runNode, startOf } from '../harness/run-command.js';

const hasHledger = spawnSync('hledger', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'support-hours-export-'));
const hostile = [
  '=HYPERLINK("http://x","y")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\n=1',
  'кавычки "внутри", и; запятая\nвторая строка',
];

interface Exported {
  client: { position: number };
  lines: LedgerLine[];
  sums: Record<string, number>;
}

let world: GivenWorld;
let client: SeededClient;
let exported: Exported;
let journal: string;
let csv: string;

async function ledger(...args: string[]): Promise<string> {
  const done = await runNode([...startOf('server/cli/ledger.ts'), ...args], {
    DATABASE_URL: world.env['DATABASE_URL'] ?? '',
  });
  if (done.code !== 0) throw new Error(done.output);
  return done.output;
}

async function exportAs(format: string): Promise<string> {
  const file = join(folder, `ledger.${format}`);
  await ledger('export', '--client', String(client.clientId), '--format', format, '--to', file);
  return readFileSync(file, 'utf8');
}

/** A quarter's department, one client of it, a report, and then everything that may happen to issued hours. */
beforeAll(async () => {
  world = await startWorld({ portal: { seed: 'export' } });
  await world.install();
  client = await seededClient(world);
  const kept = await client.track('Правка формы', 3000, 'обычная запись');
  const gone = await client.track('Лишняя работа', 1200, 'по ошибке');
  await client.postReport();
  await world.app.settle();
  const { control } = world.portal;
  control.editEntry({ id: kept, seconds: 1800 });
  control.deleteEntry({ id: gone });
  for (const [index, comment] of hostile.entries())
    await client.track(hostile[index] ?? '', 600 + index, comment);
  await changePackages();
  await world.app.settle({ sweep: true });
  await client.notice();
  journal = await exportAs('hledger');
  csv = await exportAs('csv');
  exported = JSON.parse(await exportAs('json')) as Exported;
}, 120_000);

afterAll(() => world.stop());

describe('the exported ledger', () => {
  it('holds corrections of issued hours, and verifies', async () => {
    const kinds = new Set(exported.lines.map((line) => line.kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['purchase', 'spend', 'issue', 'correction']));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['adjustment', 'transfer', 'refund', 'close', 'rollover', 'expiry']),
    );
    expect(exported.lines.some((line) => line.reverses !== null)).toBe(true);
    expect(await ledger('verify', '--client', String(client.clientId))).toContain('everything holds');
  });

  it('as JSON: sums are those of its lines, and those the screen shows', async () => {
    const sums = sumsOf(
      exported.lines.map((line) => ({
        ...line,
        kind: line.kind as Parameters<typeof sumsOf>[0][number]['kind'],
      })),
    );
    const kept = new Map(Object.entries(exported.sums));
    expect(kept.get('overage') ?? 0).toBe(sums.overageSeconds);
    expect(kept.get('courtesy') ?? 0).toBe(sums.courtesySeconds);
    for (const [packageId, size] of sums.size)
      expect([packageId, kept.get(`package:${packageId}:size`)]).toEqual([packageId, size]);
    for (const [packageId, spent] of sums.spent)
      expect([packageId, kept.get(`package:${packageId}:spent`)]).toEqual([packageId, spent]);
    const shown = (await client.api.get(`/clients/${client.clientId}`)).body as {
      balance: Record<string, number>;
    };
    expect(shown.balance['position']).toBe(exported.client.position);
    expect(shown.balance['recordedSeconds']).toBe(exported.sums['recorded']);
    expect(shown.balance['recordedSeconds']).toBe(truth());
  });

  it('as a journal: an adder of our own finds the same accounts', () => {
    const added = addUp(journal);
    for (const [account, seconds] of Object.entries(ours()))
      expect([account, added.get(account) ?? 0]).toEqual([account, seconds]);
    expect([...added.values()].reduce((sum, seconds) => sum + seconds, 0)).toBe(0);
  });

  it(`as a journal: hledger ${hasHledger ? 'checks it and re-adds the same accounts' : 'is NOT INSTALLED and was NOT RUN; only our own adder was'}`, () => {
    if (!hasHledger) return void expect(addUp(journal).size).toBeGreaterThan(3);
    const file = join(folder, 'ledger.hledger');
    const checked = spawnSync('hledger', ['-f', file, 'check'], { encoding: 'utf8' });
    expect([checked.status, checked.stderr]).toEqual([0, '']);
    const balance = spawnSync('hledger', ['-f', file, 'bal', '--flat', '-E', '-N'], { encoding: 'utf8' });
    const found = new Map(
      balance.stdout.split('\n').flatMap((line): [string, number][] => {
        const [, seconds, account] = /^\s*(-?\d+)(?: s)?\s{2}(\S+)$/.exec(line) ?? [];
        return account === undefined ? [] : [[account, Number(seconds)]];
      }),
    );
    for (const [account, seconds] of Object.entries(ours()))
      expect([account, found.get(account) ?? 0]).toEqual([account, seconds]);
  });

  it('as a journal: a changed figure does not pass', () => {
    const changed = journal.replace(
      /(packages:1:spent {2})(\d+) s/,
      (_all, head: string, s: string) => `${head}${Number(s) + 60} s`,
    );
    expect(changed).not.toBe(journal);
    expect([...addUp(changed).values()].reduce((sum, seconds) => sum + seconds, 0)).toBe(60);
    if (hasHledger) expect(spawnSync('hledger', ['-f', '-', 'check'], { input: changed }).status).not.toBe(0);
  });

  it('as CSV: one row a line, every text whole, and no cell that a spreadsheet would run', () => {
    const [head = [], ...rows] = parseCsv(csv.replace(/^\uFEFF/, ''));
    expect(csv.startsWith('\uFEFF')).toBe(true);
    expect(rows).toHaveLength(exported.lines.length);
    const numeric = new Set([
      'posting',
      'line',
      'postedAt',
      'seconds',
      'recordedSeconds',
      'balanceEffectSeconds',
    ]);
    for (const row of rows) {
      expect(row).toHaveLength(head.length);
      row.forEach((cell, index) => {
        if (numeric.has(head[index] ?? '')) expect(cell).toMatch(/^-?\d+$/);
        else expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      });
    }
    const column = (name: keyof LedgerLine) => rows.map((row) => row[head.indexOf(name)] ?? '');
    const total = (cells: readonly string[]) => cells.reduce((sum, cell) => sum + Number(cell), 0);
    expect(total(column('seconds'))).toBe(exported.lines.reduce((sum, line) => sum + line.seconds, 0));
    const mirrored = world.portal.control.truth().entries.map((entry) => entry.comment);
    for (const comment of hostile.filter((one) => mirrored.includes(one))) {
      expect(column('comment').map((cell) => cell.replace(/^'/, ''))).toContain(comment);
    }
    expect(hostile.filter((one) => mirrored.includes(one)).length).toBeGreaterThan(3);
  });
});

/** Everything that people and terms can do with packages. */
async function changePackages(): Promise<void> {
  const { api, clientId } = client;
  const of = `/clients/${clientId}`;
  const day = (ago: number) => dayOf(world.portal.control.clock().now - ago * 86_400_000, 'Europe/Moscow');
  const asked = () => ({ requestId: randomUUID(), reason: 'так договорились' });
  const rollover = { mode: 'share', sharePermille: 500, seconds: 0, times: 'once', validMonths: 2 } as const;
  const terms = { ...defaultTerms, rollover };
  const sell = (hours: number, from: number, until: number | null) =>
    api.send('POST', `${of}/packages`, {
      ...{ requestId: randomUUID(), title: `Ещё ${hours} часов`, sizeSeconds: hours * 3600 },
      ...{ boughtOn: day(from), validFrom: day(from), expiresOn: until === null ? null : day(until) },
      coversEarlier: false,
    });
  const answers = [
    await api.send('POST', `${of}/terms`, { requestId: randomUUID(), terms, effectiveFrom: day(40) }),
    await sell(200, 22, 20),
    await sell(50, 1, null),
  ];
  const { packages } = (await api.get(of)).body as { packages: { packageId: number; title: string }[] };
  const idOf = (title: string) => packages.find((each) => each.title === title)?.packageId ?? 0;
  const [from, to] = [idOf('Ещё 50 часов'), idOf('Пакет 20 часов')];
  const change = (wish: string, body: object) =>
    api.send('POST', `${of}/packages/${from}/${wish}`, { ...asked(), ...body });
  answers.push(
    await change('adjust', { seconds: -3600 }),
    await change('transfer', { seconds: 5 * 3600, toPackageId: to }),
    await change('refund', { seconds: 3 * 3600, priceMinor: 900_000, currency: 'RUB' }),
    await change('close', {}),
  );
  for (const { status, body } of answers) expect([status < 300, body]).toEqual([true, expect.anything()]);
}

/** What the portal itself says was worked in the client's groups since accounting started. */
function truth(): number {
  const groups = new Set(world.portal.control.directory()?.clients[0]?.groupIds);
  const start = dayOf(world.portal.control.clock().now - 40 * 86_400_000, 'Europe/Moscow');
  return world.portal.control
    .truth()
    .entries.filter(
      (entry) => groups.has(entry.groupIdWhenMade) && dayOf(entry.workedAt, 'Europe/Moscow') >= start,
    )
    .reduce((sum, entry) => sum + entry.seconds, 0);
}

/** Accounts as our sums know them. */
function ours(): Record<string, number> {
  const { sums } = exported;
  const accounts: Record<string, number> = { overage: sums['overage'] ?? 0, courtesy: sums['courtesy'] ?? 0 };
  for (const id of new Set(Object.keys(sums).flatMap((name) => /^package:(\d+)/.exec(name)?.[1] ?? []))) {
    const of = (what: string) => sums[`package:${id}:${what}`] ?? 0;
    accounts[`packages:${id}:spent`] = of('spent');
    accounts[`packages:${id}:left`] = of('size') - of('spent') - of('forfeited');
  }
  return accounts;
}

/** Reads a journal's postings and nothing else of it. */
function addUp(text: string): Map<string, number> {
  const accounts = new Map<string, number>();
  for (const [, account = '', seconds] of text.matchAll(/^ {4}(\S+) {2}(-?\d+) s(?: =.*)?$/gm)) {
    accounts.set(account, (accounts.get(account) ?? 0) + Number(seconds));
  }
  return accounts;
}

function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
