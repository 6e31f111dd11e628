/** What we tell the portal: durable, effectively once. */
export interface OutboxTable {
  portal_id: string;
  outbox_id: string;
  /** Unique: report + position + part (or task:…). */
  key: string;
  kind: 'create-report-task' | 'comment';
  client_id: number;
  /** JSON: what to send (task id, text). */
  payload: string;
  /** Key of the row that must be sent before this one. */
  after_key: string | null;
  state: 'ready' | 'sending' | 'settling' | 'sent' | 'uncertain' | 'failed' | 'dismissed';
  attempts: number;
  due_at: number;
  lease_until: number;
  lease_holder: string | null;
  /** Stored before the first byte leaves: later look-ups wait from here. */
  send_started_at: number | null;
  author_id: number | null;
  /** JSON: ids the platform gave. */
  result: string | null;
  reason: string | null;
  created_at: number;
  sent_at: number | null;
}
