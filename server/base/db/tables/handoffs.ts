/** Work of a task handed over to another department, in a linked task of its own. */
export interface HandoffsTable {
  portal_id: string;
  /** Counted per portal. */
  handoff_id: number;
  /** Whose ledger it concerns. */
  client_id: number;
  way: 'to-development' | 'to-free-support' | 'to-paid';
  task_id: number;
  /** Of the linked task. */
  title: string;
  note: string;
  /** Where the linked task is made. */
  group_id: number;
  /** Null until the portal has it. */
  linked_task_id: number | null;
  /** The boundary: time on the task worked from here on is courtesy; earlier time stays as it is. */
  since_at: number;
  /** Refused: from here on the time is billed as before. Null = goes on. */
  until_at: number | null;
  /** Null = the hand-over changes nothing about the time on the task itself (towards paid support). */
  courtesy_reason: 'own-bug' | 'free-support' | null;
  state: 'open' | 'done' | 'refused' | 'taken-back';
  /** How often the linked task was closed and that was reported back. */
  closings: number;
  handed_by: number;
  /** 0 = the app itself. */
  ended_by: number | null;
  ended_at: number | null;
  end_reason: string | null;
  action_id: string;
  updated_at: number;
}

/** A task somebody wants to know the size of. */
export interface EstimatesTable {
  portal_id: string;
  /** Counted per portal. */
  estimate_id: number;
  task_id: number;
  /** Null: the task's group belongs to no client. */
  client_id: number | null;
  state: 'requested' | 'asked' | 'given' | 'with-client' | 'approved' | 'declined' | 'withdrawn';
  source: 'person' | 'tag' | 'robot';
  /** 0 = the app itself. */
  requested_by: number;
  requested_at: number;
  /** How often it was asked for while it was open: repeated requests become one. */
  requests: number;
  note: string;
  /** 1 = the client has to agree too. */
  for_client: number;
  performer_id: number;
  /** Of the task when the figures were given: what accuracy is learned by. */
  work_type: string | null;
  optimistic_seconds: number | null;
  likely_seconds: number | null;
  pessimistic_seconds: number | null;
  given_by: number | null;
  given_at: number | null;
  given_note: string | null;
  /** What the manager approved: it becomes the task's planned time. */
  approved_seconds: number | null;
  approved_by: number | null;
  approved_at: number | null;
  agreed_by: number | null;
  agreed_at: number | null;
  /** Where a manager recorded the client's word: the comment. */
  agreed_link: string | null;
  ended_reason: string | null;
  ended_by: number | null;
  state_since: number;
  /** Goes up with every step: a step names the one that was seen. */
  revision: number;
  updated_at: number;
}

/** What the performer asked, and the answer. */
export interface EstimateQuestionsTable {
  portal_id: string;
  estimate_id: number;
  question: number;
  asked_by: number;
  asked_at: number;
  text: string;
  answer: string | null;
  answered_by: number | null;
  answered_at: number | null;
}
