import { sql } from 'kysely';
import { migrations } from '../../migrations/index.js';
import type { Db } from '../base/db/index.js';

/** True when the database answers and knows every migration of this version. */
export async function isSchemaCurrent(db: Db): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const applied = new Set(rows.map((row) => row.name));
  return Object.keys(migrations).every((name) => applied.has(name));
}
