import type { Tx } from '../base/db/index.js';

export interface Membership {
  portalId: string;
  groupId: number;
  userId: number;
  /** Code of `sonet_group.user.groups`: A owner, E moderator, K member. */
  role: string;
  /** Epoch ms when the portal was asked. */
  askedAt: number;
}

/** Keeps a membership the mirror has not met yet; what it has seen later stays. */
export async function keepMembership(tx: Tx, membership: Membership): Promise<void> {
  const facts = { role: membership.role, asked_at: membership.askedAt };
  await tx
    .insertInto('group_members')
    .values({
      portal_id: membership.portalId,
      group_id: membership.groupId,
      user_id: membership.userId,
      ...facts,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['portal_id', 'group_id', 'user_id'])
        .doUpdateSet(facts)
        .where('group_members.asked_at', '<', membership.askedAt),
    )
    .execute();
}
