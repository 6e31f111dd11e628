import type { Insertable } from 'kysely';
import type { DbOrTx, Tables, Tx } from '../base/db/index.js';

/** How a person was let in: what the server decided, and what the portal said of them. */
export async function noteVisit(db: DbOrTx, visit: Insertable<Tables['visits']>): Promise<void> {
  const { portal_id: _portal, user_id: _user, ...rest } = visit;
  await db
    .insertInto('visits')
    .values(visit)
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id']).doUpdateSet(rest))
    .execute();
}

/** How often this person's rights were changed in the settings so far. */
export async function countRoleChanges(db: DbOrTx, portalId: string, userId: number): Promise<number> {
  const row = await db
    .selectFrom('role_changes')
    .select('changes')
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.changes ?? 0;
}

/** Ends the sessions this person has open: the page opens another one, with the rights they have now. */
export async function noteRoleChange(tx: Tx, portalId: string, userId: number): Promise<void> {
  await tx
    .insertInto('role_changes')
    .values({ portal_id: portalId, user_id: userId, changes: 1 })
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'user_id']).doUpdateSet((eb) => ({
        changes: eb('role_changes.changes', '+', 1),
      })),
    )
    .execute();
}

export async function writeGivenRole(
  tx: Tx,
  of: { portalId: string; userId: number },
  role: 'administrator' | 'manager' | null,
): Promise<void> {
  await tx
    .deleteFrom('roles')
    .where('portal_id', '=', of.portalId)
    .where('user_id', '=', of.userId)
    .execute();
  if (role === null) return;
  await tx.insertInto('roles').values({ portal_id: of.portalId, user_id: of.userId, role }).execute();
}
