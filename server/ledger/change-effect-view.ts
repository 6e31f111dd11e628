import type { ChangeEffect } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import { readClient } from '../clients/index.js';
import { type Account, readAccount } from './balance-view.js';
import { effectOf } from './rules/effect.js';
import { type KeptLine, readStanding } from './standing-view.js';

const SHOWN_ENTRIES = 50;

/** A client's figures at one moment, to be compared with those of another. */
export interface Figures {
  account: Account;
  standing: KeptLine[];
}

export async function readFigures(
  db: DbOrTx,
  where: { portalId: string; clientId: number },
  now: number,
): Promise<Figures> {
  const client = await readClient(db, where.portalId, where.clientId);
  if (!client) throw notFound('Client');
  return { account: await readAccount(db, client, now), standing: await readStanding(db, where) };
}

/** What lies between the two: balance, packages, and whose hours are paid by somebody else now. */
export function effectBetween(before: Figures, after: Figures): ChangeEffect {
  const moved = movedEntries(before.standing, after.standing);
  return {
    before: figuresOf(before.account),
    after: figuresOf(after.account),
    packages: movedPackages(before.account, after.account),
    moved: moved.slice(0, SHOWN_ENTRIES),
    movedCount: moved.length,
  };
}

function figuresOf({ balance }: Account): ChangeEffect['before'] {
  return { balanceSeconds: balance.balanceSeconds, overageSeconds: balance.overageSeconds };
}

function movedPackages(before: Account, after: Account): ChangeEffect['packages'] {
  const earlier = new Map(before.packages.map((view) => [view.packageId, view]));
  const later = new Map(after.packages.map((view) => [view.packageId, view]));
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((packageId) => {
    const [was, is] = [earlier.get(packageId), later.get(packageId)];
    const named = is ?? was;
    const isSame =
      was?.leftSeconds === is?.leftSeconds &&
      was?.sizeSeconds === is?.sizeSeconds &&
      was?.state === is?.state;
    if (!named || isSame) return [];
    const { title, source } = named;
    const left = { leftBeforeSeconds: was?.leftSeconds ?? 0, leftAfterSeconds: is?.leftSeconds ?? 0 };
    return [{ packageId, title, source, ...left }];
  });
}

/** Newest work first. */
function movedEntries(before: readonly KeptLine[], after: readonly KeptLine[]): ChangeEffect['moved'] {
  const [was, is] = [payments(before), payments(after)];
  const named = new Map([...before, ...after].map((line) => [line.entryId, line]));
  const moved = [...new Set([...was.keys(), ...is.keys()])].flatMap((entryId) => {
    const [one, other] = [listOf(was.get(entryId)), listOf(is.get(entryId))];
    const line = named.get(entryId);
    if (!line || JSON.stringify(one) === JSON.stringify(other)) return [];
    const { taskTitle = '', person = '' } = line.texts ?? {};
    return [{ entryId, taskTitle, person, workDay: line.workDay, before: one, after: other }];
  });
  return moved.sort((a, b) => (a.workDay === b.workDay ? b.entryId - a.entryId : latest(a, b)));
}

function latest(a: { workDay: string | null }, b: { workDay: string | null }): number {
  return (a.workDay ?? '') < (b.workDay ?? '') ? 1 : -1;
}

/** Per entry: seconds by the package that pays for them, overage under 0. */
function payments(standing: readonly KeptLine[]): Map<number, Map<number, number>> {
  const entries = new Map<number, Map<number, number>>();
  for (const line of standing) {
    if (line.entryId === null) continue;
    const { spent, overage } = effectOf(line);
    const own = entries.get(line.entryId) ?? new Map<number, number>();
    entries.set(line.entryId, own);
    if (spent !== 0) own.set(line.packageId ?? 0, (own.get(line.packageId ?? 0) ?? 0) + spent);
    if (overage !== 0) own.set(0, (own.get(0) ?? 0) + overage);
  }
  return entries;
}

function listOf(sums: ReadonlyMap<number, number> = new Map()): ChangeEffect['moved'][number]['before'] {
  return [...sums]
    .filter(([, seconds]) => seconds !== 0)
    .sort(([a], [b]) => a - b)
    .map(([packageId, seconds]) => ({ packageId: packageId === 0 ? null : packageId, seconds }));
}
