/** A report before it is issued, and how its posting went. */
export interface ReportsTable {
  portal_id: string;
  client_id: number;
  report_id: string;
  /** Unique trigger key: `exhausted:PACKAGE`, `schedule:ID:DAY`, `demand:ACTION`. */
  cause: string;
  state: 'planned' | 'draft' | 'stale' | 'issued' | 'posted' | 'uncertain' | 'dismissed';
  /** JSON Cut. */
  cut: string;
  /** When a planned draft is to be built (exhaustion: next working day 10:00 client time). */
  due_at: number;
  /** Ledger position the draft was built at. */
  position: number | null;
  model: string | null;
  number: number | null;
  created_at: number;
  updated_at: number;
  action_id: string | null;
  /** When all its parts were there for the first time: since then the client can read it. */
  posted_at: number | null;
}

export interface ReportSchedulesTable {
  portal_id: string;
  client_id: number;
  schedule_id: number;
  /** JSON: rule of `base/next-due`. */
  rule: string;
  automatic: number;
  next_due_at: number;
  last_due_at: number | null;
}

/** What becomes of a used-up package's report where a client has a wish of its own; without a row the terms say it. */
export interface UsedUpRulesTable {
  portal_id: string;
  client_id: number;
  mode: 'off' | 'draft' | 'automatic';
  action_id: string | null;
}
