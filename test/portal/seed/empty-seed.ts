import { createUser } from '../acts/people.js';
import type { World } from '../world/world.js';

/** A portal on its first day: one department, one administrator (user 1). */
export function emptySeed(world: World): void {
  world.data.departments.set(1, { id: 1, name: 'Компания', parentId: null, headId: null });
  world.data.counters.set('department', 2);
  createUser(world, {
    name: 'Анна',
    lastName: 'Орлова',
    admin: true,
    workPosition: 'Администратор портала',
    gender: 'F',
  });
}
