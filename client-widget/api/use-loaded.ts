import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';

export interface Loaded<T> {
  data: ShallowRef<T | null>;
  error: ShallowRef<unknown>;
  /** True only while there is nothing to show yet. */
  loading: Ref<boolean>;
  reload(): Promise<void>;
}

/** Loads once at the start; a later `reload` keeps what is shown until the new answer is there. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const data: ShallowRef<T | null> = shallowRef(null);
  const error: ShallowRef<unknown> = shallowRef(null);
  const loading = ref(true);
  let newest = 0;
  const reload = async () => {
    const mine = ++newest;
    loading.value = data.value === null;
    try {
      const answer = await load();
      if (mine !== newest) return;
      data.value = answer;
      error.value = null;
    } catch (failure) {
      if (mine === newest) error.value = failure;
    } finally {
      if (mine === newest) loading.value = false;
    }
  };
  onScopeDispose(() => (newest = Number.POSITIVE_INFINITY));
  void reload();
  return { data, error, loading, reload };
}
