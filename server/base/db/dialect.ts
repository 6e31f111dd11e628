import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';

/** Everything that differs between the two databases is in this file and in sqlite-dialect.ts. */
export function isPostgres(db: Pick<Kysely<never>, 'getExecutor'> | Kysely<unknown>): boolean {
  return (db as Kysely<unknown>).getExecutor().adapter instanceof PostgresAdapter;
}

/** SQL for the sorted union, as JSON text, of two columns that hold JSON arrays of texts. */
export function unionOfTextArrays(
  db: Pick<Kysely<never>, 'getExecutor'>,
  left: string,
  right: string,
): RawBuilder<string> {
  const [a, b] = [sql.ref(left), sql.ref(right)];
  if (isPostgres(db)) {
    return sql`(select json_agg(distinct v)::text from jsonb_array_elements_text(${a}::jsonb || ${b}::jsonb) as t(v))`;
  }
  return sql`(select json_group_array(value) from (select value from json_each(${a}) union select value from json_each(${b})))`;
}
