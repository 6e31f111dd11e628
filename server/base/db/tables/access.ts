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

/** How a person was let in the last time: what the server decided, and what the portal said of them. */
export interface VisitsTable {
  portal_id: string;
  user_id: number;
  role: 'administrator' | 'manager' | 'performer' | 'client';
  /** Administrator of the portal itself. */
  is_admin: number;
  visited_at: number;
}

/** How often a person's rights were changed in the settings: a session opened before the last time has ended. */
export interface RoleChangesTable {
  portal_id: string;
  user_id: number;
  changes: number;
}

export interface RolesTable {
  portal_id: string;
  user_id: number;
  role: 'administrator' | 'manager' | 'performer';
}
