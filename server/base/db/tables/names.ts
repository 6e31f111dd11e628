import type { Tables } from './index.js';

/** Every table with its primary key: the order of a dump. Tables a row depends on come first. */
export const tableKeys = {
  portals: ['portal_id'],
  portal_tokens: ['portal_id', 'purpose'],
  portal_settings: ['portal_id', 'name'],
  rest_calls: ['portal_id', 'call_id'],
  inbox: ['portal_id', 'inbox_id'],
  job_runs: ['portal_id', 'job', 'bucket'],
  progress: ['portal_id', 'work'],
  users: ['portal_id', 'user_id'],
  workgroups: ['portal_id', 'group_id'],
  group_members: ['portal_id', 'group_id', 'user_id'],
  tasks: ['portal_id', 'task_id'],
  task_moves: ['portal_id', 'task_id', 'move_id'],
  time_entries: ['portal_id', 'entry_id'],
  cursors: ['portal_id', 'name'],
  disappearances: ['portal_id', 'disappearance_id'],
  actions: ['portal_id', 'action_id'],
  roles: ['portal_id', 'user_id'],
  clients: ['portal_id', 'client_id'],
  client_groups: ['portal_id', 'group_id'],
  client_managers: ['portal_id', 'client_id', 'user_id'],
  special_groups: ['portal_id', 'group_id'],
  terms: ['portal_id', 'client_id', 'version'],
  work_marks: ['portal_id', 'task_id', 'entry_id', 'since_at'],
  packages: ['portal_id', 'client_id', 'package_id'],
  waivers: ['portal_id', 'client_id', 'waiver_id'],
  postings: ['portal_id', 'client_id', 'posting'],
  lines: ['portal_id', 'client_id', 'posting', 'line'],
  line_texts: ['portal_id', 'client_id', 'posting', 'line'],
  kept_sums: ['portal_id', 'client_id', 'account'],
  issues: ['portal_id', 'client_id', 'number'],
  issue_lines: ['portal_id', 'client_id', 'posting', 'line', 'number'],
  reopenings: ['portal_id', 'client_id', 'number'],
  erasures: ['portal_id', 'erasure_id'],
  reports: ['portal_id', 'client_id', 'report_id'],
  report_schedules: ['portal_id', 'client_id', 'schedule_id'],
  outbox: ['portal_id', 'outbox_id'],
} as const satisfies { [T in keyof Tables]: readonly (keyof Tables[T])[] };

export type TableName = keyof typeof tableKeys;
export const tableNames = Object.keys(tableKeys) as TableName[];
