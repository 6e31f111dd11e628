import { dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { PostingsTable } from '../base/db/tables/ledger.js';
import type { Ground } from '../base/ground.js';
import { randomHex } from '../base/ids.js';
import { linesPosted } from '../base/telemetry.js';
import { type ClientRecord, setPosition } from '../clients/index.js';
import { keepSums, sumsOf } from './kept-sums-store.js';
import { insertLines, insertPosting, lastHash } from './ledger-store.js';
import type { StandingLine } from './rules/difference.js';
import type { Because, TargetLine } from './rules/types.js';
import { CHAIN_START, type LineRow, canonicalJson, digestTexts, sealLine } from './seal.js';

/** Names and comments of a line: erasable, apart from the line itself. */
export interface LineTexts {
  person: string;
  comment: string;
  taskTitle: string;
}

export interface NewLine extends TargetLine {
  reverses?: { posting: number; line: number };
  reportNumber?: number;
  texts?: LineTexts;
}

export interface NewPosting {
  what: PostingsTable['what'];
  lines: readonly NewLine[];
  /** Unique per client: purchases and actions only. */
  cause?: string;
  actionId?: string;
}

/**
 * Appends one posting to the locked client's ledger: numbered without gaps, chained, summed.
 * @param client the row as `lockClient` returned it in this transaction
 * @returns the posting's number: the new position
 */
export async function appendPosting(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  posting: NewPosting,
): Promise<number> {
  const { portal_id: portalId, client_id: clientId } = client;
  const number = client.position + 1;
  const postedAt = ground.clock.now();
  await insertPosting(tx, {
    portal_id: portalId,
    client_id: clientId,
    posting: number,
    what: posting.what,
    posted_at: postedAt,
    today: dayOf(postedAt, client.time_zone),
    cause: posting.cause ?? null,
    action_id: posting.actionId ?? null,
  });
  const start = (await lastHash(tx, portalId, clientId)) ?? CHAIN_START;
  const { lines, texts } = chain(client, number, posting.lines, start);
  await insertLines(tx, lines, texts);
  linesPosted(lines.length);
  await keepSums(tx, portalId, clientId, sumsOf(posting.lines), number);
  await setPosition(tx, portalId, clientId, number);
  client.position = number;
  return number;
}

function chain(client: ClientRecord, posting: number, wanted: readonly NewLine[], start: string): Chained {
  const chained: Chained = { lines: [], texts: [] };
  let previous = start;
  wanted.forEach((line, index) => {
    const key = { portal_id: client.portal_id, client_id: client.client_id, posting, line: index + 1 };
    const salt = line.texts ? randomHex(16) : null;
    const texts = line.texts ? canonicalJson(line.texts) : null;
    const digest = salt !== null && texts !== null ? digestTexts(salt, texts) : null;
    const row = { ...key, ...columnsOf(line), text_digest: digest, previous_hash: previous };
    previous = sealLine(row);
    chained.lines.push({ ...row, hash: previous });
    if (salt !== null && texts !== null) chained.texts.push({ ...key, salt, texts });
  });
  return chained;
}

interface Chained {
  lines: LineRow[];
  texts: {
    portal_id: string;
    client_id: number;
    posting: number;
    line: number;
    salt: string;
    texts: string;
  }[];
}

function columnsOf(
  line: NewLine,
): Omit<LineRow, 'portal_id' | 'client_id' | 'posting' | 'line' | 'text_digest' | 'previous_hash' | 'hash'> {
  return {
    kind: line.kind,
    seconds: line.seconds,
    recorded_seconds: line.recordedSeconds,
    package_id: line.packageId,
    entry_id: line.entryId,
    task_id: line.taskId,
    user_id: line.userId,
    worked_at: line.workedAt,
    work_day: line.workDay,
    work_type: line.workType,
    reason: line.reason,
    reverses_posting: line.reverses?.posting ?? null,
    reverses_line: line.reverses?.line ?? null,
    report_number: line.reportNumber ?? null,
    why: canonicalJson(line.why),
  };
}

/** The mirrored row of a standing line, with what made it give way. */
export function reversalOf(line: StandingLine, because: Because): NewLine {
  return {
    ...line,
    seconds: -line.seconds || 0,
    recordedSeconds: -line.recordedSeconds || 0,
    why: { rule: 'superseded', because },
    reverses: { posting: line.posting, line: line.line },
  };
}
