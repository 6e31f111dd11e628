import type { Generated } from 'kysely';

/** What we keep of the portal. `asked_at` = when the answer that told us was requested: newer wins. */
export interface UsersTable {
  portal_id: string;
  user_id: number;
  name: string;
  user_type: 'employee' | 'extranet' | 'email' | 'unknown';
  active: number;
  work_position: string;
  time_zone: string;
  asked_at: number;
}

export interface WorkgroupsTable {
  portal_id: string;
  group_id: number;
  name: string;
  is_extranet: number;
  closed: number;
  asked_at: number;
}

export interface GroupMembersTable {
  portal_id: string;
  group_id: number;
  user_id: number;
  role: string;
  asked_at: number;
}

export interface TasksTable {
  portal_id: string;
  task_id: number;
  /** The group the platform shows now (0 = none). Whose hour it is: see task_moves. */
  group_id: number;
  title: string;
  status: number;
  priority: number;
  responsible_id: number;
  created_by: number;
  parent_id: number | null;
  deadline_at: number | null;
  created_at: number | null;
  closed_at: number | null;
  estimate_seconds: number;
  /** TIME_SPENT_IN_LOGS as the portal told it: compared with our sum to find edits. */
  spent_seconds: number;
  /** JSON array of tag titles. */
  tags: string;
  chat_id: number | null;
  state: 'live' | 'deleted' | 'out-of-sight';
  /** A delete event was seen for it (belief still needs a reading). */
  delete_seen_at: number | null;
  asked_at: number;
  /** When anything of it that a screen shows was last news to us. */
  changed_at: Generated<number>;
}

/** A change of a task's group. Hours follow only what a person (or one owner of both groups) confirmed. */
export interface TaskMovesTable {
  portal_id: string;
  task_id: number;
  move_id: string;
  from_group_id: number;
  to_group_id: number;
  /** Instant of the move by the task's history; entries made from here on belong to the new group. */
  since_at: number;
  noticed_at: number;
  state: 'waiting' | 'confirmed' | 'rejected';
  /** 1 = a person chose that all earlier entries move too. */
  with_earlier: number;
  action_id: string | null;
}

export interface TimeEntriesTable {
  portal_id: string;
  entry_id: number;
  task_id: number;
  user_id: number;
  seconds: number;
  comment: string;
  /** Work instant (CREATED_DATE). */
  worked_at: number;
  /** When the record was made: decides whose group it counts for. */
  made_at: number;
  source: number;
  /** Group at first sight; the ledger's group is this one unless a confirmed move says otherwise. */
  group_id: number;
  group_is_guess: number;
  state: 'live' | 'deleted';
  /** When we first saw the present version (an edit or deletion): the day of notice of a correction. */
  noticed_at: number;
  asked_at: number;
  /** The comment was erased on request: it is not kept again. */
  comment_erased_at: number | null;
}

/** The timer of a person whose page of the app is open, as their own token showed it. */
export interface RunningTimersTable {
  portal_id: string;
  user_id: number;
  /** Null = none was running. */
  task_id: number | null;
  running_seconds: number;
  known_at: number;
}

export interface CursorsTable {
  portal_id: string;
  name: string;
  value: string;
  updated_at: number;
}

/** Entries that vanished in numbers that only a manager may believe. */
export interface DisappearancesTable {
  portal_id: string;
  disappearance_id: string;
  client_id: number | null;
  task_id: number;
  /** JSON array of entry ids. */
  entry_ids: string;
  seconds: number;
  why: 'task-deleted' | 'task-out-of-sight' | 'entries-absent';
  state: 'waiting' | 'confirmed' | 'rejected';
  noticed_at: number;
  action_id: string | null;
}
