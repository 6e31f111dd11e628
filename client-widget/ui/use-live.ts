import { onScopeDispose } from 'vue';
import { useApp } from './app-context.js';

/** Changes come in bursts: one more answer a little later shows them all. */
const gatherMs = 250;

/**
 * Asks again when the server tells of a change of this client (null = of any; 'board' = of the board or any client). What is shown stays until the new answer
 * is there, and focus stays where it is. A hidden page catches up when somebody looks at it again.
 */
export function useLive(clientOf: () => number | 'board' | null, reload: () => Promise<void>) {
  const { changes } = useApp();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isMissed = false;
  const ask = () => {
    timer = undefined;
    if (document.hidden) isMissed = true;
    else void reload();
  };
  const forget = changes.listen((clientIds) => {
    const clientId = clientOf();
    if (clientIds !== null && !concerns(clientId, clientIds)) return;
    timer ??= setTimeout(ask, gatherMs);
  });
  const catchUp = () => {
    if (document.hidden || !isMissed) return;
    isMissed = false;
    void reload();
  };
  document.addEventListener('visibilitychange', catchUp);
  onScopeDispose(() => {
    forget();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', catchUp);
  });
}

/** 0 stands for the board among the clients' numbers; other screens do not mind it. */
function concerns(clientId: number | 'board' | null, changed: readonly number[]): boolean {
  if (clientId === 'board') return true;
  return clientId === null ? changed.some((id) => id > 0) : changed.includes(clientId);
}
