/** When alerting began for a client: what was there before is listed at most, never told. */
export interface AlertStartsTable {
  portal_id: string;
  client_id: number;
  started_at: number;
}

/** What a manager should look at. A row is never deleted: its key is what keeps an alert from being told twice. */
export interface AlertsTable {
  portal_id: string;
  client_id: number;
  /** Names the fact for ever: kind, and the package, entry, report or post it is about. */
  alert_key: string;
  kind: string;
  /** JSON: figures and ids, no names. */
  facts: string;
  /** `closed` when the fact went away. */
  state: 'open' | 'closed';
  /** Since when it is open (again). */
  raised_at: number;
  closed_at: number | null;
  /** When the managers are to be told; null = never. */
  tell_at: number | null;
  told_at: number | null;
  /** When the client is to be told; null = never. */
  tell_client_at: number | null;
  told_client_at: number | null;
  /** Somebody said "I know". */
  seen_at: number | null;
  seen_action_id: string | null;
}
