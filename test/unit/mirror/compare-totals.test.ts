import { describe, expect, it } from '@jest/globals';
import { compareTotals, type KeptTotal } from '../../../server/portal/mirror/rules/compare-totals.js';
import { parseTasks } from '../../../server/portal/mirror/ask/parse-task.js';

const told = parseTasks({
  tasks: [
    { id: '1', groupId: '7', timeSpentInLogs: '60' },
    { id: '2', groupId: '7', timeSpentInLogs: '61' },
    { id: '3', groupId: '8', timeSpentInLogs: null },
    { id: '4', groupId: '7', timeSpentInLogs: '5' },
    { id: '5', groupId: '7' },
  ],
});
const keep = (taskId: number, change: Partial<KeptTotal> = {}): [number, KeptTotal] => [
  taskId,
  { taskId, groupId: 7, state: 'live', seconds: 60, askedAt: 10, deleteSeen: false, ...change },
];

describe('totals against the mirror', () => {
  const kept = new Map([
    keep(1),
    keep(2),
    keep(3, { seconds: 0 }),
    keep(4, { state: 'out-of-sight', seconds: 5 }),
    keep(6),
    keep(7, { groupId: 9 }),
    keep(8, { askedAt: 30 }),
    keep(9, { state: 'out-of-sight' }),
    keep(10, { state: 'out-of-sight', deleteSeen: true }),
    keep(11, { state: 'deleted' }),
  ]);
  const verdict = compareTotals(told, kept, { groupIds: new Set([7, 8]), askedAt: 20 });

  it('suspects other sums, other groups, unknown tasks and those that are back', () => {
    expect(verdict.suspectTaskIds).toEqual([2, 3, 4, 5]);
  });

  it('misses only live tasks of the watched groups known before, and gone ones whose deletion was announced', () => {
    expect(verdict.missingTaskIds).toEqual([6, 10]);
  });
});
