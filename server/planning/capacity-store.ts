import type { Selectable } from 'kysely';
import type { Day } from '../base/days.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { AbsencesTable, CapacityDaysTable, WorkNormsTable } from '../base/db/tables/planning.js';

export type NormRow = Selectable<WorkNormsTable>;
export type HandDayRow = Selectable<CapacityDaysTable>;
export type AbsenceRow = Selectable<AbsencesTable>;

export async function readNorms(db: DbOrTx, portalId: string): Promise<NormRow[]> {
  return db
    .selectFrom('work_norms')
    .selectAll()
    .where('portal_id', '=', portalId)
    .orderBy('user_id')
    .execute();
}

export async function writeNorm(tx: Tx, row: NormRow): Promise<void> {
  const { portal_id: _portal, user_id: _user, ...set } = row;
  await tx
    .insertInto('work_norms')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id']).doUpdateSet(set))
    .execute();
}

export async function readHandDays(
  db: DbOrTx,
  portalId: string,
  { from, to }: { from: Day; to: Day },
): Promise<HandDayRow[]> {
  return db
    .selectFrom('capacity_days')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('user_id')
    .orderBy('day')
    .execute();
}

/** Days of a person become what was typed; null = nothing is typed about them any more. */
export async function writeHandDays(
  tx: Tx,
  of: { portalId: string; userId: number; days: readonly Day[] },
  typed: Omit<HandDayRow, 'portal_id' | 'user_id' | 'day'> | null,
): Promise<void> {
  if (of.days.length === 0) return;
  await tx
    .deleteFrom('capacity_days')
    .where('portal_id', '=', of.portalId)
    .where('user_id', '=', of.userId)
    .where('day', 'in', [...of.days])
    .execute();
  if (typed === null) return;
  const rows = of.days.map((day) => ({ portal_id: of.portalId, user_id: of.userId, day, ...typed }));
  await tx.insertInto('capacity_days').values(rows).execute();
}

export async function readAbsences(
  db: DbOrTx,
  portalId: string,
  { from, to }: { from: Day; to: Day },
): Promise<AbsenceRow[]> {
  return db
    .selectFrom('absences')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('from_day', '<=', to)
    .where('to_day', '>=', from)
    .orderBy('from_at')
    .orderBy('absence_id')
    .execute();
}

/** What the portal told of a stretch of days takes the place of what it told before. */
export async function replaceAbsences(
  tx: Tx,
  portalId: string,
  { from, to }: { from: Day; to: Day },
  rows: readonly AbsenceRow[],
): Promise<void> {
  await tx
    .deleteFrom('absences')
    .where('portal_id', '=', portalId)
    .where('from_day', '<=', to)
    .where('to_day', '>=', from)
    .execute();
  if (rows.length === 0) return;
  await tx
    .insertInto('absences')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'user_id', 'absence_id', 'from_day']).doNothing(),
    )
    .execute();
}
