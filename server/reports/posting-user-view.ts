import type { DbOrTx } from '../base/db/index.js';

/** In whose name reports appear: the same choice as the outbox makes. Null while nobody's authorisation works. */
export async function readPostingUser(
  db: DbOrTx,
  portalId: string,
): Promise<{ userId: number; name: string } | null> {
  const rows = await db
    .selectFrom('portal_tokens as token')
    .leftJoin('users as person', (join) =>
      join.onRef('person.portal_id', '=', 'token.portal_id').onRef('person.user_id', '=', 'token.user_id'),
    )
    .select(['token.purpose', 'token.user_id', 'person.name'])
    .where('token.portal_id', '=', portalId)
    .where('token.broken_reason', 'is', null)
    .where('token.broken_reason', 'is', null)
    .execute();
  const chosen = rows.find((row) => row.purpose === 'posting') ?? rows.find((row) => row.purpose === 'owner');
  return chosen ? { userId: chosen.user_id, name: chosen.name ?? `#${chosen.user_id}` } : null;
}
