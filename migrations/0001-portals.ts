import type { Kysely } from 'kysely';
import { createTable } from './table.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'portals',
    {
      portal_id: 'text',
      client_endpoint: 'text',
      auth_endpoint: 'text',
      state: 'text',
      application_token_sealed: 'text?',
      scope: 'text',
      language: 'text',
      time_zone: 'text',
      card: 'text?',
      app_version: 'big',
      created_at: 'big',
      installed_at: 'big?',
      uninstalled_at: 'big?',
    },
    ['portal_id'],
  );
  await createTable(
    db,
    'portal_tokens',
    {
      portal_id: 'text',
      purpose: 'text',
      user_id: 'big',
      is_admin: 'flag',
      access_sealed: 'text',
      refresh_sealed: 'text',
      expires_at: 'big',
      broken_reason: 'text?',
      refresh_lease_until: 'big',
      updated_at: 'big',
    },
    ['portal_id', 'purpose'],
  );
  await createTable(
    db,
    'portal_settings',
    { portal_id: 'text', name: 'text', value: 'text', updated_at: 'big' },
    ['portal_id', 'name'],
  );
  await createTable(
    db,
    'rest_calls',
    {
      portal_id: 'text',
      call_id: 'text',
      at: 'big',
      method: 'text',
      status: 'big',
      duration_ms: 'big',
      detail: 'text',
    },
    ['portal_id', 'call_id'],
  );
  await db.schema.createIndex('rest_calls_at').on('rest_calls').columns(['at']).execute();
}
