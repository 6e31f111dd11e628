import type { StoredLedger } from './stored-ledger.js';

/** The row of the portal itself, which some actions lock, and of its person 1. */
export async function storePortal({ db, portalId }: StoredLedger): Promise<void> {
  const texts = {
    client_endpoint: '',
    auth_endpoint: '',
    scope: '',
    language: 'ru',
    time_zone: 'Europe/Moscow',
  };
  await db
    .insertInto('portals')
    .values({
      ...{ portal_id: portalId, ...texts, state: 'installed', application_token_sealed: null },
      ...{ card: 'old', app_version: 1, created_at: 1, installed_at: 1, uninstalled_at: null },
    })
    .execute();
  await db
    .insertInto('users')
    .values({
      ...{ portal_id: portalId, user_id: 1, name: 'Ирина Смирнова', user_type: 'employee' },
      ...{ active: 1, work_position: '', time_zone: '', asked_at: 0 },
    })
    .execute();
}

/** Task 1 of client 1 as the mirror would keep it. */
export async function storeTask(
  { db, portalId }: StoredLedger,
  title: string,
  tags: readonly string[],
): Promise<void> {
  const row = {
    ...{ portal_id: portalId, task_id: 1, group_id: 101, title, tags: JSON.stringify(tags) },
    ...{ status: 3, priority: 1, responsible_id: 1, created_by: 1, parent_id: null, deadline_at: null },
    ...{ created_at: null, closed_at: null, estimate_seconds: 0, spent_seconds: 0, chat_id: null },
    ...{ state: 'live' as const, delete_seen_at: null, asked_at: 1 },
  };
  await db
    .insertInto('tasks')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal_id', 'task_id']).doUpdateSet(row))
    .execute();
}
