import { DateTime } from 'luxon';
import type { LedgerLine } from '../../api/index.js';
import { effectOf } from '../rules/effect.js';
import type { LineKind } from '../rules/types.js';
import type { LedgerExport } from './read-export.js';

/**
 * A journal that hledger 1.25 accepts. Every line is one transaction in seconds (commodity `s`); packages, overage and
 * courtesy are accounts; the last transaction asserts our kept sums, so hledger re-adds everything independently.
 */
export function toHledger(exported: LedgerExport): string {
  const { client, lines } = exported;
  const head = [
    `; ${client.name.replaceAll('\n', ' ')} — position ${client.position}`,
    'commodity 1000. s',
    '',
  ];
  const body = lines.flatMap((line) => transactionOf(line, client.timeZone));
  return [...head, ...body, ...assertions(exported), ''].join('\n');
}

function transactionOf(line: LedgerLine, zone: string): string[] {
  const moves = movesOf(line);
  if (moves.length === 0) return [];
  const day = DateTime.fromMillis(line.postedAt, { zone }).toISODate();
  const title = [
    line.kind,
    line.reverses ? 'reversal' : '',
    line.entryId === null ? '' : `entry ${line.entryId}`,
  ]
    .filter(Boolean)
    .join(' ');
  return [
    `${day} (${line.posting}.${line.line}) ${title}`,
    ...moves.map(([to, s]) => `    ${to}  ${s} s`),
    '',
  ];
}

/** Balanced moves: what a line takes from one account it puts into another. */
function movesOf(line: LedgerLine): [string, number][] {
  const kind = line.kind as LineKind;
  const effect = effectOf({ kind, seconds: line.seconds, packageId: line.packageId });
  const left = `packages:${line.packageId ?? 0}:left`;
  const moves: [string, number][] = [
    [left, effect.size - effect.spent - effect.forfeited],
    ['bought', -effect.size],
    [`packages:${line.packageId ?? 0}:spent`, effect.spent],
    ['forfeited', effect.forfeited],
    ['overage', effect.overage],
    ['owed', -effect.overage],
    ['courtesy', effect.courtesy],
    ['given', -effect.courtesy],
  ];
  return moves.filter(([, seconds]) => seconds !== 0);
}

function assertions(exported: LedgerExport): string[] {
  const { sums, lines, client } = exported;
  const last = lines.at(-1);
  if (!last) return [];
  const day = DateTime.fromMillis(last.postedAt, { zone: client.timeZone }).toISODate();
  const asserted: [string, number][] = [
    ['overage', sums.get('overage') ?? 0],
    ['courtesy', sums.get('courtesy') ?? 0],
  ];
  for (const account of sums.keys()) {
    const [, packageId] = /^package:(\d+):size$/.exec(account) ?? [];
    if (packageId === undefined) continue;
    const of = (what: string): number => sums.get(`package:${packageId}:${what}`) ?? 0;
    asserted.push([`packages:${packageId}:spent`, of('spent')]);
    asserted.push([`packages:${packageId}:left`, of('size') - of('spent') - of('forfeited')]);
  }
  return [
    `${day} balances as kept at position ${client.position}`,
    ...asserted.map(([account, seconds]) => `    ${account}  0 s = ${seconds} s`),
  ];
}
