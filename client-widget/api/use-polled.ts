import { onScopeDispose } from 'vue';
import { useLoaded, type Loaded } from './use-loaded.js';

/** As `useLoaded`, asked again after every pause, which may depend on the last answer; not while the page is hidden. */
export function usePolled<T>(load: () => Promise<T>, pauseMs: (last: T | null) => number): Loaded<T> {
  const loaded = useLoaded(load);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const next = () => {
    timer = setTimeout(() => void again(), pauseMs(loaded.data.value));
  };
  const again = async () => {
    if (!document.hidden) await loaded.reload();
    if (!over) next();
  };
  next();
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
  });
  return loaded;
}
