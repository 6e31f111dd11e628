import { expect, it } from '@jest/globals';
import { defaultTerms } from '../../../server/base/terms.js';
import { replayTarget } from '../../../server/ledger/replay/replay-target.js';
import type { ReplayOrder } from '../../../server/ledger/replay/replay-order.js';
import { target } from '../../../server/ledger/rules/target.js';
import type { IssuedLine } from '../../../server/ledger/rules/types.js';
import { instant, localDay } from '../../given/ledger-days.js';

/** A client of many entries, some of them issued, with packages that end on the way. */
function longHistory(count: number): ReplayOrder {
  const issuedUntil = count / 4;
  const entries = Array.from({ length: count }, (_, index) => ({
    ...{
      entryId: index + 1,
      taskId: 1 + (index % 40),
      userId: 1 + (index % 5),
      seconds: 60 + (index % 3_000),
    },
    ...{ workedAt: instant(index % 300), workDay: localDay(index % 300), noticedOn: localDay(index % 300) },
    ...{ workType: null, urgency: 'normal', courtesyReason: null, textKey: '' },
  }));
  const issued = entries.slice(0, issuedUntil).map((entry): IssuedLine => ({
    ...{ kind: 'overage', seconds: entry.seconds + (entry.entryId % 7), recordedSeconds: entry.seconds },
    ...{ entryId: entry.entryId, packageId: null, reportNumber: 1, taskId: entry.taskId },
    ...{ userId: entry.userId, workedAt: entry.workedAt, workDay: entry.workDay, workType: 'consulting' },
    ...{ reason: null, why: { rule: 'no-package-left' } },
  }));
  const packages = [1, 2, 3].map((packageId) => ({
    ...{ packageId, sizeSeconds: 400_000 * packageId, boughtAt: instant(0), validFrom: localDay(packageId) },
    ...{ expiresOn: localDay(packageId * 90), closedOn: null, coversEarlier: true },
    purchaseActionId: `action-${packageId}`,
  }));
  return {
    facts: {
      ...{ accountingStartsOn: localDay(0), openingOverageSeconds: 7_200, entries, packages },
      terms: [{ version: 1, effectiveFrom: localDay(0), terms: defaultTerms }],
      ...{ supersededTerms: [], waivers: [], goneOn: new Map([[count + 1, localDay(3)]]), nextPackageId: 4 },
    },
    issued,
    today: localDay(301),
  };
}

const expected = ({ facts, issued, today }: ReplayOrder) => target(facts, issued, today).lines;

it('a replay gives the lines that the rules give, in the thread and without it', async () => {
  for (const count of [200, 2_600]) {
    const order = longHistory(count);
    expect(await replayTarget(order)).toEqual(expected(order));
  }
}, 60_000);

it('everybody else has turns while a long history is replayed', async () => {
  const order = longHistory(6_000);
  const replay = { isOver: false };
  const lines = replayTarget(order).finally(() => (replay.isOver = true));
  let turns = 0;
  const turn = () => {
    turns += 1;
    if (!replay.isOver) setImmediate(turn);
  };
  setImmediate(turn);
  expect((await lines).length).toBeGreaterThan(1_000);
  expect(turns).toBeGreaterThan(200);
}, 60_000);

it('what nobody waits for any more is not begun, and does not stand in the way of others', async () => {
  const order = longHistory(2_600);
  const gone = new AbortController();
  const [first, second, third] = [
    replayTarget(order, gone.signal),
    replayTarget(order, gone.signal),
    replayTarget(order),
  ];
  const refused = expect(Promise.all([first, second])).rejects.toThrow('aborted');
  setImmediate(() => gone.abort());
  await refused;
  await expect(second).rejects.toThrow('aborted');
  expect(await third).toEqual(expected(order));
}, 60_000);
