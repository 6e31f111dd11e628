import type { PortalHealth } from '../api/index.js';
import type { Db } from '../base/db/index.js';
import { readWorks } from '../base/jobs/index.js';
import { countInbox, listParked } from '../portal/inbox/index.js';
import { readOwner } from '../portal/installs/index.js';
import { mirrorHealth } from '../portal/mirror/index.js';
import { uncertainPosts } from '../portal/outbox/index.js';
import { showWork } from './show-work.js';
import { clientsOfDisappearance, clientsOfMove } from './waiting-view.js';

export type Reach = 'all' | ReadonlySet<number>;

/** How the app is doing on one portal and what waits for a person; of clients' matters only those within `reach`. */
export async function readPortalHealth(
  db: Db,
  portalId: string,
  reach: Reach,
  counts: Record<string, number>,
): Promise<PortalHealth> {
  const owner = await readOwner(db, portalId, 'owner');
  const posting = await readOwner(db, portalId, 'posting');
  const mirror = await mirrorHealth(db, portalId);
  const inbox = await countInbox(db, portalId);
  const posts = await uncertainPosts(db, portalId);
  const works = await readWorks(db, portalId);
  return {
    progress: works.filter((work) => reach === 'all' || work.asked_by === null).map(showWork),
    lastTailPollAt: mirror.lastTailPollAt,
    lastSweepAt: mirror.lastSweepAt,
    postingUser: posting && {
      userId: posting.userId,
      name: await readUserName(db, portalId, posting.userId),
    },
    tokenBroken: owner ? (owner.brokenReason ?? posting?.brokenReason ?? null) : 'no-token',
    ownerIsAdmin: owner?.isAdmin ?? false,
    inbox: { due: inbox.due + inbox.leased, parked: inbox.parked },
    parked: await listParked(db, portalId),
    uncertainPosts: posts.filter((post) => within(reach, [post.clientId])),
    moves: await filterWithin(reach, mirror.moves, (move) => clientsOfMove(db, portalId, move.moveId)),
    disappearances: await filterWithin(reach, mirror.disappearances, (gone) =>
      clientsOfDisappearance(db, portalId, gone.disappearanceId),
    ),
    rest: Object.entries(counts).map(([method, calls]) => ({ method, calls })),
  };
}

async function readUserName(db: Db, portalId: string, userId: number): Promise<string> {
  const row = await db
    .selectFrom('users')
    .select('name')
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.name ?? `#${userId}`;
}

/** Keeps what concerns a client within reach. Few rows wait at a time, so each is looked up. */
async function filterWithin<Row>(
  reach: Reach,
  rows: readonly Row[],
  clientsOf: (row: Row) => Promise<readonly number[] | null>,
): Promise<Row[]> {
  if (reach === 'all') return [...rows];
  const kept: Row[] = [];
  for (const row of rows) if (within(reach, (await clientsOf(row)) ?? [])) kept.push(row);
  return kept;
}

export function within(reach: Reach, clientIds: readonly number[]): boolean {
  return reach === 'all' || clientIds.some((clientId) => reach.has(clientId));
}
