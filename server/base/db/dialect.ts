import { type Kysely, PostgresAdapter } from 'kysely';

/** Everything that differs between the two databases is in this file and in sqlite-dialect.ts. */
export function isPostgres(db: Pick<Kysely<never>, 'getExecutor'> | Kysely<unknown>): boolean {
  return (db as Kysely<unknown>).getExecutor().adapter instanceof PostgresAdapter;
}
