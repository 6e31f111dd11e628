/** What we tell the portal: durable, effectively once. */
export interface OutboxTable {
  portal_id: string;
  outbox_id: string;
  /** Unique: report + position + part (or task:…). */
  key: string;
  kind:
    | 'create-report-task'
    | 'create-task'
    | 'planned-time'
    | 'observers'
    | 'comment'
    | 'file'
    | 'file-commit'
    | 'notice'
    | 'feed-post';
  client_id: number;
  /** JSON: what to send; its shape is told by the kind (portal/outbox/post.ts). */
  payload: string;
  /** Key of the row that must be sent before this one. */
  after_key: string | null;
  /** Of a file: key of the comment it belongs to. */
  of_key: string | null;
  state: 'ready' | 'sending' | 'settling' | 'sent' | 'uncertain' | 'failed' | 'dismissed';
  attempts: number;
  /** By the app's clock. */
  due_at: number;
  /** By the machine's clock, as a REST call runs in real time: until then nobody else touches the row or looks for the post. */
  lease_until: number;
  lease_holder: string | null;
  /** Stored before the first byte leaves; by the app's clock. */
  send_started_at: number | null;
  /** Who the portal saw as the author when the latest attempt began. */
  author_id: number | null;
  /** Which card the latest attempt was made for: the card of a portal may change in between. */
  card: 'old' | 'new' | null;
  /** Where the latest attempt of a file put it: `folder:ID` of the disk or `chat:ID`. Stored before it leaves. */
  place: string | null;
  /** Of a comment: JSON, keys of the files that left with the latest attempt. Stored before it leaves. */
  attached: string | null;
  /** Attempts of this round that ended without a clear answer: one of them may have landed. */
  unclear: number;
  /** First attempt of this round that may have landed: an Idempotency-Key is honoured for 24 hours. */
  first_send_at: number | null;
  /** Goes up when a person decides to send again; part of the Idempotency-Key. */
  round: number;
  /** The action of the person who decided about an uncertain post. */
  decided_action_id: string | null;
  /** JSON: ids the platform gave. */
  result: string | null;
  reason: string | null;
  created_at: number;
  sent_at: number | null;
}

/** A file that goes along with a comment, kept until it is there. */
export interface PostFilesTable {
  portal_id: string;
  file_id: string;
  name: string;
  mime: string;
  /** Base64; null once it is not needed any more. */
  content: string | null;
  /** Bytes. */
  size: number;
}
