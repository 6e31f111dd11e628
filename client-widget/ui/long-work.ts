import { computed, inject, onScopeDispose, provide, watch, type ComputedRef, type InjectionKey } from 'vue';
import type { LongWork } from '../../server/api/long-work.js';
import { usePolled } from '../api/index.js';
import { isStaff, useApp } from './app-context.js';

export interface LongWorks {
  works: ComputedRef<readonly LongWork[]>;
  /** Asks now: something was started, stopped or put away. */
  reload: () => Promise<void>;
}
const key: InjectionKey<LongWorks> = Symbol('long work');

export function isGoingOn(work: LongWork): boolean {
  return work.state === 'asked' || work.state === 'running';
}

/** One look for all screens: often while something runs, now and then otherwise. */
export function provideLongWorks(isWanted: () => boolean): LongWorks {
  const { api, session } = useApp();
  const loaded = usePolled(
    async () => (isStaff(session) && isWanted() ? api.longWork() : null),
    () => 30_000,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  // What runs is looked at often, from the moment it is known.
  watch(loaded.data, (now) => {
    clearTimeout(timer);
    if (now?.works.some(isGoingOn)) timer = setTimeout(() => void loaded.reload(), 1_500);
  });
  onScopeDispose(() => clearTimeout(timer));
  const provided = { works: computed(() => loaded.data.value?.works ?? []), reload: loaded.reload };
  provide(key, provided);
  return provided;
}

export function useLongWorks(): LongWorks {
  const provided = inject(key);
  if (!provided) throw new Error('A screen with long work was drawn outside of the shell');
  return provided;
}
