import { useTranslation } from 'i18next-vue';
import { computed, onScopeDispose, watch } from 'vue';
import type { Column, Sort } from './column.js';
import { orderRows, placesOf } from './sort-rows.js';

/** From so many rows on a column is got ready before somebody asks for it. */
const manyRows = 1_000;

/** Rows in any column's order. What a column is sorted by is worked out once, in large tables while nothing else is done. */
export function useOrder<Row>(rows: () => readonly Row[], columns: () => readonly Column<Row>[]) {
  const { i18next } = useTranslation();
  /** Of these very rows. */
  const known = computed(() => {
    const of = rows();
    const language = i18next.language;
    const places = new Map<string, Float64Array>();
    return (column: Column<Row>): Float64Array => {
      const found = places.get(column.id) ?? placesOf(of, column.order ?? column.value, language);
      places.set(column.id, found);
      return found;
    };
  });

  let waiting = 0;
  const getReady = (left: readonly Column<Row>[]) => {
    const [next, ...others] = left;
    if (!next) return;
    waiting = whenIdle(() => {
      known.value(next);
      getReady(others);
    });
  };
  const stop = watch(
    [known, columns],
    () => {
      forgetIdle(waiting);
      if (rows().length >= manyRows) getReady(columns().filter(({ unsorted }) => unsorted !== true));
    },
    { flush: 'post', immediate: true },
  );
  onScopeDispose(() => {
    stop();
    forgetIdle(waiting);
  });

  return (by: Sort | null): Row[] => {
    const column = columns().find(({ id }) => id === by?.column);
    if (by === null || column === undefined) return [...rows()];
    return orderRows(rows(), known.value(column), by.descending);
  };
}

/** Safari has no idle time to give. */
const hasIdle = 'requestIdleCallback' in globalThis;
const soonMs = 200;

function whenIdle(work: () => void): number {
  return hasIdle ? requestIdleCallback(work) : window.setTimeout(work, soonMs);
}

function forgetIdle(waiting: number) {
  if (hasIdle) cancelIdleCallback(waiting);
  else clearTimeout(waiting);
}
