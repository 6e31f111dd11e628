/** What was said about an issued report. Append-only; numbered without gaps per report. */
export interface ReportResponsesTable {
  portal_id: string;
  client_id: number;
  /** Of the report. */
  number: number;
  response: number;
  what: 'dispute' | 'withdraw' | 'answer' | 'waive' | 'accept' | 'remind';
  /** The response that opened the dispute; of a dispute itself its own number. */
  dispute: number | null;
  entry_id: number | null;
  /** Reason of a dispute, or the answer to it. */
  text: string | null;
  /** Billed seconds that were given back. */
  seconds: number | null;
  waiver_id: number | null;
  /** Of a reminder: which of the days after posting. */
  days: number | null;
  /** `recorded`: a manager wrote down what the client said in the task. */
  how: 'app' | 'recorded' | 'automatic';
  /** Of what was recorded: the client's comment. */
  link: string | null;
  /** 0 = the app itself. */
  user_id: number;
  at: number;
  action_id: string | null;
}
