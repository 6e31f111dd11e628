import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import { billedBy, effectOf } from './rules/effect.js';
import type { LineKind } from './rules/types.js';

/** Kept sums affect cost, never meaning: dropping and rebuilding them changes no figure. */
export type Sums = Map<string, number>;

interface SummedLine {
  kind: LineKind;
  seconds: number;
  recordedSeconds: number;
  packageId: number | null;
}

/** Accounts a set of lines moves, in signed seconds; accounts that end at 0 are kept too. */
export function sumsOf(lines: readonly SummedLine[]): Sums {
  const sums: Sums = new Map();
  for (const line of lines) {
    const effect = effectOf(line);
    const of = `package:${line.packageId ?? 0}`;
    if (line.packageId !== null) {
      add(sums, `${of}:size`, effect.size);
      add(sums, `${of}:spent`, effect.spent);
      add(sums, `${of}:forfeited`, effect.forfeited);
    }
    add(sums, 'overage', effect.overage);
    add(sums, 'courtesy', effect.courtesy);
    add(sums, 'recorded', line.recordedSeconds);
    add(sums, 'billed', billedBy(line));
  }
  return sums;
}

/** What kept sums must be: those of all standing lines, and what reports have issued of it. */
export function standingSums(standing: readonly (SummedLine & { reportNumber: number | null })[]): Sums {
  const sums = sumsOf(standing);
  const issued = standing.filter((line) => line.reportNumber !== null);
  add(
    sums,
    'issued',
    issued.reduce((sum, line) => sum + billedBy(line), 0),
  );
  return sums;
}

function add(sums: Sums, account: string, seconds: number): void {
  if (seconds !== 0) sums.set(account, (sums.get(account) ?? 0) + seconds);
}

/** Adds what a posting moved. The client's row is locked, so nothing runs in between. */
export async function keepSums(
  tx: Tx,
  portalId: string,
  clientId: number,
  moved: Sums,
  position: number,
): Promise<void> {
  const rows = [...moved].map(([account, seconds]) => ({
    portal_id: portalId,
    client_id: clientId,
    account,
    seconds,
    position,
  }));
  if (rows.length === 0) return;
  await tx
    .insertInto('kept_sums')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'client_id', 'account']).doUpdateSet({
        seconds: sql<number>`kept_sums.seconds + excluded.seconds`,
        position,
      }),
    )
    .execute();
}

export async function readKeptSums(db: DbOrTx, portalId: string, clientId: number): Promise<Sums> {
  const rows = await db
    .selectFrom('kept_sums')
    .select(['account', 'seconds'])
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
  return new Map(rows.map((row) => [row.account, row.seconds]));
}

/** Kept sums of every client of a portal in one read. */
export async function readAllKeptSums(db: DbOrTx, portalId: string): Promise<Map<number, Sums>> {
  const rows = await db.selectFrom('kept_sums').selectAll().where('portal_id', '=', portalId).execute();
  const clients = new Map<number, Sums>();
  for (const row of rows) {
    const sums: Sums = clients.get(row.client_id) ?? new Map<string, number>();
    clients.set(row.client_id, sums.set(row.account, row.seconds));
  }
  return clients;
}

/** Throws the kept sums away and makes them again from the lines. */
export async function rebuildKeptSums(
  tx: Tx,
  portalId: string,
  clientId: number,
  sums: Sums,
  position: number,
): Promise<void> {
  await tx
    .deleteFrom('kept_sums')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
  await keepSums(tx, portalId, clientId, sums, position);
}
