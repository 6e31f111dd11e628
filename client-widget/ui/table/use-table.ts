import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import { queryValue, setQuery } from '../router.js';
import { readSort, sortText, type Column, type Sort } from './column.js';
import { findRows } from './find-rows.js';
import { useOrder } from './use-order.js';

export interface TableRequest<Row> {
  /** Tells tables of one screen apart in its address; a screen's only table needs none. */
  name?: string;
  rows: () => readonly Row[];
  columns: () => readonly Column<Row>[];
  /** The order without a wish; null = as the server gave them. */
  start?: Sort | null;
  /** What words are looked for in; absent: every value. All the words have to be there. */
  textOf?: (row: Row) => string;
}

/** A table's order and search, as its address says; `shown` is what the screen and the files have. */
export interface Table<Row> {
  columns: ComputedRef<readonly Column<Row>[]>;
  shown: ComputedRef<Row[]>;
  total: ComputedRef<number>;
  words: WritableComputedRef<string>;
  sort: ComputedRef<Sort | null>;
  sortBy: (column: string, descending?: boolean) => void;
  /** What a header cell says of itself. */
  ariaSort: (column: string) => 'ascending' | 'descending' | 'none';
}

export function useTable<Row>(request: TableRequest<Row>): Table<Row> {
  const key = (name: string) => (request.name === undefined ? name : `${request.name}.${name}`);
  const columns = computed(() => request.columns());
  const start = request.start ?? null;
  const sort = computed(() => readSort(queryValue(key('sort')), columns.value) ?? start);
  const words = computed({
    get: () => queryValue(key('find')) ?? '',
    set: (value) => setQuery({ [key('find')]: value }),
  });
  const texts = computed(() => request.rows().map((row) => textOfRow(request, columns.value, row)));
  const found = computed(() => findRows(request.rows(), () => texts.value, words.value));
  const inOrder = useOrder(
    () => found.value,
    () => columns.value,
  );
  const shown = computed(() => inOrder(sort.value));

  function sortBy(column: string, descending?: boolean) {
    const mostFirst = columns.value.find(({ id }) => id === column)?.mostFirst ?? false;
    const turned = sort.value?.column === column ? !sort.value.descending : mostFirst;
    const wanted = sortText({ column, descending: descending ?? turned });
    setQuery({ [key('sort')]: start !== null && wanted === sortText(start) ? null : wanted });
  }
  const ariaSort = (column: string) => {
    if (sort.value?.column !== column) return 'none' as const;
    return sort.value.descending ? ('descending' as const) : ('ascending' as const);
  };
  return { columns, shown, total: computed(() => request.rows().length), words, sort, sortBy, ariaSort };
}

function textOfRow<Row>({ textOf }: TableRequest<Row>, columns: readonly Column<Row>[], row: Row): string {
  const text = textOf?.(row) ?? columns.map(({ value }) => value(row) ?? '').join('\n');
  return text.toLocaleLowerCase();
}
