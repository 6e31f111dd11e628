/** Who buys hours, and under which terms. */
export interface ClientsTable {
  portal_id: string;
  client_id: number;
  name: string;
  time_zone: string;
  /** Local day; entries before it are mirrored, not billed. */
  accounting_starts_on: string;
  opening_balance_seconds: number;
  report_task_id: number | null;
  company_id: number | null;
  /** Number of the last posting: the ledger's position. */
  position: number;
  /** Ledger needs another look (facts changed since the last posting). */
  dirty_at: number | null;
  archived_at: number | null;
  created_at: number;
}

export interface ClientGroupsTable {
  portal_id: string;
  group_id: number;
  client_id: number;
  added_at: number;
}

/**
 * Whose a group was: from one instant until before another; `until_at` is the largest safe integer while it goes on.
 * The first tenure of a group begins at 0, so that a new client gets the group's past.
 */
export interface GroupTenuresTable {
  portal_id: string;
  group_id: number;
  from_at: number;
  until_at: number;
  client_id: number;
}

export interface ClientManagersTable {
  portal_id: string;
  client_id: number;
  user_id: number;
}

/** Groups with a part of their own: development, free support. */
export interface SpecialGroupsTable {
  portal_id: string;
  group_id: number;
  part: 'development' | 'free-support';
}

/** Versions of the terms; `client_id` 0 = the portal's default. */
export interface TermsTable {
  portal_id: string;
  client_id: number;
  version: number;
  effective_from: string;
  /** JSON, checked by `clients/rules/terms`. */
  body: string;
  action_id: string | null;
  created_at: number;
}

/** Work type and urgency as set by a person for a task, or (entry_id ≠ 0) for one entry. */
export interface WorkMarksTable {
  portal_id: string;
  task_id: number;
  entry_id: number;
  work_type: string | null;
  urgency: string | null;
  courtesy_reason: string | null;
  since_at: number;
  action_id: string | null;
}

/**
 * Which work type tasks without a fitting tag have: the first rule in order that fits. What a rule asks is never
 * edited: a changed one is archived and followed by a new one, so that lines can always name theirs.
 */
export interface WorkRulesTable {
  portal_id: string;
  rule_id: number;
  position: number;
  /** Null = of every client. */
  client_id: number | null;
  field: 'title' | 'tag' | 'any';
  word: string;
  work_type: string;
  created_at: number;
  archived_at: number | null;
  action_id: string | null;
}

/**
 * Exceptions from the working week: holidays, and days that are worked in spite of it. `day` is `YYYY-MM-DD`, or `MM-DD`
 * for every year; the exact day wins over the yearly one.
 */
export interface HolidaysTable {
  portal_id: string;
  day: string;
  /** 1 = people work on this day although the week says otherwise. */
  works: number;
  source: 'hand' | 'portal';
  note: string | null;
}
