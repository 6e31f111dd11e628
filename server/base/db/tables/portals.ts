/** Portals that installed the app, their tokens (sealed), settings, and the redacted journal of REST calls. */
export interface PortalsTable {
  /** `member_id` of the portal: the only stable name of it. */
  portal_id: string;
  /** REST base as told by the auth server's refresh answer, no trailing slash. */
  client_endpoint: string;
  /** Auth server base, allow-listed. */
  auth_endpoint: string;
  /** `installed` after installFinish was seen; work happens only then. */
  state: 'installing' | 'installed' | 'uninstalled';
  application_token_sealed: string | null;
  scope: string;
  language: string;
  time_zone: string;
  /** Which task card the portal shows: decides how reports are posted. */
  card: 'old' | 'new' | null;
  app_version: number;
  created_at: number;
  installed_at: number | null;
  uninstalled_at: number | null;
}

/** One row per role a stored token plays: `owner` reads, `posting` writes reports. */
export interface PortalTokensTable {
  portal_id: string;
  purpose: 'owner' | 'posting';
  user_id: number;
  is_admin: number;
  access_sealed: string;
  refresh_sealed: string;
  expires_at: number;
  /** Set when the auth server says the refresh token is dead: a person must authorise again. */
  broken_reason: string | null;
  /** Lease of the one process that refreshes this token now. */
  refresh_lease_until: number;
  updated_at: number;
}

export interface PortalSettingsTable {
  portal_id: string;
  name: string;
  value: string;
  updated_at: number;
}

export interface RestCallsTable {
  portal_id: string;
  call_id: string;
  at: number;
  method: string;
  status: number;
  duration_ms: number;
  /** Redacted: names of parameters and ids, never texts, names or tokens. */
  detail: string;
}
