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

export interface SprintRevisionsTable {
  portal_id: string;
  week_on: string;
  revision: number;
  plan: string;
  published_at: number;
  published_by: number;
  action_id: string;
}
