import type { Tx } from '../base/db/index.js';
import type { MirroredUser } from './visitor-view.js';

export interface KeptUser extends MirroredUser {
  portalId: string;
  userId: number;
  workPosition: string;
  timeZone: string;
  askedAt: number;
}

/** Keeps a person the mirror has not met yet; what it has seen later stays. */
export async function keepUser(tx: Tx, user: KeptUser): Promise<void> {
  const facts = {
    name: user.name,
    user_type: user.userType,
    active: user.active ? 1 : 0,
    work_position: user.workPosition,
    time_zone: user.timeZone,
    asked_at: user.askedAt,
  };
  await tx
    .insertInto('users')
    .values({ portal_id: user.portalId, user_id: user.userId, ...facts })
    .onConflict((conflict) =>
      conflict
        .columns(['portal_id', 'user_id'])
        .doUpdateSet(facts)
        .where('users.asked_at', '<', user.askedAt),
    )
    .execute();
}
