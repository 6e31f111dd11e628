import type { Directory } from '../seed/directory.js';
import type { World } from '../world/world.js';
import { appControl } from './app-control.js';
import { crmControl } from './crm-control.js';
import { peopleControl } from './people-control.js';
import { switchesControl, type Doors } from './switches-control.js';
import { readPosts, readTruth, type Truth, type TruthPost } from './truth.js';
import { workControl } from './work-control.js';

/** Everything the control API can do, in-process. Each function takes one object or nothing. */
export function createControl(world: World, doors: Doors) {
  return {
    ...peopleControl(world),
    ...workControl(world),
    ...crmControl(world),
    ...appControl(world),
    ...switchesControl(world, doors),
    /** Who is who after a demo seed; null on an empty portal. */
    directory: (): Directory | null => world.directory,
    truth: (): Truth => readTruth(world),
    posts: ({ taskId }: { taskId?: number } = {}): TruthPost[] =>
      readPosts(world).filter((post) => taskId === undefined || post.taskId === taskId),
  };
}

export type Control = ReturnType<typeof createControl>;
