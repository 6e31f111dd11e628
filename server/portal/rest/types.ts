import type { RestError } from './rest-error.js';

/** Which stored token speaks: `owner` reads, `posting` writes reports (the owner's, unless a person authorised). */
export type Purpose = 'owner' | 'posting';
/** `interactive`: a person waits. They go before `background` in a portal's queue. */
export type Urgency = 'interactive' | 'background';

export interface StoredTokens {
  portalId: string;
  /** Whose row this is: `posting` falls back to the owner's. */
  purpose: Purpose;
  userId: number;
  accessToken: string;
  refreshToken: string;
  /** Epoch ms of the portal's clock. */
  expiresAt: number;
  /** REST base without trailing slash, as the auth server named it. */
  clientEndpoint: string;
  /** Origin of the auth server, allow-listed. */
  authEndpoint: string;
}

/** Where tokens come from; implemented by portal/installs. */
export interface RestAuthority {
  /** Throws AppError PORTAL_NOT_READY when there is no token or it is broken. */
  read: (portalId: string, purpose: Purpose) => Promise<StoredTokens>;
  /**
   * Runs `refresh` under one lease per portal and purpose across processes and stores its result BEFORE resolving.
   * When the stored token is no longer the one in `seen`, somebody refreshed already: it is returned as it is.
   */
  refresh: (
    portalId: string,
    purpose: Purpose,
    seen: StoredTokens,
    refresh: (tokens: StoredTokens) => Promise<StoredTokens>,
  ) => Promise<StoredTokens>;
  markBroken: (portalId: string, purpose: Purpose, reason: string) => Promise<void>;
}

export interface RestCall {
  portalId: string;
  method: string;
  /** Named, or an array for the positional methods of `task.*`. */
  params?: Record<string, unknown> | unknown[];
  /** Default v2. */
  version?: 'v2' | 'v3';
  /** Default owner. */
  as?: Purpose;
  /** Default background. */
  urgency?: Urgency;
  /** False = never repeated after an unclear outcome. Default: true only for methods known as reads. */
  repeatable?: boolean;
  /** v3 only: the portal runs a call with the same key once within 24 hours. */
  idempotencyKey?: string;
  timeLimitMs?: number;
}

export interface RestAnswer {
  result: unknown;
  total: number | null;
  next: number | null;
  /** Epoch ms (our clock) when the request left. */
  askedAt: number;
}

/** At most 50, order kept; the key names the answer. */
export type BatchCommands = Record<string, { method: string; params?: Record<string, unknown> }>;

export interface BatchItem {
  ok: boolean;
  result: unknown;
  total: number | null;
  next: number | null;
  error: RestError | null;
  askedAt: number;
}

export interface RestBatch {
  portalId: string;
  commands: BatchCommands;
  as?: Purpose;
  urgency?: Urgency;
  /** Stop at the first command that fails; the rest come back as `not-run`. */
  halt?: boolean;
}

export interface VisitorBatch {
  portalId: string;
  /** The STORED endpoint, never one a page named. */
  clientEndpoint: string;
  accessToken: string;
  commands: BatchCommands;
  /** Stop at the first command that fails; the rest come back as `not-run`. */
  halt?: boolean;
}

export interface RestLimits {
  /** Requests that may be under way at once, and how many drain away per second. */
  burst: number;
  perSecond: number;
  /** Run time a method may use within `windowMs`. */
  operatingSeconds: number;
  windowMs: number;
}

export interface PortalRest {
  call: (request: RestCall) => Promise<RestAnswer>;
  /** Every command has its item, also the failed ones. Throws RestError only when the batch as a whole failed. */
  batch: (request: RestBatch) => Promise<Record<string, BatchItem>>;
  /** One batch with a token a frame just gave: never stored, queued or refreshed. With a write in it, never repeated blindly. */
  asVisitor: (request: VisitorBatch) => Promise<Record<string, BatchItem>>;
  /** Calls since start per method, those inside batches too; key `http` = HTTP requests. */
  counts: (portalId: string) => Record<string, number>;
  /** What the platform allows this portal, as far as it is known. */
  limits: (portalId: string) => RestLimits;
  /** Writes what the journal still holds in memory: before a stop. */
  flush: () => Promise<void>;
}
