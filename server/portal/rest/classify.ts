import { AppError } from '../../base/errors.js';
import type { ExchangeSeen } from './exchange.js';
import { RestError, type RestOutcome } from './rest-error.js';

/** Connecting failed: not a byte of the request was read by anybody. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPRIVATE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The portal's error as it stood in the body. `error` may be a text, a number, empty, or an object (REST 3.0). */
export interface BodyError {
  code: string;
  description: string;
}

type Body = Record<string, unknown>;

export function asBody(value: unknown): Body | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Body) : null;
}

/** Presence counts, not truth: `error` may be "" or 0 (settings/how-to-call-rest-api). */
export function readBodyError(body: Body): BodyError | null {
  if (!('error' in body)) return null;
  const own = asBody(body['error']);
  if (own) return { code: String(own['code'] ?? ''), description: String(own['message'] ?? '') };
  return { code: String(body['error'] ?? ''), description: String(body['error_description'] ?? '') };
}

/**
 * Turns what came back into the body of a success, or the error that tells apart refused, not run and unknown. HTML
 * with 200, a torn answer and a body without `result` are unknown: the call may have run.
 */
export function readAnswer(method: string, seen: ExchangeSeen, thrown: unknown): Body {
  const { status } = seen;
  if (seen.leftAt === null) throw notSent(method, thrown);
  if (status === 0) throw noAnswer(method, seen.networkCode ?? 'NO_ANSWER');
  const body = asBody(seen.body);
  const error = body && readBodyError(body);
  if (error) throw errorOf(method, status, error);
  if (status >= 300 && status < 400)
    throw failure(method, 'not-run', 'REDIRECTED', status, 'the portal has moved');
  if (status === 429) throw failure(method, 'not-run', 'HTTP_429', status, 'too many requests');
  if (status >= 400 && status < 500 && status !== 408) {
    throw failure(method, 'refused', `HTTP_${status}`, status, 'refused without a reason');
  }
  if (status >= 400 || !body || !('result' in body)) {
    throw failure(
      method,
      'unknown',
      status >= 400 ? `HTTP_${status}` : 'NOT_AN_ANSWER',
      status,
      'no usable answer',
    );
  }
  return body;
}

/** An error of one call, direct or inside a batch. */
export function errorOf(method: string, status: number, error: BodyError): RestError {
  const description = error.description === '' ? 'refused without a reason' : error.description;
  return failure(method, outcomeOf(status, error.code), error.code, status, description.slice(0, 500));
}

function outcomeOf(status: number, code: string): RestOutcome {
  if (/^(QUERY_LIMIT_EXCEEDED|OVERLOAD_LIMIT|OPERATION_TIME_LIMIT|expired_token|invalid_token)$/.test(code)) {
    return 'not-run';
  }
  if (code === 'PORTAL_DELETED') return 'refused';
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'ERROR_UNEXPECTED_ANSWER') return 'unknown';
  if (status === 503 || status === 429) return 'not-run';
  return status >= 500 ? 'unknown' : 'refused';
}

function noAnswer(method: string, networkCode: string): RestError {
  const outcome = neverConnected.has(networkCode) ? 'not-run' : 'unknown';
  return failure(
    method,
    outcome,
    networkCode,
    0,
    outcome === 'not-run' ? 'no connection' : 'the answer was lost',
  );
}

/** Our own doors refused: the queue, the time limit of a write, or the tokens. */
function notSent(method: string, thrown: unknown): RestError {
  if (thrown instanceof RestError) return thrown;
  if (thrown instanceof AppError) {
    const { retry, message } = thrown;
    const error = new RestError({
      method,
      outcome: 'not-run',
      restCode: thrown.code,
      httpStatus: 0,
      message,
      retry,
    });
    error.cause = thrown;
    return error;
  }
  const { restCode } = thrown as { restCode?: unknown };
  const code = typeof restCode === 'string' ? restCode : 'NOT_SENT';
  return failure(method, 'not-run', code, 0, thrown instanceof Error ? thrown.message : 'it was not sent');
}

export function failure(
  method: string,
  outcome: RestOutcome,
  restCode: string,
  httpStatus: number,
  message: string,
): RestError {
  return new RestError({ method, outcome, restCode, httpStatus, message });
}
