/** What a cell holds: text, a figure, or nothing. Days are ISO dates, moments epoch ms, hours seconds. */
export type CellValue = string | number | null;

export interface Column<Row> {
  id: string;
  title: string;
  kind?: 'text' | 'hours' | 'number' | 'day' | 'moment';
  /** What a file says, and what rows are sorted and searched by. */
  value: (row: Row) => CellValue;
  /** Where rows stand in another order than their values have. */
  order?: (row: Row) => CellValue;
  /** The first press shows the most, or the newest, first. */
  mostFirst?: boolean;
  /** In a file, but nothing to sort by. */
  unsorted?: boolean;
}

export interface Sort {
  column: string;
  descending: boolean;
}

/** As an address has it: `day`, or `-day` for the newest first. */
export function sortText({ column, descending }: Sort): string {
  return `${descending ? '-' : ''}${column}`;
}

export function readSort(text: string | null, columns: readonly { id: string }[]): Sort | null {
  const descending = text?.startsWith('-') ?? false;
  const column = descending ? text?.slice(1) : text;
  return column && columns.some(({ id }) => id === column) ? { column, descending } : null;
}

type Value<Row> = (row: Row) => CellValue;
type More<Row> = Partial<Column<Row>>;

export function textColumn<Row>(id: string, title: string, value: Value<Row>, more?: More<Row>): Column<Row> {
  return { id, title, value, ...more };
}

export function numberColumn<Row>(
  id: string,
  title: string,
  value: Value<Row>,
  more?: More<Row>,
): Column<Row> {
  return { id, title, kind: 'number', mostFirst: true, value, ...more };
}

/** Of seconds; a file has them as decimal hours. */
export function hoursColumn<Row>(
  id: string,
  title: string,
  value: Value<Row>,
  more?: More<Row>,
): Column<Row> {
  return { id, title, kind: 'hours', mostFirst: true, value, ...more };
}

export function dayColumn<Row>(id: string, title: string, value: Value<Row>, more?: More<Row>): Column<Row> {
  return { id, title, kind: 'day', mostFirst: true, value, ...more };
}

export function momentColumn<Row>(
  id: string,
  title: string,
  value: Value<Row>,
  more?: More<Row>,
): Column<Row> {
  return { id, title, kind: 'moment', mostFirst: true, value, ...more };
}
