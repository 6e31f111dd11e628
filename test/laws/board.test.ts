import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnOf, type Column } from '../../server/board/rules/columns.js';
import { planMove, type Step, type TaskNow } from '../../server/board/rules/plan-move.js';
import { taskActions } from '../portal/methods/task-card.js';
import { createTask, changeTask } from '../portal/acts/tasks.js';
import { mayChangeStatus, mayDelegate, targetStatus } from '../portal/acts/status.js';
import { canEditTask } from '../portal/acts/access.js';
import { createGroup, createUser, joinGroup } from '../portal/acts/people.js';
import type { Task, User } from '../portal/world/model.js';
import type { World } from '../portal/world/world.js';
import { withDelegation } from '../portal/methods/tasks.js';
import { type Portal, startPortal } from '../portal/index.js';

const columns: Column[] = ['todo', 'doing', 'waiting', 'review', 'done'];
const tag = 'ждёт ответа';

/** One call, as the simulated platform judges it by its own rules; false = refused, nothing changed. */
function take(world: World, user: User, task: Task, step: Step): boolean {
  if (step.do === 'delegate') {
    if (!mayDelegate(world, user, task)) return false;
    changeTask(world, task, withDelegation(task, { responsibleId: step.userId }), user.id, null);
    return true;
  }
  if (step.do === 'update') {
    if (!canEditTask(world, user, task)) return false;
    const tags = step.tags?.map((title, id) => ({ id: id + 1, title }));
    const control = step.taskControl ? { taskControl: true } : {};
    changeTask(world, task, { ...(tags && { tags }), ...control }, user.id, null);
    return true;
  }
  const status = targetStatus(task, user, step.do);
  if (status === task.status) return true;
  if (!mayChangeStatus(world, user, task, step.do)) return false;
  changeTask(world, task, { status }, user.id, null);
  return true;
}

function shown(world: World, user: User, task: Task): TaskNow {
  const { status, responsibleId, createdBy, taskControl } = task;
  const may = taskActions(world, user, task);
  const rights = { mayEdit: may['edit'] === true, mayDisapprove: may['disapprove'] === true };
  return {
    status,
    responsibleId,
    createdBy,
    taskControl,
    tags: task.tags.map(({ title }) => title),
    ...rights,
  };
}

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ seed: 'board laws', empty: true });
});
afterAll(() => portal.stop());

describe('moves on a board, against the platform’s own rules', () => {
  it('reach their place when an administrator makes them, and change nothing once refused by the first step', () => {
    const { world } = portal;
    const people = ['Мария', 'Пётр', 'Семён'].map((name) => createUser(world, { name, lastName: 'Н' }));
    const admin = world.data.users.get(1);
    const all = admin ? [admin, ...people] : people;
    const group = createGroup(world, { name: 'Магазин', ownerId: people[0]?.id ?? 1 });
    for (const person of people.slice(1)) joinGroup(group, person.id, 'K');
    const anyone = fc.integer({ min: 0, max: all.length - 1 });
    fc.assert(
      fc.property(
        fc.record({
          ...{ actor: anyone, maker: anyone, doer: anyone, next: anyone },
          ...{ status: fc.constantFrom(2, 3, 4, 5, 6), taskControl: fc.boolean(), isTagged: fc.boolean() },
          ...{ column: fc.constantFrom(...columns), by: fc.constantFrom('status' as const, 'tag' as const) },
        }),
        ({ actor, maker, doer, next, status, taskControl, isTagged, column, by }) => {
          const user = all[actor];
          const target = { column, userId: all[next]?.id ?? 0 };
          if (!user) return;
          const people = {
            createdBy: all[maker]?.id ?? 0,
            responsibleId: all[doer]?.id ?? 0,
            groupId: group.id,
          };
          const state = { status, taskControl, tags: isTagged ? [tag, 'Вёрстка'] : ['Вёрстка'] };
          const task = createTask(world, { title: 'Задача', ...people, ...state }, true);
          const waiting = { by, tag };
          const plan = planMove(
            shown(world, user, task),
            target,
            { userId: user.id, isAdmin: user.admin },
            waiting,
          );
          if ('refusal' in plan) return;
          const before = shown(world, user, task);
          const taken = plan.steps.findIndex((step) => !take(world, user, task, step));
          const after = shown(world, user, task);
          const stands = columnOf({ status: task.status, tags: after.tags }, waiting);
          if (taken === 0) expect(after).toEqual(before);
          if (user.admin) expect(taken).toBe(-1);
          // Under control «done» of whoever may not approve becomes «awaits approval»; everything else is exact.
          const isExact = column !== 'done' || !taskControl || user.admin || task.createdBy === user.id;
          if (taken === -1 && isExact) {
            expect({ column: stands, userId: task.responsibleId }).toEqual(target);
            expect(after.tags).toContain('Вёрстка');
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
