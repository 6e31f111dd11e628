import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import type { LedgerLine } from '../../server/api/ledger.js';
import type { HoursApi } from '../api/index.js';

const pageSize = 200;
/** What the server gives at once. */
const mostRows = 5000;

/** Only lines of these; what is left out asks for nothing. Ids as texts, as they stand in an address. */
export interface LedgerFilter {
  workType?: string;
  person?: string;
  task?: string;
}

/** The ledger of a client, newest first, read page by page as the person scrolls. */
export function useLedger(
  api: HoursApi,
  clientId: number,
  standing: Ref<boolean>,
  filter: Ref<LedgerFilter>,
) {
  const lines = shallowRef<LedgerLine[] | null>(null);
  const error = shallowRef<unknown>(null);
  const reading = ref(false);
  const position = ref(0);
  const nextBefore = ref<string | null>(null);
  let run = 0;

  const readPage = async (before: string | null, limit = pageSize) => {
    const mine = run;
    reading.value = true;
    try {
      const page = await api.ledger(clientId, {
        standing: standing.value,
        limit,
        ...filter.value,
        ...(before === null ? {} : { before }),
      });
      if (mine !== run) return;
      lines.value = before === null ? page.lines : [...(lines.value ?? []), ...page.lines];
      position.value = page.position;
      nextBefore.value = page.nextBefore;
      error.value = null;
    } catch (failure) {
      if (mine === run) error.value = failure;
    } finally {
      if (mine === run) reading.value = false;
    }
  };
  const restart = () => {
    run += 1;
    return readPage(null);
  };
  /** The same stretch again: whoever has scrolled down stays where they are. */
  const refresh = () => {
    run += 1;
    return readPage(null, Math.min(mostRows, Math.max(pageSize, lines.value?.length ?? 0)));
  };
  const more = async () => {
    if (!reading.value && nextBefore.value !== null) await readPage(nextBefore.value);
  };
  watch([standing, filter], restart);
  onScopeDispose(() => (run = Number.POSITIVE_INFINITY));
  void restart();
  return {
    lines,
    error,
    reading,
    position,
    atEnd: computed(() => nextBefore.value === null),
    restart,
    refresh,
    more,
  };
}
