import type { PortalHealth } from '../api/index.js';
import type { Db } from '../base/db/index.js';
import { lastRuns, readWorks } from '../base/jobs/index.js';
import { countInbox, listParked } from '../portal/inbox/index.js';
import { readOwnToken } from '../portal/installs/index.js';
import { mirrorHealth } from '../portal/mirror/index.js';
import { uncertainPosts } from '../portal/outbox/index.js';
import type { RestLimits } from '../portal/rest/index.js';
import { readRestBudget } from './rest-budget-view.js';
import { showWork } from './show-work.js';
import { clientsOfDisappearance, clientsOfMove } from './waiting-view.js';

export type Reach = 'all' | ReadonlySet<number>;

/** How the app is doing on one portal and what waits for a person; of clients' matters only those within `reach`. */
export async function readPortalHealth(
  db: Db,
  portalId: string,
  reach: Reach,
  rest: { now: number; limits: RestLimits },
): Promise<PortalHealth> {
  const owner = await readOwnToken(db, portalId, 'owner');
  const posting = await readOwnToken(db, portalId, 'posting');
  // The same choice as the REST client makes.
  const author = [posting, owner].find((token) => token?.brokenReason === null);
  const mirror = await mirrorHealth(db, portalId);
  const inbox = await countInbox(db, portalId);
  const posts = await uncertainPosts(db, portalId);
  const works = await readWorks(db, portalId);
  return {
    progress: works.filter((work) => reach === 'all' || work.asked_by === null).map(showWork),
    lastTailPollAt: mirror.lastTailPollAt,
    lastSweepAt: mirror.lastSweepAt,
    postingUser: author ? { userId: author.userId, name: author.name } : null,
    postingLeft: posting !== null && posting.brokenReason !== null ? posting.name : null,
    tokenBroken: owner ? owner.brokenReason : 'no-token',
    ownerIsAdmin: owner?.isAdmin ?? false,
    inbox: { due: inbox.due + inbox.leased, parked: inbox.parked },
    parked: await listParked(db, portalId),
    uncertainPosts: posts.filter((post) => within(reach, [post.clientId])),
    moves: await filterWithin(reach, mirror.moves, (move) => clientsOfMove(db, portalId, move.moveId)),
    disappearances: await filterWithin(reach, mirror.disappearances, (gone) =>
      clientsOfDisappearance(db, portalId, gone.disappearanceId),
    ),
    jobs: await lastRuns(db, portalId),
    budget: await readRestBudget(db, portalId, rest.now, rest.limits),
  };
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
