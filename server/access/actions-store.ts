import { type Insertable, sql } from 'kysely';
import type { Tables, Tx } from '../base/db/index.js';

/** False when an action with the same cause exists already. */
export async function insertAction(tx: Tx, action: Insertable<Tables['actions']>): Promise<boolean> {
  const inserted = await tx
    .insertInto('actions')
    .values(action)
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'cause']).where('cause', 'is not', sql.lit(null)).doNothing(),
    )
    .returning('action_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function findActionByCause(tx: Tx, portalId: string, cause: string): Promise<string> {
  const found = await tx
    .selectFrom('actions')
    .select('action_id')
    .where('portal_id', '=', portalId)
    .where('cause', '=', cause)
    .executeTakeFirstOrThrow();
  return found.action_id;
}
