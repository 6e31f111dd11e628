/** Append-only. Triggers on both databases refuse update and delete (erasure excepted). */
export interface PackagesTable {
  portal_id: string;
  client_id: number;
  package_id: number;
  title: string;
  source: 'manual' | 'gift' | 'crm-deal' | 'smart-invoice' | 'correction' | 'rollover' | 'opening';
  bought_at: number;
  valid_from: string;
  expires_on: string | null;
  covers_earlier: number;
  price_minor: number | null;
  currency: string | null;
  vat_note: string | null;
  purchase_action_id: string;
  /**
   * Packages the rules made: `entry:package:report:day of notice` they make good, or `rollover:package:last day`; a
   * package that was made itself is named by its cause. Unique where set.
   */
  cause: string | null;
  created_at: number;
}

/** What people did with a package: append-only, undone by a row that names the one it undoes. */
export interface PackageChangesTable {
  portal_id: string;
  client_id: number;
  change_id: number;
  package_id: number;
  /** `ordered` = sold, to be paid before it is usable: its hours come with `paid`. */
  what: 'sold' | 'ordered' | 'paid' | 'adjusted' | 'transferred' | 'refunded' | 'closed' | 'undone';
  /** Signed change of the package's size; of `ordered` the hours that payment will bring; of `closed` 0. */
  seconds: number;
  /** Where transferred hours went. */
  other_package_id: number | null;
  /** The client's local day of it; of `paid` the day of payment. */
  on_day: string;
  /** Money given back with a refund, minor units. */
  price_minor: number | null;
  currency: string | null;
  reason: string | null;
  /** The change this one takes back; unique. */
  undoes: number | null;
  action_id: string;
  user_id: number;
  made_at: number;
}

export interface WaiversTable {
  portal_id: string;
  client_id: number;
  waiver_id: number;
  entry_id: number;
  seconds: number;
  reason: string;
  noticed_at: number;
  action_id: string;
}

export interface PostingsTable {
  portal_id: string;
  client_id: number;
  /** Gapless per client from 1: the position. */
  posting: number;
  what: 'hours' | 'purchase' | 'adjustment' | 'issue' | 'reopen' | 'opening';
  posted_at: number;
  /** The client's local day it was computed for. */
  today: string;
  /** Purchases and actions carry a unique cause; hours do not. */
  cause: string | null;
  action_id: string | null;
}

export interface LinesTable {
  portal_id: string;
  client_id: number;
  posting: number;
  line: number;
  kind: string;
  /** Signed; what it moves depends on kind, see ledger/rules/effect. */
  seconds: number;
  /** Signed recorded (timer) seconds behind it. */
  recorded_seconds: number;
  package_id: number | null;
  entry_id: number | null;
  task_id: number | null;
  user_id: number | null;
  worked_at: number | null;
  work_day: string | null;
  work_type: string | null;
  reason: string | null;
  /** The line this one mirrors; unique. */
  reverses_posting: number | null;
  reverses_line: number | null;
  report_number: number | null;
  /** JSON: rule, multiplier, rounding, package choice — the answer to "why is this hour here". */
  why: string;
  /** SHA-256 over the salted names and comments in line_texts. */
  text_digest: string | null;
  previous_hash: string;
  hash: string;
}

/** Erasable: names and comments of a line. The line keeps only their salted digest. */
export interface LineTextsTable {
  portal_id: string;
  client_id: number;
  posting: number;
  line: number;
  salt: string;
  /** JSON {person, comment, taskTitle}. */
  texts: string;
}

/** Dropping and rebuilding these changes no figure. account = `package:ID` | `overage` | `courtesy` | `recorded` | … */
export interface KeptSumsTable {
  portal_id: string;
  client_id: number;
  account: string;
  seconds: number;
  position: number;
}

/** An issued report as the ledger knows it: number, cut, frozen lines. */
export interface IssuesTable {
  portal_id: string;
  client_id: number;
  number: number;
  /** Posting that carries the `issue` line. */
  posting: number;
  /** The position that was seen and approved. */
  seen_position: number;
  /** JSON Cut. */
  cut: string;
  opening_seconds: number;
  closing_seconds: number;
  seal: string;
  /** JSON: whole model, enough to rebuild every layout. */
  model: string;
  /** JSON array of posted parts (text). */
  texts: string;
  layout_version: number;
  replaces: number | null;
  issued_at: number;
  action_id: string | null;
}

export interface IssueLinesTable {
  portal_id: string;
  client_id: number;
  posting: number;
  line: number;
  number: number;
}

/** A reopened report frees its lines; its number stays taken. */
export interface ReopeningsTable {
  portal_id: string;
  client_id: number;
  number: number;
  posting: number;
  reason: string;
  action_id: string;
}

/** The only key that opens the triggers: erasure on request or uninstall with CLEAN. */
export interface ErasuresTable {
  portal_id: string;
  erasure_id: string;
  scope: string;
  reason: string;
  at: number;
}
