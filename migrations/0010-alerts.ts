import type { Kysely } from 'kysely';
import { createTable } from './table.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, 'alert_starts', { portal_id: 'text', client_id: 'big', started_at: 'big' }, [
    'portal_id',
    'client_id',
  ]);
  await createTable(
    db,
    'alerts',
    {
      portal_id: 'text',
      client_id: 'big',
      alert_key: 'text',
      kind: 'text',
      facts: 'text',
      state: 'text',
      raised_at: 'big',
      closed_at: 'big?',
      tell_at: 'big?',
      told_at: 'big?',
      tell_client_at: 'big?',
      told_client_at: 'big?',
      seen_at: 'big?',
      seen_action_id: 'text?',
    },
    ['portal_id', 'client_id', 'alert_key'],
  );
  await db.schema.createIndex('alerts_open').on('alerts').columns(['portal_id', 'state']).execute();
}
