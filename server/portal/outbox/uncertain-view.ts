import type { DbOrTx } from '../../base/db/index.js';
import type { PortalHealth } from '../../api/index.js';
import type { OutboxRow } from './post.js';

/** Posts that wait for a person, oldest first: those nobody can decide about, and those refused for good. */
export async function uncertainPosts(db: DbOrTx, portalId: string): Promise<PortalHealth['uncertainPosts']> {
  const rows = await db
    .selectFrom('outbox')
    .select(['outbox_id', 'client_id', 'kind', 'key', 'reason', 'send_started_at'])
    .where('portal_id', '=', portalId)
    .where('state', 'in', ['uncertain', 'failed'])
    .orderBy('created_at')
    .orderBy('outbox_id')
    .execute();
  return rows.map((row) => ({
    outboxId: row.outbox_id,
    clientId: row.client_id,
    kind: row.kind,
    key: row.key,
    reason: row.reason,
    startedAt: row.send_started_at,
  }));
}

/** How the posts with these keys stand, by key; a key never enqueued is absent. */
export async function postStates(
  db: DbOrTx,
  portalId: string,
  keys: readonly string[],
): Promise<Map<string, OutboxRow['state']>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('outbox')
    .select(['key', 'state'])
    .where('portal_id', '=', portalId)
    .where('key', 'in', [...keys])
    .execute();
  return new Map(rows.map((row) => [row.key, row.state]));
}
