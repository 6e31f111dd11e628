/** What a person did: who, when, what, why, before and after. Ledger lines refer to it. */
export interface ActionsTable {
  portal_id: string;
  action_id: string;
  client_id: number | null;
  /** 0 = the app itself. */
  user_id: number;
  at: number;
  what: string;
  reason: string | null;
  before: string | null;
  after: string | null;
  /** Unique where set: a repeated request does nothing twice. */
  cause: string | null;
}

export interface RolesTable {
  portal_id: string;
  user_id: number;
  role: 'administrator' | 'manager' | 'performer';
}
