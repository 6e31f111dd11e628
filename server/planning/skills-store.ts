import type { DbOrTx, Tx } from '../base/db/index.js';

/** How well each person does types of work, as managers said: permille by work type. */
export type SetSkills = ReadonlyMap<number, Readonly<Record<string, number>>>;

export async function readSetSkills(db: DbOrTx, portalId: string): Promise<SetSkills> {
  const rows = await db
    .selectFrom('skills')
    .select(['user_id', 'work_type', 'permille'])
    .where('portal_id', '=', portalId)
    .orderBy('user_id')
    .orderBy('work_type')
    .execute();
  const skills = new Map<number, Record<string, number>>();
  for (const { user_id: userId, work_type: workType, permille } of rows) {
    skills.set(userId, { ...skills.get(userId), [workType]: permille });
  }
  return skills;
}

/** Null: nothing is said any more, experience counts. */
export async function writeSkill(
  tx: Tx,
  of: { portalId: string; userId: number; workType: string },
  said: { permille: number; at: number; actionId: string } | null,
): Promise<void> {
  const { portalId, userId, workType } = of;
  if (said === null) {
    await tx
      .deleteFrom('skills')
      .where('portal_id', '=', portalId)
      .where('user_id', '=', userId)
      .where('work_type', '=', workType)
      .execute();
    return;
  }
  const set = { permille: said.permille, updated_at: said.at, action_id: said.actionId };
  await tx
    .insertInto('skills')
    .values({ portal_id: portalId, user_id: userId, work_type: workType, ...set })
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id', 'work_type']).doUpdateSet(set))
    .execute();
}
