import { sql } from 'kysely';
import type { Tables, Tx } from '../../base/db/index.js';

/** Every table but the proof itself. A table that is missing here does not compile. */
const erased: Record<Exclude<keyof Tables, 'erasures'>, true> = {
  rest_calls: true,
  rest_use: true,
  inbox: true,
  job_runs: true,
  progress: true,
  offers: true,
  companies: true,
  alerts: true,
  alert_starts: true,
  outbox: true,
  post_files: true,
  board_settings: true,
  board_people: true,
  board_hidden_groups: true,
  handoffs: true,
  estimate_questions: true,
  estimates: true,
  work_norms: true,
  capacity_days: true,
  skills: true,
  absences: true,
  intakes: true,
  sprint_revisions: true,
  sprints: true,
  report_schedules: true,
  used_up_rules: true,
  holidays: true,
  report_responses: true,
  reports: true,
  reopenings: true,
  issue_lines: true,
  issues: true,
  kept_sums: true,
  line_texts: true,
  lines: true,
  postings: true,
  waivers: true,
  package_changes: true,
  packages: true,
  work_marks: true,
  work_rules: true,
  terms: true,
  special_groups: true,
  client_managers: true,
  client_groups: true,
  group_tenures: true,
  clients: true,
  roles: true,
  role_changes: true,
  visits: true,
  actions: true,
  disappearances: true,
  running_timers: true,
  cursors: true,
  time_entries: true,
  task_moves: true,
  tasks: true,
  group_members: true,
  workgroups: true,
  users: true,
  portal_settings: true,
  portal_tokens: true,
  portals: true,
};

/**
 * Deletes every row of a portal. The append-only tables let it pass only while the portal's permit stands; the
 * permit is gone again before the transaction commits, and the `erasures` row proves what happened.
 */
export async function erasePortal(
  tx: Tx,
  erasure: { portalId: string; erasureId: string; at: number; reason: string },
): Promise<void> {
  const { portalId } = erasure;
  await tx
    .insertInto('erasures')
    .values({
      portal_id: portalId,
      erasure_id: erasure.erasureId,
      scope: 'portal',
      reason: erasure.reason,
      at: erasure.at,
    })
    .execute();
  await sql`insert into erasure_permits (portal_id) values (${portalId})`.execute(tx);
  for (const table of Object.keys(erased)) {
    await sql`delete from ${sql.table(table)} where portal_id = ${portalId}`.execute(tx);
  }
  await sql`delete from erasure_permits where portal_id = ${portalId}`.execute(tx);
}
