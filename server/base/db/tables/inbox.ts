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

/** Progress of long work, as a person sees it. */
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
}
