import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { ChangeClient } from '../../server/api/client-edit.js';
import { useApp } from '../ui/app-context.js';

const pauseMs = 350;

/**
 * The balance before and after other groups or another time zone, asked a moment after the person stops choosing.
 * @param wish null while nothing chosen moves hours
 */
export function useEditEffect(clientId: number, wish: () => ChangeClient | null) {
  const { api } = useApp();
  const balance = shallowRef<{ from: number; to: number } | null>(null);
  const error = shallowRef<unknown>(null);
  const reading = ref(false);
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function read(wanted: ChangeClient) {
    const mine = ++newest;
    try {
      const { effect } = await api.changeClient(clientId, wanted, true);
      if (mine !== newest) return;
      balance.value = { from: effect.before.balanceSeconds, to: effect.after.balanceSeconds };
    } catch (failure) {
      if (mine !== newest) return;
      error.value = failure;
    }
    reading.value = false;
  }
  watch(
    () => JSON.stringify(wish()),
    () => {
      clearTimeout(timer);
      newest += 1;
      const wanted = wish();
      [balance.value, error.value, reading.value] = [null, null, wanted !== null];
      if (wanted !== null) timer = setTimeout(() => void read(wanted), pauseMs);
    },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    newest = Number.POSITIVE_INFINITY;
  });
  return { balance, error, reading };
}
