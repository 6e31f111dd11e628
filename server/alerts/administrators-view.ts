import type { DbOrTx } from '../base/db/index.js';

/** Administrators, of the app or of the portal, as far as we know them; those who were dismissed are left out. */
export async function readAdministrators(db: DbOrTx, portalId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('users as person')
    .leftJoin('visits as visit', (join) =>
      join.onRef('visit.portal_id', '=', 'person.portal_id').onRef('visit.user_id', '=', 'person.user_id'),
    )
    .leftJoin('roles as given', (join) =>
      join.onRef('given.portal_id', '=', 'person.portal_id').onRef('given.user_id', '=', 'person.user_id'),
    )
    .select('person.user_id')
    .where('person.portal_id', '=', portalId)
    .where('person.active', '=', 1)
    .where('person.user_type', '=', 'employee')
    .where(({ or, eb }) => or([eb('visit.is_admin', '=', 1), eb('given.role', '=', 'administrator')]))
    .orderBy('person.user_id')
    .execute();
  return rows.map((row) => row.user_id);
}
