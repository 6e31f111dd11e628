import { describe, expect, it } from '@jest/globals';
import { columnOf, hasTag, withoutTag } from '../../../server/board/rules/columns.js';
import { planMove, type Plan, type TaskNow } from '../../../server/board/rules/plan-move.js';
import { loadsOf } from '../../../server/board/rules/loads.js';
import { tellOutcome } from '../../../server/board/rules/tell-outcome.js';

const MAKER = 10;
const DOER = 20;
const OTHER = 30;
const byStatus = { by: 'status' as const, tag: 'ждёт ответа' };
const byTag = { by: 'tag' as const, tag: 'ждёт ответа' };

function task(more: Partial<TaskNow>): TaskNow {
  const people = { responsibleId: DOER, createdBy: MAKER };
  return {
    status: 2,
    tags: [],
    taskControl: false,
    mayEdit: false,
    mayDisapprove: false,
    ...people,
    ...more,
  };
}
const doer = { userId: DOER, isAdmin: false };
const maker = { userId: MAKER, isAdmin: false };
const doing = (plan: Plan) => ('steps' in plan ? plan.steps.map((step) => step.do).join(' ') : plan.refusal);
const to = (column: Parameters<typeof planMove>[1]['column'], userId = DOER) => ({ column, userId });

describe('the column of a task', () => {
  it('is its status; a tag says that it waits where the portal wants it so', () => {
    const columns = [1, 2, 3, 4, 5, 6, 7].map((status) => columnOf({ status, tags: [] }, byStatus));
    expect(columns).toEqual(['todo', 'todo', 'doing', 'review', 'done', 'waiting', 'done']);
    expect(columnOf({ status: 3, tags: ['Ждёт ответа '] }, byTag)).toBe('waiting');
    expect(columnOf({ status: 3, tags: ['ждёт ответа'] }, byStatus)).toBe('doing');
    expect(columnOf({ status: 4, tags: ['ждёт ответа'] }, byTag)).toBe('review');
    expect(columnOf({ status: 6, tags: [] }, byTag)).toBe('waiting');
  });

  it('compares tags without regard to case', () => {
    expect(hasTag(['ЖДЁТ ОТВЕТА'], 'ждёт ответа')).toBe(true);
    expect(withoutTag(['Вёрстка', 'Ждёт Ответа'], 'ждёт ответа')).toEqual(['Вёрстка']);
  });
});

