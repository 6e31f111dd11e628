import { useTranslation } from 'i18next-vue';
import { computed, ref, shallowRef, watch } from 'vue';
import type { ActionRow } from '../../../server/api/actions.js';
import type { ActionFilter } from '../../api/index.js';
import { useApp } from '../../ui/app-context.js';
import { query, queryValue, setQuery } from '../../ui/router.js';

export type LogFilter = Omit<ActionFilter, 'language' | 'after'>;

/** The log page by page; what it is narrowed to stands in the address. */
export function useActionLog() {
  const { i18next } = useTranslation();
  const { api } = useApp();
  const actions = shallowRef<ActionRow[]>([]);
  const next = ref<string | null>(null);
  const loading = ref(true);
  const error = shallowRef<unknown>(null);
  const chosen = computed(readChosen);
  const filter = computed<ActionFilter>(() => ({
    language: i18next.language === 'ru' ? 'ru' : 'en',
    ...chosen.value,
  }));
  let newest = 0;

  async function load(after?: string) {
    const mine = ++newest;
    loading.value = true;
    error.value = null;
    try {
      const page = await api.actions({ ...filter.value, after });
      if (mine !== newest) return;
      actions.value = after === undefined ? page.actions : [...actions.value, ...page.actions];
      next.value = page.next;
    } catch (failure) {
      if (mine === newest) error.value = failure;
    } finally {
      if (mine === newest) loading.value = false;
    }
  }
  watch([query, () => i18next.language], () => void load(), { immediate: true });
  return {
    ...{ actions, next, loading, error, chosen, filter },
    more: () => (next.value === null ? undefined : load(next.value)),
    choose: (name: keyof LogFilter, value: string | null) => setQuery({ [nameOf[name]]: value }),
    clear: () => setQuery({ client: null, person: null, kind: null, from: null, to: null }),
  };
}

const nameOf = { clientId: 'client', userId: 'person', kind: 'kind', from: 'from', to: 'to' } as const;

/** Addresses are typed and sent around: only what makes sense is asked for. */
function readChosen(): LogFilter {
  const whole = (name: string) =>
    /^\d{1,15}$/.test(queryValue(name) ?? '') ? Number(queryValue(name)) : null;
  const day = (name: string) => (/^\d{4}-\d\d-\d\d$/.test(queryValue(name) ?? '') ? queryValue(name) : null);
  const kind = /^[a-z-]{1,60}$/.test(queryValue('kind') ?? '') ? queryValue('kind') : null;
  const all = {
    ...{ clientId: whole('client'), userId: whole('person'), kind },
    ...{ from: day('from'), to: day('to') },
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
