import type { Portal } from '../portal/index.js';
import { createRandom } from '../portal/world/random.js';

export interface People {
  act: () => void;
  afterSweep: () => void;
}

/** One random thing that people do; a task moves at most once between two sweeps, as nobody could tell otherwise. */
export function people(portal: Portal, seed: string): People {
  const { control } = portal;
  const tick = (advanceMs: number) => control.setClock({ advanceMs });
  const random = createRandom(seed);
  const users = [
    1,
    ...[1, 2, 3].map((n) => control.createUser({ name: 'Имя', lastName: `Ф${String(n)}` }).id),
  ];
  const groups = [1, 2, 3].map((n) => control.createGroup({ name: `Клиент ${String(n)}`, ownerId: 1 }).id);
  for (let n = 0; n < 6; n += 1)
    control.createTask({ title: `Задача ${String(n)}`, groupId: random.pick(groups) });
  const moved = new Set<number>();
  const tasks = () => control.truth().tasks;
  const entries = () => control.truth().entries;
  const acts: (() => void)[] = [
    () => control.createTask({ title: 'Новая', groupId: random.pick(groups) }),
    ...Array.from({ length: 4 }, () => () => {
      const taskId = random.pick(tasks()).id;
      control.addEntry({
        taskId,
        userId: random.pick(users),
        seconds: random.between(60, 9_000),
        comment: 'сделано',
      });
    }),
    () => {
      const taskId = random.pick(tasks()).id;
      const workedAt = portal.world.clock.now() - random.between(1, 30) * 86_400_000;
      control.addEntry({
        taskId,
        userId: random.pick(users),
        seconds: 777,
        comment: 'задним числом',
        workedAt,
      });
    },
    () => control.editEntry({ id: random.pick(entries()).id, seconds: random.between(60, 9_000) }),
    () =>
      control.editEntry({
        id: random.pick(entries()).id,
        comment: `правка ${String(random.between(1, 999))}`,
      }),
    () => {
      const id = random.pick(entries()).id;
      control.editEntry({ id, workedAt: portal.world.clock.now() - random.between(1, 40) * 86_400_000 });
    },
    () => {
      const one = random.pick(entries());
      const other = entries().find((entry) => entry.taskId === one.taskId && entry.id !== one.id);
      if (other === undefined) return;
      control.editEntry({ id: one.id, seconds: other.seconds });
      control.editEntry({ id: other.id, seconds: one.seconds });
    },
    () => control.deleteEntry({ id: random.pick(entries()).id }),
    () => {
      const { id } = random.pick(tasks());
      if (moved.has(id)) return;
      moved.add(id);
      control.moveTask({ id, groupId: random.pick(groups) });
    },
    () => {
      if (tasks().length > 4) control.deleteTask({ id: random.pick(tasks()).id });
    },
    () => {
      const userId = random.pick(users);
      control.startTimer({ userId, taskId: random.pick(tasks()).id });
      tick(random.between(1, 90) * 60_000);
      control.stopTimer({ userId, comment: 'по таймеру' });
    },
  ];
  return {
    act: (): void => {
      if (entries().length === 0) acts[1]?.();
      random.pick(acts)();
      tick(2_000);
    },
    afterSweep: (): void => moved.clear(),
  };
}
