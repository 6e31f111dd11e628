import type { Kysely } from 'kysely';
import { createTable } from './table.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createPeopleAndGroups(db);
  await createTasks(db);
  await createTimeEntries(db);
  await createTable(db, 'cursors', { portal_id: 'text', name: 'text', value: 'text', updated_at: 'big' }, [
    'portal_id',
    'name',
  ]);
}

async function createPeopleAndGroups(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'users',
    {
      portal_id: 'text',
      user_id: 'big',
      name: 'text',
      user_type: 'text',
      active: 'flag',
      work_position: 'text',
      time_zone: 'text',
      asked_at: 'big',
    },
    ['portal_id', 'user_id'],
  );
  await createTable(
    db,
    'workgroups',
    {
      portal_id: 'text',
      group_id: 'big',
      name: 'text',
      is_extranet: 'flag',
      closed: 'flag',
      asked_at: 'big',
    },
    ['portal_id', 'group_id'],
  );
  await createTable(
    db,
    'group_members',
    { portal_id: 'text', group_id: 'big', user_id: 'big', role: 'text', asked_at: 'big' },
    ['portal_id', 'group_id', 'user_id'],
  );
}

async function createTasks(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'tasks',
    {
      portal_id: 'text',
      task_id: 'big',
      group_id: 'big',
      title: 'text',
      status: 'big',
      priority: 'big',
      responsible_id: 'big',
      created_by: 'big',
      parent_id: 'big?',
      deadline_at: 'big?',
      created_at: 'big?',
      closed_at: 'big?',
      estimate_seconds: 'big',
      spent_seconds: 'big',
      tags: 'text',
      chat_id: 'big?',
      state: 'text',
      delete_seen_at: 'big?',
      asked_at: 'big',
    },
    ['portal_id', 'task_id'],
  );
  await db.schema.createIndex('tasks_group').on('tasks').columns(['portal_id', 'group_id']).execute();
  await createTable(
    db,
    'task_moves',
    {
      portal_id: 'text',
      task_id: 'big',
      move_id: 'text',
      from_group_id: 'big',
      to_group_id: 'big',
      since_at: 'big',
      noticed_at: 'big',
      state: 'text',
      with_earlier: 'flag',
      action_id: 'text?',
    },
    ['portal_id', 'task_id', 'move_id'],
  );
}

async function createTimeEntries(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'time_entries',
    {
      portal_id: 'text',
      entry_id: 'big',
      task_id: 'big',
      user_id: 'big',
      seconds: 'big',
      comment: 'text',
      worked_at: 'big',
      made_at: 'big',
      source: 'big',
      group_id: 'big',
      group_is_guess: 'flag',
      state: 'text',
      noticed_at: 'big',
      asked_at: 'big',
    },
    ['portal_id', 'entry_id'],
  );
  await db.schema
    .createIndex('time_entries_task')
    .on('time_entries')
    .columns(['portal_id', 'task_id'])
    .execute();
  await db.schema
    .createIndex('time_entries_group')
    .on('time_entries')
    .columns(['portal_id', 'group_id', 'worked_at'])
    .execute();
  await createTable(
    db,
    'disappearances',
    {
      portal_id: 'text',
      disappearance_id: 'text',
      client_id: 'big?',
      task_id: 'big',
      entry_ids: 'text',
      seconds: 'big',
      why: 'text',
      state: 'text',
      noticed_at: 'big',
      action_id: 'text?',
    },
    ['portal_id', 'disappearance_id'],
  );
}
