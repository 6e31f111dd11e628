import { type Kysely, sql } from 'kysely';
import { createTable } from './table.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createAccess(db);
  await createClients(db);
  await createTerms(db);
}

async function createAccess(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'actions',
    {
      portal_id: 'text',
      action_id: 'text',
      client_id: 'big?',
      user_id: 'big',
      at: 'big',
      what: 'text',
      reason: 'text?',
      before: 'text?',
      after: 'text?',
      cause: 'text?',
    },
    ['portal_id', 'action_id'],
  );
  await sql`create unique index actions_cause on actions (portal_id, cause) where cause is not null`.execute(
    db,
  );
  await createTable(db, 'roles', { portal_id: 'text', user_id: 'big', role: 'text' }, [
    'portal_id',
    'user_id',
  ]);
}

async function createClients(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'clients',
    {
      portal_id: 'text',
      client_id: 'big',
      name: 'text',
      time_zone: 'text',
      accounting_starts_on: 'text',
      opening_balance_seconds: 'big',
      report_task_id: 'big?',
      company_id: 'big?',
      position: 'big',
      dirty_at: 'big?',
      archived_at: 'big?',
      created_at: 'big',
    },
    ['portal_id', 'client_id'],
  );
  await createTable(
    db,
    'client_groups',
    { portal_id: 'text', group_id: 'big', client_id: 'big', added_at: 'big' },
    ['portal_id', 'group_id'],
  );
  await createTable(db, 'client_managers', { portal_id: 'text', client_id: 'big', user_id: 'big' }, [
    'portal_id',
    'client_id',
    'user_id',
  ]);
  await createTable(db, 'special_groups', { portal_id: 'text', group_id: 'big', part: 'text' }, [
    'portal_id',
    'group_id',
  ]);
}

async function createTerms(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'terms',
    {
      portal_id: 'text',
      client_id: 'big',
      version: 'big',
      effective_from: 'text',
      body: 'text',
      action_id: 'text?',
      created_at: 'big',
    },
    ['portal_id', 'client_id', 'version'],
  );
  await createTable(
    db,
    'work_marks',
    {
      portal_id: 'text',
      task_id: 'big',
      entry_id: 'big',
      work_type: 'text?',
      urgency: 'text?',
      courtesy_reason: 'text?',
      since_at: 'big',
      action_id: 'text?',
    },
    ['portal_id', 'task_id', 'entry_id', 'since_at'],
  );
}
