import type { DbOrTx } from '../../../base/db/index.js';
import type { CursorMove, CursorName } from '../readings.js';

export async function readCursor(db: DbOrTx, portalId: string, name: CursorName): Promise<number | null> {
  const row = await db
    .selectFrom('cursors')
    .select('value')
    .where('portal_id', '=', portalId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}

/** When a cursor last moved (epoch ms). */
export async function readCursorTime(db: DbOrTx, portalId: string, name: CursorName): Promise<number | null> {
  const row = await db
    .selectFrom('cursors')
    .select('updated_at')
    .where('portal_id', '=', portalId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.updated_at ?? null;
}

/** Cursors only go forward: a slower reader does not pull a faster one back. */
export async function moveCursor(
  db: DbOrTx,
  portalId: string,
  move: CursorMove & { at: number },
): Promise<void> {
  const before = await readCursor(db, portalId, move.name);
  if (before !== null && before >= move.value) return;
  await db
    .insertInto('cursors')
    .values({ portal_id: portalId, name: move.name, value: String(move.value), updated_at: move.at })
    .onConflict((conflict) =>
      conflict
        .columns(['portal_id', 'name'])
        .doUpdateSet({ value: String(move.value), updated_at: move.at })
        .where('cursors.value', '=', String(before)),
    )
    .execute();
}
