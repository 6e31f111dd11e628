import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { readIssues } from './issues-view.js';
import { type Sums, readKeptSums, standingSums, sumsOf } from './kept-sums-store.js';
import { balanceEffectOf } from './rules/effect.js';
import { CHAIN_START, type LineRow, digestTexts, sealLine } from './seal.js';
import { type KeptLine, readStanding } from './standing-view.js';

export interface Verdict {
  clientId: number;
  lines: number;
  postings: number;
  reports: number;
  /** Empty = everything holds. The first one names the first broken line. */
  faults: string[];
}

/** Re-checks a client's ledger from its raw rows: gapless postings, chain, texts, bounds, kept sums, report chain. */
export async function verifyLedger(db: DbOrTx, client: ClientRecord): Promise<Verdict> {
  const { portal_id: portalId, client_id: clientId } = client;
  const rows = await readLines(db, client);
  const standing = await readStanding(db, { portalId, clientId });
  const issues = await readIssues(db, portalId, clientId);
  const faults = [
    ...chainFaults(rows, client.position),
    ...(await textFaults(db, client, rows)),
    ...(await postingFaults(db, client, rows)),
    ...boundFaults(sumsOf(standing)),
    ...(await keptFaults(db, client, standing)),
    ...reportFaults(issues, standing, rows),
  ];
  const postings = new Set(rows.map((row) => row.posting)).size;
  return { clientId, lines: rows.length, postings, reports: issues.length, faults };
}

async function readLines(db: DbOrTx, client: ClientRecord): Promise<LineRow[]> {
  return db
    .selectFrom('lines')
    .selectAll()
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .orderBy('posting')
    .orderBy('line')
    .execute();
}

function chainFaults(rows: readonly LineRow[], position: number): string[] {
  let previous = CHAIN_START;
  let expected = { posting: 1, line: 1 };
  for (const row of rows) {
    const at = `line ${row.posting}.${row.line}`;
    const isNext = row.posting === expected.posting && row.line === expected.line;
    const isNextPosting = row.posting === expected.posting + 1 && row.line === 1;
    if (!isNext && !isNextPosting) return [`${at}: the numbering has a gap before it`];
    const { hash, ...content } = row;
    if (row.previous_hash !== previous) return [`${at}: does not follow the line before it`];
    if (sealLine(content) !== hash) return [`${at}: its content does not match its seal`];
    previous = hash;
    expected = { posting: row.posting, line: row.line + 1 };
  }
  const last = rows.at(-1)?.posting ?? 0;
  return last === position ? [] : [`the ledger ends at posting ${last}, but its position is ${position}`];
}

/** Texts may be gone only where an erasure says so. */
async function textFaults(db: DbOrTx, client: ClientRecord, rows: readonly LineRow[]): Promise<string[]> {
  const texts = await db
    .selectFrom('line_texts')
    .selectAll()
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .execute();
  const digests = new Map(texts.map((text) => [keyOf(text), digestTexts(text.salt, text.texts)]));
  const mayBeGone = await hasErasure(db, client.portal_id);
  return rows.flatMap((row) => {
    const digest = digests.get(keyOf(row)) ?? null;
    if (digest === row.text_digest || (digest === null && mayBeGone)) return [];
    return digest === null
      ? [`line ${keyOf(row)}: its names and comment are missing, and no erasure was recorded`]
      : [`line ${keyOf(row)}: its names or comment were changed`];
  });
}

async function hasErasure(db: DbOrTx, portalId: string): Promise<boolean> {
  const row = await db
    .selectFrom('erasures')
    .select('at')
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  return row !== undefined;
}

function keyOf(row: { posting: number; line: number }): string {
  return `${row.posting}.${row.line}`;
}

/** Every posting has lines, and every line its posting. */
async function postingFaults(db: DbOrTx, client: ClientRecord, rows: readonly LineRow[]): Promise<string[]> {
  const found = await db
    .selectFrom('postings')
    .select('posting')
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .execute();
  const postings = new Set(found.map((row) => row.posting));
  const lined = new Set(rows.map((row) => row.posting));
  const lost = [...lined].filter((posting) => !postings.has(posting));
  const empty = [...postings].filter((posting) => !lined.has(posting));
  return [
    ...lost.map((posting) => `posting ${posting}: its lines stand, but its own row is missing`),
    ...empty.map((posting) => `posting ${posting}: has no lines`),
  ];
}

function boundFaults(sums: Sums): string[] {
  const faults: string[] = [];
  for (const account of sums.keys()) {
    const [, packageId] = /^package:(\d+):size$/.exec(account) ?? [];
    if (packageId === undefined) continue;
    const of = (what: string): number => sums.get(`package:${packageId}:${what}`) ?? 0;
    if (of('spent') < 0) faults.push(`package ${packageId}: spent is below zero`);
    if (of('spent') + of('forfeited') > of('size'))
      faults.push(`package ${packageId}: spent more than its size`);
  }
  if ((sums.get('overage') ?? 0) < 0) faults.push('overage is below zero');
  return faults;
}

async function keptFaults(
  db: DbOrTx,
  client: ClientRecord,
  standing: readonly KeptLine[],
): Promise<string[]> {
  const kept = await readKeptSums(db, client.portal_id, client.client_id);
  const fresh = standingSums(standing);
  const accounts = new Set([...kept.keys(), ...fresh.keys()]);
  return [...accounts]
    .filter((account) => (kept.get(account) ?? 0) !== (fresh.get(account) ?? 0))
    .map((account) => `kept sum of ${account} differs from its lines`);
}

/** Opening + lines = closing along the whole series, and every seal is the hash that stands at its position. */
function reportFaults(
  issues: Awaited<ReturnType<typeof readIssues>>,
  standing: readonly KeptLine[],
  rows: readonly LineRow[],
): string[] {
  const faults: string[] = [];
  let opening = 0;
  for (const issue of [...issues].reverse()) {
    const sealed = rows.findLast((row) => row.posting <= issue.seen_position);
    if (sealed && sealed.hash !== issue.seal)
      faults.push(`report ${issue.number}: its seal is not the ledger's`);
    if (issue.reopened) continue;
    const moved = standing
      .filter((line) => line.reportNumber === issue.number)
      .reduce((sum, line) => sum + balanceEffectOf(line), 0);
    if (issue.opening_seconds !== opening)
      faults.push(`report ${issue.number}: does not open where the last closed`);
    if (opening + moved !== issue.closing_seconds)
      faults.push(`report ${issue.number}: opening + lines ≠ closing`);
    opening = issue.closing_seconds;
  }
  return faults;
}
