import { systemClock } from '../../base/clock.js';
import type { DbOrTx } from '../../base/db/index.js';

/** A portal's own setting as text, or null when it was never set. */
export async function readSetting(db: DbOrTx, portalId: string, name: string): Promise<string | null> {
  const row = await db
    .selectFrom('portal_settings')
    .select('value')
    .where('portal_id', '=', portalId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value ?? null;
}

export async function writeSetting(db: DbOrTx, portalId: string, name: string, value: string): Promise<void> {
  const updatedAt = systemClock.now();
  await db
    .insertInto('portal_settings')
    .values({ portal_id: portalId, name, value, updated_at: updatedAt })
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'name']).doUpdateSet({ value, updated_at: updatedAt }),
    )
    .execute();
}
