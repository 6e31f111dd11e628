import { ApiError } from '../api/index.js';
import { FrameError } from '../frame/index.js';

export interface ErrorWords {
  /** Key below `errors`. */
  key: string;
  /** Stable, to be quoted to support. */
  code: string;
  /** What the server added for this one case. */
  detail: string | null;
}

const known = [
  'NO_CONNECTION',
  'NO_ANSWER',
  'ANSWER_UNREADABLE',
  'FORBIDDEN',
  'NOT_FOUND',
  'STALE',
  'UNAUTHORIZED',
  'PORTAL_NOT_READY',
  'RATE_LIMITED',
];

/** Chooses the words for whatever was thrown. */
export function errorWords(error: unknown): ErrorWords {
  if (error instanceof FrameError) return { key: error.code, code: error.code, detail: null };
  if (!(error instanceof ApiError)) return { key: 'unknown', code: 'WIDGET_ERROR', detail: null };
  const key = known.includes(error.code) ? error.code : keyOf(error);
  // Usual cases have words in every language; the server's sentence is for the unusual ones.
  const isTold = error.status >= 500 || known.includes(error.code);
  return { key, code: error.code, detail: isTold ? null : (error.detail ?? null) };
}

function keyOf({ code, status }: ApiError): string {
  // What the portal said to us, not what we say.
  if (code.startsWith('REST_')) return 'portal';
  if (status === 401) return 'UNAUTHORIZED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404) return 'NOT_FOUND';
  if (status === 409) return 'conflict';
  if (status === 422 || status === 400) return 'invalid';
  if (status === 429) return 'RATE_LIMITED';
  return status >= 500 ? 'server' : 'unknown';
}
