import { computed } from 'vue';
import { boardColumns, type BoardColumn } from '../../server/api/board.js';
import { query, setQuery } from '../ui/router.js';
import type { BoardFilter, Grouping } from './arrange.js';

/** What the board shows stands in its address, so that it can be sent to a colleague. */
export function useBoardAddress() {
  const values = computed(() => new URLSearchParams(query.value));
  const value = (name: string) => values.value.get(name);
  const filter = computed((): BoardFilter => {
    const priority = value('priority');
    const person = Number(value('person'));
    return {
      client: value('client'),
      person: Number.isSafeInteger(person) && person > 0 ? person : null,
      priority: priority === 'critical' || priority === 'urgent' || priority === 'high' ? priority : null,
      words: value('q') ?? '',
    };
  });
  return {
    filter,
    isFiltered: computed(() => ['client', 'person', 'priority', 'q'].some((name) => value(name))),
    grouping: computed((): Grouping => (value('by') === 'client' ? 'client' : 'person')),
    isTv: computed(() => value('tv') === '1'),
    /** The column a narrow screen shows. */
    column: computed((): BoardColumn => boardColumns.find((one) => one === value('column')) ?? 'doing'),
    cardId: computed(() => Number(value('card')) || null),
    set: setQuery,
    clear: () => setQuery({ client: null, person: null, priority: null, q: null }),
  };
}
export type BoardAddress = ReturnType<typeof useBoardAddress>;
