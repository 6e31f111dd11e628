import type { Portal } from '../portal/index.js';

/** A seeded generator of small integers: the same seed, the same story. */
export interface Dice {
  below: (limit: number) => number;
  pick: <T>(items: readonly T[]) => T;
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  function below(limit: number): number {
    return next() % limit;
  }
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('Nothing to pick from');
      return item;
    },
  };
}

export interface Scene {
  userIds: number[];
  groupIds: number[];
  /** Tasks that the app made and nobody touches. */
  isOff: (taskId: number) => boolean;
}

const DAY_MS = 86_400_000;

/** One thing that somebody does in the portal: add, edit, back-date, delete, move, delete a task, make one. */
export function changeSomething(portal: Portal, roll: Dice, scene: Scene): void {
  // Half a minute at least between two changes: the platform's history knows whole seconds only.
  portal.control.setClock({ advanceMs: 30_000 + roll.below(90_000) });
  const what = roll.below(100);
  if (what < 46) addTime(portal, roll, scene);
  else if (what < 64) editTime(portal, roll, scene);
  else if (what < 75) deleteTime(portal, roll, scene);
  else if (what < 85) backDate(portal, roll, scene);
  else if (what < 94) makeTask(portal, roll, scene);
  else if (what < 98) moveTask(portal, roll, scene);
  else deleteTask(portal, roll, scene);
}

function addTime(portal: Portal, roll: Dice, scene: Scene): void {
  const now = portal.control.clock().now;
  const workedAt = roll.below(4) === 0 ? now - roll.below(30) * DAY_MS : now;
  const taskId = someTask(portal, roll, scene);
  if (taskId === null) return makeTask(portal, roll, scene);
  const seconds = 60 + roll.below(7_200);
  portal.control.addEntry({
    taskId,
    userId: roll.pick(scene.userIds),
    seconds,
    comment: `работа ${roll.below(999)}`,
    workedAt,
  });
}

function editTime(portal: Portal, roll: Dice, scene: Scene): void {
  const entryId = someEntry(portal, roll, scene);
  if (entryId === null) return;
  const comment = { comment: `уточнено ${roll.below(999)}` };
  portal.control.editEntry({
    id: entryId,
    ...(roll.below(5) === 0 ? comment : { seconds: 60 + roll.below(7_200) }),
  });
}

function deleteTime(portal: Portal, roll: Dice, scene: Scene): void {
  const id = someEntry(portal, roll, scene);
  if (id !== null) portal.control.deleteEntry({ id });
}

function backDate(portal: Portal, roll: Dice, scene: Scene): void {
  const id = someEntry(portal, roll, scene);
  if (id === null) return;
  portal.control.editEntry({ id, workedAt: portal.control.clock().now - roll.below(40) * DAY_MS });
}

function makeTask(portal: Portal, roll: Dice, scene: Scene): void {
  const title = `Задача ${roll.below(10_000)}`;
  portal.control.createTask({
    title,
    groupId: roll.pick(scene.groupIds),
    responsibleId: roll.pick(scene.userIds),
  });
}

function moveTask(portal: Portal, roll: Dice, scene: Scene): void {
  const id = someTask(portal, roll, scene);
  if (id !== null) portal.control.moveTask({ id, groupId: roll.pick(scene.groupIds) });
}

function deleteTask(portal: Portal, roll: Dice, scene: Scene): void {
  const id = someTask(portal, roll, scene);
  if (id !== null) portal.control.deleteTask({ id });
}

function someTask(portal: Portal, roll: Dice, scene: Scene): number | null {
  const tasks = [...portal.world.data.tasks.values()].filter((task) => !scene.isOff(task.id));
  return tasks.length === 0 ? null : roll.pick(tasks).id;
}

function someEntry(portal: Portal, roll: Dice, scene: Scene): number | null {
  const entries = portal.control.truth().entries.filter((entry) => !scene.isOff(entry.taskId));
  return entries.length === 0 ? null : roll.pick(entries).id;
}
