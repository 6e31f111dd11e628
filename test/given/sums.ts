import type { IssuedLine, LineKind, TargetLine } from '../../server/ledger/rules/types.js';

type Line = Pick<TargetLine | IssuedLine, 'kind' | 'seconds' | 'recordedSeconds' | 'packageId' | 'entryId'>;

/** What a set of lines adds up to; seconds, by package and by entry. */
export interface Sums {
  size: Map<number, number>;
  spent: Map<number, number>;
  forfeited: Map<number, number>;
  overageSeconds: number;
  courtesySeconds: number;
  recorded: Map<number, number>;
  billed: Map<number, number>;
}

const sizeKinds: LineKind[] = ['purchase', 'gift', 'adjustment', 'transfer', 'refund', 'rollover'];
const spentKinds: LineKind[] = ['spend', 'cover', 'correction'];
const forfeitKinds: LineKind[] = ['expiry', 'close'];
const billedKinds: LineKind[] = ['spend', 'overage', 'correction'];

/** Reckoned from what the kinds of line are said to do, not by the ledger's own code. */
export function sumsOf(lines: readonly Line[]): Sums {
  const of = (kinds: LineKind[]) => lines.filter(({ kind }) => kinds.includes(kind));
  const isOverage = ({ kind, packageId }: Line) =>
    kind === 'overage' || (kind === 'correction' && packageId === null);
  const total = (some: Line[]) => some.reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    size: byKey(of(sizeKinds), 'packageId', 'seconds'),
    spent: byKey(of(spentKinds), 'packageId', 'seconds'),
    forfeited: byKey(of(forfeitKinds), 'packageId', 'seconds'),
    overageSeconds: total(lines.filter(isOverage)) - total(of(['cover'])),
    courtesySeconds: total(of(['courtesy'])),
    recorded: byKey([...lines], 'entryId', 'recordedSeconds'),
    billed: byKey(of(billedKinds), 'entryId', 'seconds'),
  };
}

/** Unspent seconds minus overage; forfeited hours count when asked. */
export function balanceOf({ size, spent, forfeited, overageSeconds }: Sums): number {
  const all = (map: Map<number, number>) => [...map.values()].reduce((sum, each) => sum + each, 0);
  return all(size) - all(spent) - all(forfeited) - overageSeconds;
}

function byKey(lines: Line[], key: 'packageId' | 'entryId', value: 'seconds' | 'recordedSeconds') {
  const sums = new Map<number, number>();
  for (const line of lines) {
    const id = line[key];
    if (id !== null) sums.set(id, (sums.get(id) ?? 0) + line[value]);
  }
  return sums;
}
