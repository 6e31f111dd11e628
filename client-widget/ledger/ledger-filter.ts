import { computed, type ComputedRef, type Ref } from 'vue';
import type { LedgerLine } from '../../server/api/ledger.js';
import { queryValue, setQuery } from '../ui/router.js';

export const filterNames = ['workType', 'person', 'task'] as const;
export type FilterName = (typeof filterNames)[number];

/** What a line is asked for; ids as texts, as they stand in an address. */
const valueOf: Record<FilterName, (line: LedgerLine) => string | null> = {
  workType: (line) => line.workType,
  person: (line) => (line.userId === null ? null : String(line.userId)),
  task: (line) => (line.taskId === null ? null : String(line.taskId)),
};

export interface LedgerFilter {
  wanted: ComputedRef<Partial<Record<FilterName, string>>>;
  isOn: ComputedRef<boolean>;
  chosen: ComputedRef<readonly LedgerLine[]>;
  choose: (name: FilterName, value: string | null) => void;
  clear: () => void;
}

/** Only lines of one work type, person or task; kept in the address. */
export function useLedgerFilter(lines: Ref<LedgerLine[] | null>): LedgerFilter {
  /** Another order of the lines is no other wish: what shows the wishes is left alone then. */
  const wanted = computed((before?: Partial<Record<FilterName, string>>) => {
    const now = Object.fromEntries(
      filterNames.flatMap((name) => {
        const value = queryValue(name);
        return value === null ? [] : [[name, value]];
      }),
    );
    return before && filterNames.every((name) => before[name] === now[name]) ? before : now;
  });
  const isOn = computed(() => Object.keys(wanted.value).length > 0);
  const chosen = computed(() => {
    const all = lines.value ?? [];
    if (!isOn.value) return all;
    return all.filter((line) =>
      filterNames.every((name) => {
        const value = wanted.value[name];
        return value === undefined || valueOf[name](line) === value;
      }),
    );
  });
  return {
    wanted,
    isOn,
    chosen,
    choose: (name, value) => setQuery({ [name]: value }),
    clear: () => setQuery(Object.fromEntries([...filterNames, 'find'].map((name) => [name, null]))),
  };
}
