import { computed, onScopeDispose, ref, shallowReactive, shallowRef, type Ref, type ShallowRef } from 'vue';

export interface Loaded<T> {
  data: ShallowRef<T | null>;
  error: ShallowRef<unknown>;
  /** True only while there is nothing to show yet. */
  loading: Ref<boolean>;
  reload(): Promise<void>;
}

interface Stale {
  error: unknown;
  /** When what is shown came, by the clock of this device. */
  since: number;
  reload: () => Promise<void>;
}
const staleParts = shallowReactive(new Map<symbol, Stale>());
/** What is shown although asking for it again failed; empty = everything on the screen is as fresh as it looks. */
export const stale = computed(() => [...staleParts.values()]);

/** Loads once at the start; a later `reload` keeps what is shown until the new answer is there. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const data: ShallowRef<T | null> = shallowRef(null);
  const error: ShallowRef<unknown> = shallowRef(null);
  const loading = ref(true);
  const part = Symbol('part');
  let newest = 0;
  let since = 0;
  const reload = async () => {
    const mine = ++newest;
    loading.value = data.value === null;
    try {
      const answer = await load();
      if (mine !== newest) return;
      data.value = answer;
      error.value = null;
      since = Date.now();
      staleParts.delete(part);
    } catch (failure) {
      if (mine !== newest) return;
      error.value = failure;
      if (data.value !== null) staleParts.set(part, { error: failure, since, reload });
    } finally {
      if (mine === newest) loading.value = false;
    }
  };
  onScopeDispose(() => {
    newest = Number.POSITIVE_INFINITY;
    staleParts.delete(part);
  });
  void reload();
  return { data, error, loading, reload };
}
