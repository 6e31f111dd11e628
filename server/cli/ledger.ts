import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { LedgerLine } from '../api/index.js';
import type { Db } from '../base/db/index.js';
import { formatDuration } from '../base/durations.js';
import { AppError } from '../base/errors.js';
import { type Language, languageOf } from '../base/i18n/index.js';
import { type ClientRecord, readClients } from '../clients/index.js';
import {
  explainLines,
  linesOfEntry,
  readExport,
  toCsv,
  toHledger,
  toJson,
  verifyLedger,
} from '../ledger/index.js';
import { listInstalledPortals, readPortal } from '../portal/installs/index.js';
import { checkReports } from '../reports/index.js';
import { runCommand } from './run-command.js';

const USAGE = `npm run ledger -- export --client ID --format hledger|json|csv [--to FILE] [--portal MEMBER_ID]
npm run ledger -- verify [--client ID] [--portal MEMBER_ID]
npm run ledger -- explain --entry ID [--client ID] [--language ru|en] [--portal MEMBER_ID]
npm run ledger -- clients`;

const formats = { hledger: toHledger, json: toJson, csv: toCsv };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    client: { type: 'string' },
    format: { type: 'string', default: 'hledger' },
    to: { type: 'string' },
    portal: { type: 'string' },
    entry: { type: 'string' },
    language: { type: 'string' },
  },
});

const commands: Record<string, (db: Db) => Promise<void>> = {
  export: exportLedger,
  verify,
  explain,
  clients: listClients,
};

runCommand(async (db) => {
  const command = commands[positionals[0] ?? ''];
  if (!command) throw new AppError('USAGE', `Say what to do:\n${USAGE}`);
  await command(db);
});

async function exportLedger(db: Db): Promise<void> {
  const format = formats[values.format as keyof typeof formats] as (typeof formats)['json'] | undefined;
  if (!format)
    throw new AppError(
      'FORMAT',
      `Unknown format ${values.format}. Known: ${Object.keys(formats).join(', ')}`,
    );
  const [client, ...others] = await chosenClients(db);
  if (!client || others.length > 0)
    throw new AppError('CLIENT', `Name one client with --client ID.\n${USAGE}`);
  const explained = values.format === 'json' ? { explainIn: await languageFor(db, client) } : {};
  const text = format(await readExport(db, client, explained));
  if (values.to === undefined) process.stdout.write(text);
  else writeFileSync(values.to, text);
}

async function verify(db: Db): Promise<void> {
  const clients = await chosenClients(db);
  if (clients.length === 0) throw new AppError('NOT_FOUND', 'There is no client here: nothing was verified');
  for (const client of clients) {
    const verdict = await verifyLedger(db, client);
    const { postings, lines, reports } = verdict;
    const faults = [...verdict.faults, ...(await checkReports(db, client))];
    const outcome = faults.length === 0 ? 'everything holds' : `${faults.length} fault(s)`;
    process.stdout.write(
      `${client.client_id}\t${client.name}: ${outcome}; ${postings} postings, ${lines} lines, ${reports} reports\n`,
    );
    for (const fault of faults) process.stdout.write(`  ${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

async function explain(db: Db): Promise<void> {
  const entryId = Number(values.entry);
  if (!Number.isSafeInteger(entryId))
    throw new AppError('ENTRY', `Name a time entry with --entry ID.\n${USAGE}`);
  let found = 0;
  for (const client of await chosenClients(db)) {
    const lines = (await linesOfEntry(db, client, entryId)).reverse();
    const explanations = await explainLines(db, client, lines, await languageFor(db, client));
    for (const line of lines) process.stdout.write(tellLine(client, line, explanations));
    found += lines.length;
  }
  if (found === 0) throw new AppError('NOT_FOUND', `No ledger has a line of entry ${entryId}`);
}

function tellLine(
  client: ClientRecord,
  line: LedgerLine,
  explanations: Awaited<ReturnType<typeof explainLines>>,
): string {
  const payer =
    line.packageId === null ? '' : ` · package ${line.packageId} ${line.packageTitle ?? ''}`.trimEnd();
  const mirrors = line.reverses ? ` reverses ${line.reverses.posting}.${line.reverses.line}` : '';
  const title = `${client.name} ${line.posting}.${line.line} ${line.kind} ${formatDuration(line.seconds)}${payer}`;
  const why = explanations.get(`${line.posting}.${line.line}`);
  const sentences = [...(why?.steps ?? []), ...(why?.packages ?? [])].map(({ text }) => `    ${text}\n`);
  return `${title}${mirrors}${line.reversed ? ' (reversed later)' : ''}\n${sentences.join('')}`;
}

/** The portal's own, unless another was asked for. */
async function languageFor(db: Db, client: ClientRecord): Promise<Language> {
  if (values.language !== undefined) return languageOf(values.language);
  return languageOf((await readPortal(db, client.portal_id))?.language);
}

async function listClients(db: Db): Promise<void> {
  for (const client of await chosenClients(db)) {
    process.stdout.write(
      `${client.client_id}\t${client.name}\tposition ${client.position}\tportal ${client.portal_id}\n`,
    );
  }
}

async function chosenClients(db: Db): Promise<ClientRecord[]> {
  const portals = await listInstalledPortals(db);
  const chosen = portals.filter(
    (portal) => values.portal === undefined || portal.portal_id === values.portal,
  );
  const clients = (
    await Promise.all(chosen.map((portal) => readClients(db, portal.portal_id, 'all')))
  ).flat();
  if (values.client === undefined) return clients;
  const wanted = clients.filter((client) => client.client_id === Number(values.client));
  if (wanted.length === 0) throw new AppError('NOT_FOUND', `There is no client ${values.client}`);
  return wanted;
}
