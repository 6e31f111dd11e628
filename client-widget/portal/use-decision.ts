import { useTranslation } from 'i18next-vue';
import { ref } from 'vue';
import { useAction } from '../ui/use-action.js';

/** Runs the decision about one row; only that row's buttons wait. */
export function useDecision(decided: () => void) {
  const { t } = useTranslation();
  const { busy, runAloud } = useAction();
  const deciding = ref<string | null>(null);
  async function decide(rowId: string, work: () => Promise<unknown>) {
    deciding.value = rowId;
    const ok = await runAloud(work, { title: t('health.decided') });
    deciding.value = null;
    if (ok) decided();
  }
  return { busy, deciding, decide };
}
