import { randomUUID } from 'node:crypto';
import type { Visitor } from '../../server/access/index.js';
import type { SellPackage } from '../../server/api/index.js';
import type { Db, Tx } from '../../server/base/db/index.js';
import { type ClientRecord, createClient, readClient } from '../../server/clients/index.js';
import {
  type CutPoint,
  type HoursPosted,
  type KeptLine,
  issueReport,
  openLedger,
  postHours,
  readReportLines,
  readSeal,
  readStanding,
  reopenReport,
  sellPackage,
} from '../../server/ledger/index.js';
import type { PackageOf } from '../../server/ledger/package-hands.js';
import { instant, localDay } from './ledger-days.js';

/** An entry of the mirror; what is left out is ordinary. */
export interface StoredEntry {
  entryId: number;
  seconds: number;
  workedAt: number;
  taskId?: number;
  userId?: number;
  comment?: string;
  groupId?: number;
  state?: 'live' | 'deleted';
}

/** A portal in a real database whose clock, mirror rows and ledgers a test moves by hand. */
export interface StoredLedger {
  db: Db;
  portalId: string;
  visitor: Visitor;
  ground: { clock: { now: () => number } };
  setDay: (day: number, minute?: number) => void;
  inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  addClient: (options?: { openingSeconds?: number; startsOn?: string; groupId?: number }) => Promise<number>;
  client: (clientId: number) => Promise<ClientRecord>;
  work: (entry: StoredEntry) => Promise<void>;
  post: (clientId: number) => Promise<HoursPosted>;
  sell: (clientId: number, sold: Partial<SellPackage> & { hours?: number }) => Promise<number>;
  change: (
    clientId: number,
    packageId: number,
    work: (tx: Tx, ground: StoredLedger['ground'], of: PackageOf) => Promise<void>,
  ) => Promise<void>;
  standing: (clientId: number) => Promise<KeptLine[]>;
  issue: (clientId: number, cut: CutPoint, seenPosition?: number) => Promise<KeptLine[]>;
  reopen: (clientId: number, number: number) => Promise<void>;
}

/** Client `n` owns group `100 + n` unless told otherwise. Days are day numbers of the laws. */
export function storedLedger(db: Db, portalId: string): StoredLedger {
  let at = instant(20, 720);
  const ground = { clock: { now: () => (at += 1) } };
  const visitor: Visitor = { portalId, userId: 1, role: 'administrator', isAdmin: true, name: 'Ирина' };
  const inTx: StoredLedger['inTx'] = (work) => db.transaction().execute(work);
  let clients = 0;

  async function client(clientId: number): Promise<ClientRecord> {
    const found = await readClient(db, portalId, clientId);
    if (!found) throw new Error(`No client ${clientId}`);
    return found;
  }

  return {
    ...{ db, portalId, visitor, ground, inTx, client },
    setDay: (day, minute = 720) => {
      at = Math.max(at, instant(day, minute));
    },
    addClient: (options = {}) => {
      clients += 1;
      const wanted = {
        requestId: randomUUID(),
        name: `Клиент ${clients}`,
        groupIds: [options.groupId ?? 100 + clients],
        timeZone: 'Europe/Moscow',
        accountingStartsOn: options.startsOn ?? localDay(0),
        openingBalanceSeconds: options.openingSeconds ?? 0,
      };
      return inTx(async (tx) => {
        const made = await createClient(tx, ground, visitor, wanted);
        await openLedger(tx, ground, made.client, made.actionId);
        return made.client.client_id;
      });
    },
    work: (entry) => mirror(db, portalId, ground.clock.now(), entry),
    post: (clientId) => inTx((tx) => postHours(tx, ground, portalId, clientId)),
    sell: (clientId, { hours = 1, ...sold }) => {
      const wanted = {
        ...{ requestId: randomUUID(), title: `Пакет ${hours} ч`, sizeSeconds: hours * 3600 },
        ...{ boughtOn: localDay(0), validFrom: localDay(0), ...sold },
      };
      return inTx(async (tx) => (await sellPackage(tx, ground, visitor, clientId, wanted)).packageId ?? 0);
    },
    change: (clientId, packageId, work) => inTx((tx) => work(tx, ground, { visitor, clientId, packageId })),
    standing: (clientId) => readStanding(db, { portalId, clientId }),
    issue: (clientId, cut, seenPosition) =>
      inTx(async (tx) => {
        const position = seenPosition ?? (await readClient(tx, portalId, clientId))?.position ?? 0;
        const held = await readReportLines(tx, { portalId, clientId, position, cut });
        await issueReport(tx, ground, {
          ...{ portalId, clientId, seenPosition: position, cut, model: {}, texts: [], layoutVersion: 1 },
          ...{ seal: await readSeal(tx, portalId, clientId, position), number: held.number, actionId: null },
        });
        return held.lines;
      }),
    reopen: (clientId, number) =>
      inTx((tx) =>
        reopenReport(tx, ground, { portalId, clientId, number, reason: 'ошибка', actionId: randomUUID() }),
      ),
  };
}

/** Writes an entry as the mirror would: the newest version, and when it was noticed. */
async function mirror(db: Db, portalId: string, now: number, entry: StoredEntry): Promise<void> {
  const row = {
    ...{
      portal_id: portalId,
      entry_id: entry.entryId,
      task_id: entry.taskId ?? 1,
      user_id: entry.userId ?? 1,
    },
    ...{
      seconds: entry.seconds,
      comment: entry.comment ?? '',
      worked_at: entry.workedAt,
      made_at: entry.workedAt,
    },
    ...{
      source: 3,
      group_id: entry.groupId ?? 101,
      group_is_guess: 0,
      state: entry.state ?? ('live' as const),
    },
    ...{ noticed_at: now, asked_at: now },
  };
  await db
    .insertInto('time_entries')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal_id', 'entry_id']).doUpdateSet(row))
    .execute();
}
