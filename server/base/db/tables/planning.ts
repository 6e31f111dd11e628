/** How much a person works, where it differs from the office: null = as everybody. */
export interface WorkNormsTable {
  portal_id: string;
  user_id: number;
  /** `auto` = whoever worked for clients lately or has open tasks of theirs. */
  takes_part: 'auto' | 'always' | 'never';
  /** JSON: seven figures of seconds, Monday first. */
  week: string | null;
  /** Minutes after local midnight at which the working day begins. */
  starts_at: number | null;
  updated_at: number;
  action_id: string | null;
}

/** A day of a person as somebody typed it: it wins over norm, calendar and absences. */
export interface CapacityDaysTable {
  portal_id: string;
  user_id: number;
  day: string;
  seconds: number;
  reason: 'vacation' | 'sick' | 'training' | 'other';
  note: string | null;
  updated_at: number;
  action_id: string | null;
}

/** An absence of the portal's calendar. `whole_days` = it has no clock: from_day to to_day, both included. */
export interface AbsencesTable {
  portal_id: string;
  user_id: number;
  absence_id: string;
  name: string;
  whole_days: number;
  from_day: string;
  to_day: string;
  from_at: number;
  to_at: number;
  asked_at: number;
}

/** One week of the department; `week_on` is its Monday. */
export interface SprintsTable {
  portal_id: string;
  week_on: string;
  /** Number of the last publication; 0 = never. */
  revision: number;
  /** JSON plan as it is being edited; null = as published, or as the rules propose. */
  draft: string | null;
  /** Grows with every change of the draft: two managers never overwrite each other unseen. */
  draft_version: number;
  /** JSON plan as it was last published. */
  published: string | null;
  published_at: number | null;
  /** JSON: plan against fact, as it was told at the week's end. */
  fact: string | null;
  closed_at: number | null;
  updated_at: number;
}

/** How well somebody does a type of work, as a manager said: 0–1000, 0 = not at all. */
export interface SkillsTable {
  portal_id: string;
  user_id: number;
  work_type: string;
  permille: number;
  updated_at: number;
  action_id: string | null;
}

export interface SprintRevisionsTable {
  portal_id: string;
  week_on: string;
  revision: number;
  plan: string;
  published_at: number;
  published_by: number;
  action_id: string;
}

/** A task that came into the week beside its plan. */
export interface IntakesTable {
  portal_id: string;
  intake_id: number;
  task_id: number;
  client_id: number;
  kind: 'urgent' | 'critical';
  /** Who asked: a person in the app, a tag, the priority field. */
  source: 'hand' | 'tag' | 'priority';
  /** The tag that asked. */
  sign: string | null;
  /** `withdrawn` = the sign went away, or the task was closed, before anybody decided. */
  state: 'proposed' | 'accepted' | 'undone' | 'dismissed' | 'withdrawn';
  note: string;
  /** 0 = whoever changed the task in the portal. */
  proposed_by: number;
  proposed_at: number;
  week_on: string | null;
  /** Who does it, and from when to when. */
  user_id: number | null;
  start_day: string | null;
  finish_day: string | null;
  /** JSON: what it changed in the published plan, to the second. */
  patch: string | null;
  /** JSON: tasks of others that people were told of, with old and new places. */
  pushed: string | null;
  /** JSON: the performer's and everybody's reserve of the first day, before and after. */
  reserve: string | null;
  /** JSON: what was queued about it. */
  posts: string | null;
  accepted_by: number | null;
  accepted_at: number | null;
  /** Urgency that was marked by hand before. */
  mark_before: string | null;
  priority_before: number | null;
  /** What became of the priority in the portal: `none` = nothing was to be done. */
  priority: 'none' | 'pending' | 'set' | 'refused';
  ended_by: number | null;
  ended_at: number | null;
  end_reason: string | null;
  updated_at: number;
}
