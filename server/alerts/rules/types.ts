import type { Day } from '../../base/days.js';
import type { OverageTerms, Terms } from '../../base/terms.js';

/** What may need a manager's eye. The first five are about hours, the next four about single entries. */
export type AlertKind =
  | 'threshold'
  | 'expiry'
  | 'overage'
  | 'overage-limit'
  | 'overage-stop'
  | 'no-comment'
  | 'long-entry'
  | 'closed-task'
  | 'held-entry'
  | 'report-draft'
  | 'report-forgotten'
  | 'report-unanswered'
  | 'dispute'
  | 'uncertain-post'
  | 'intake-urgent'
  | 'intake-critical';

/** Figures and ids an alert is told with; names are looked up when it is shown. */
export interface AlertFacts {
  packageId?: number;
  percent?: number;
  leftSeconds?: number;
  expiresOn?: Day;
  overageSeconds?: number;
  limitSeconds?: number;
  entryId?: number;
  taskId?: number;
  userId?: number;
  seconds?: number;
  day?: Day;
  reportId?: string;
  reportNumber?: number;
  outboxId?: string;
}

/** An alert that should stand now. */
export interface DueAlert {
  key: string;
  kind: AlertKind;
  facts: AlertFacts;
  /** Listed, but nobody is told: it was so before, or something worse about the same package was told already. */
  quiet: boolean;
}

export interface PackageState {
  packageId: number;
  source: string;
  boughtAt: number;
  /** The client's local day on which the package came into the ledger. */
  createdOn: Day;
  /** As the ledger names it; only `usable`, `used-up` and `future` ones can alert. */
  state: string;
  sizeSeconds: number;
  leftSeconds: number;
  expiresOn: Day | null;
}

/** As the ledger's overage policy puts it. */
interface OverageLimit {
  mode: OverageTerms['mode'];
  /** Null = any. */
  allowedSeconds: number | null;
  isOverLimit: boolean;
}

/** A live entry of the client with something about it that a manager may want to know. */
export interface EntryState {
  entryId: number;
  taskId: number;
  userId: number;
  seconds: number;
  workedAt: number;
  workDay: Day;
  hasComment: boolean;
  /** When its task was completed; null while it is not. */
  taskClosedAt: number | null;
}

/** Everything the alerts of one client are a function of. */
export interface ClientState {
  now: number;
  today: Day;
  terms: Pick<Terms, 'alerts' | 'acceptance'>;
  packages: readonly PackageState[];
  overageSeconds: number;
  /** What the terms say of overage, and whether the client is beyond it. */
  overage: OverageLimit;
  entries: readonly EntryState[];
  /** Drafts that wait for a manager, and since when. */
  drafts: readonly { reportId: string; since: number }[];
  /** Posted reports that the client has neither accepted nor questioned. */
  unanswered: readonly { reportId: string; number: number; since: number }[];
  disputes: readonly { reportId: string; number: number; dispute: number; entryId: number }[];
  uncertainPosts: readonly { outboxId: string }[];
  /** Tasks that somebody asks to take in out of turn. */
  intakes: readonly { intakeId: number; taskId: number; kind: 'urgent' | 'critical' }[];
}
