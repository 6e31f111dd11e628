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

/** What a REST method used in ten minutes, the platform's own window: many calls in one row. */
export interface RestUseTable {
  portal_id: string;
  /** Lower case; `http` counts requests. */
  method: string;
  /** Epoch ms where the ten minutes begin. */
  bucket_at: number;
  calls: number;
  /** How long the portal said these calls ran; of `http`, how long we waited. */
  run_ms: number;
  /** The most of its budget the portal said the method had used. */
  operating_ms: number;
  /** Calls that the portal put off for its limits. */
  refused: number;
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
