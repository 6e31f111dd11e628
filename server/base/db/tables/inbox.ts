/** What the portal told us and what we owe ourselves: durable before it is acknowledged. */
export interface InboxTable {
  portal_id: string;
  inbox_id: string;
  /** What changed: `task`, `comment`, `group`, `portal`, … */
  subject: string;
  subject_id: string;
  /** JSON array of distinct event names merged into this row. */
  names: string;
  /** JSON: small facts of the newest event (ids only). */
  payload: string;
  times: number;
  state: 'due' | 'leased' | 'parked';
  attempts: number;
  first_at: number;
  due_at: number;
  lease_until: number;
  lease_holder: string | null;
  reason: string | null;
}

/** One firing per recurring job, portal and time bucket, across processes. */
export interface JobRunsTable {
  portal_id: string;
  job: string;
  bucket: string;
  holder: string;
  lease_until: number;
  finished_at: number | null;
}

/** Long work as a person sees it: one row per portal and kind, replaced when it is asked for again. */
export interface ProgressTable {
  portal_id: string;
  work: string;
  stage: string;
  done: number;
  total: number | null;
  started_at: number;
  updated_at: number;
  finished_at: number | null;
  failed_reason: string | null;
  /** Null in rows of an earlier version: `finished_at` and `failed_reason` say how they ended. */
  state: 'asked' | 'running' | 'done' | 'failed' | 'cancelled' | null;
  /** Null = the app itself. */
  asked_by: number | null;
  /** JSON: what exactly was asked for, so that it can be started again. */
  wanted: string | null;
  /** The process that works on it, and until when it is believed to be alive, by the machine's clock. */
  holder: string | null;
  lease_until: number | null;
  cancel_asked_at: number | null;
  /** JSON: what came of it; its shape is told by the kind of work. */
  result: string | null;
  /** The person who asked has seen how it ended. */
  put_away_at: number | null;
}
