import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** Who takes part in plans and how much they work; days typed by hand; absences as the portal's calendar told them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'work_norms',
    {
      portal_id: 'text',
      user_id: 'big',
      takes_part: 'text',
      week: 'text?',
      starts_at: 'big?',
      updated_at: 'big',
      action_id: 'text?',
    },
    ['portal_id', 'user_id'],
  );
  await createTable(
    db,
    'capacity_days',
    {
      portal_id: 'text',
      user_id: 'big',
      day: 'text',
      seconds: 'big',
      reason: 'text',
      note: 'text?',
      updated_at: 'big',
      action_id: 'text?',
    },
    ['portal_id', 'user_id', 'day'],
  );
  await createTable(
    db,
    'absences',
    {
      portal_id: 'text',
      user_id: 'big',
      absence_id: 'text',
      name: 'text',
      whole_days: 'flag',
      from_day: 'text',
      to_day: 'text',
      from_at: 'big',
      to_at: 'big',
      asked_at: 'big',
    },
    ['portal_id', 'user_id', 'absence_id', 'from_day'],
  );
}