describe('a move', () => {
  it.each([
    [3, 'waiting', 'pause defer'],
    [2, 'waiting', 'defer'],
    [6, 'doing', 'renew start'],
    [6, 'todo', 'renew'],
    [2, 'doing', 'start'],
    [3, 'todo', 'pause'],
    [3, 'done', 'complete'],
    [5, 'doing', 'renew start'],
    [5, 'todo', 'renew'],
    [3, 'doing', ''],
  ] as const)('from status %s to «%s» takes: %s', (status, column, steps) => {
    expect(doing(planMove(task({ status }), to(column), doer, byStatus))).toBe(steps);
  });

  it('out of approval is sent back by whoever set the task, and taken back by its performer', () => {
    const result = task({ status: 4, taskControl: true });
    expect(doing(planMove(result, to('todo'), maker, byStatus))).toBe('disapprove');
    expect(doing(planMove(result, to('doing'), doer, byStatus))).toBe('renew start');
    expect(doing(planMove(result, to('done'), maker, byStatus))).toBe('approve');
  });

  it('to approval turns control on where it is off, and only where somebody is there to approve', () => {
    expect(doing(planMove(task({ status: 3, taskControl: true }), to('review'), doer, byStatus))).toBe(
      'complete',
    );
    expect(doing(planMove(task({ status: 3, mayEdit: true }), to('review'), doer, byStatus))).toBe(
      'update complete',
    );
    expect(doing(planMove(task({ status: 3 }), to('review'), doer, byStatus))).toBe('may-not-edit');
    expect(doing(planMove(task({ status: 3, taskControl: true }), to('review'), maker, byStatus))).toBe(
      'own-task',
    );
    expect(doing(planMove(task({ status: 3, createdBy: DOER }), to('review'), doer, byStatus))).toBe(
      'no-approver',
    );
  });

  it('of an administrator reaches «done» through approval', () => {
    const admin = { userId: OTHER, isAdmin: true };
    expect(doing(planMove(task({ status: 3, taskControl: true }), to('done'), admin, byStatus))).toBe(
      'complete approve',
    );
    expect(doing(planMove(task({ status: 6, taskControl: true }), to('done'), doer, byStatus))).toBe(
      'renew complete',
    );
  });

  it('to another person delegates before the status, because delegating always leads to «to do»', () => {
    const editable = { mayEdit: true, status: 3 };
    expect(doing(planMove(task(editable), to('doing', OTHER), maker, byStatus))).toBe('delegate start');
    expect(doing(planMove(task({ status: 5, mayEdit: true }), to('todo', OTHER), maker, byStatus))).toBe(
      'renew delegate',
    );
    expect(doing(planMove(task({ status: 3 }), to('todo', OTHER), doer, byStatus))).toBe('delegate');
    expect(doing(planMove(task({ status: 3 }), to('doing', OTHER), doer, byStatus))).toBe(
      'gives-away-rights',
    );
  });

  it('with a tag for waiting changes the tags first', () => {
    const tagged = task({ status: 3, tags: ['Вёрстка', 'ждёт ответа'] });
    expect(planMove(task({ status: 3, tags: ['Вёрстка'] }), to('waiting'), maker, byTag)).toEqual({
      steps: [{ do: 'update', tags: ['Вёрстка', 'ждёт ответа'] }],
    });
    expect(planMove(tagged, to('todo'), maker, byTag)).toEqual({
      steps: [{ do: 'update', tags: ['Вёрстка'] }, { do: 'pause' }],
    });
    expect(doing(planMove(tagged, to('done'), doer, byTag))).toBe('complete');
  });
});

describe('what is told of a move', () => {
  const same = (one: string, other: string) => one === other;
  const done = { step: { do: 'pause' as const }, outcome: 'done' as const };
  const no = { step: { do: 'defer' as const }, outcome: 'refused' as const };

  it('goes by where the task stands in the end', () => {
    const at = (now: string | null) => ({ from: 'doing', to: 'waiting', now });
    expect(tellOutcome([done], at('waiting'), same)).toEqual({ outcome: 'moved', reason: null });
    expect(tellOutcome([no], at('doing'), same)).toEqual({ outcome: 'refused', reason: 'only-performer' });
    expect(tellOutcome([done, no], at('todo'), same)).toEqual({
      outcome: 'half-way',
      reason: 'only-performer',
    });
    expect(tellOutcome([done, no], at(null), same).outcome).toBe('half-way');
    expect(tellOutcome([done], at('review'), same).reason).toBe('awaits-approval');
    const lost = { ...done, outcome: 'unknown' as const };
    expect(tellOutcome([lost], at('doing'), same).outcome).toBe('unclear');
    expect(tellOutcome([lost], at('waiting'), same).outcome).toBe('moved');
  });
});

describe('the load of a person', () => {
  it('is what is left of work to do and in work; critical work is counted apart', () => {
    const card = { userId: DOER, isCritical: false, estimateSeconds: 3_600, spentSeconds: 600 };
    const loads = loadsOf([
      { ...card, column: 'doing' },
      { ...card, column: 'doing', isCritical: true },
      { ...card, column: 'todo', estimateSeconds: 0 },
      { ...card, column: 'doing', spentSeconds: 7_200 },
      { ...card, column: 'waiting' },
    ]);
    expect(loads.get(DOER)).toEqual({ doing: 2, doingCritical: 1, loadSeconds: 6_000, unestimated: 1 });
  });
});
