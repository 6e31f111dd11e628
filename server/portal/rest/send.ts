import { ApiVersion, type B24OAuth } from '@bitrix24/b24jssdk';
import { AppError } from '../../base/errors.js';
import { restRequestEnded } from '../../base/telemetry.js';
import { keptConnections, newConnections } from './agents.js';
import { BucketRefusal } from './bucket.js';
import { readAnswer } from './classify.js';
import { countCall, type Desk } from './desk.js';
import { type Exchange, nothingSeen, withExchange } from './exchange.js';
import { RestError } from './rest-error.js';
import { EndpointMoved } from './sdk-client.js';
import type { Urgency } from './types.js';

/** One request as it goes over the wire. */
export interface Sending {
  kind: 'call' | 'batch' | 'visitor';
  portalId: string;
  method: string;
  version: 'v2' | 'v3';
  params: Record<string, unknown> | unknown[];
  urgency: Urgency;
  timeLimitMs: number;
  idempotencyKey: string | null;
  /** It may be sent again after an unclear outcome. */
  repeatable: boolean;
  /** `performance.now()` after which it must not leave any more. */
  leaveBy: number;
  /** Methods whose operating time it uses: the call's own, or those inside the batch. */
  inner: readonly string[];
  /** Redacted description for the journal. */
  detail: string;
}

export interface Sent {
  body: Record<string, unknown>;
  /** Epoch ms. */
  askedAt: number;
}

/** Sends once through the SDK (which repeats it once after a refresh). Throws RestError or EndpointMoved. */
export async function send(desk: Desk, client: B24OAuth, sending: Sending): Promise<Sent> {
  let askedAt = desk.ground.clock.now();
  const exchange: Exchange = {
    timeLimitMs: sending.timeLimitMs,
    idempotencyKey: sending.idempotencyKey,
    agents: sending.repeatable ? keptConnections : newConnections,
    seen: nothingSeen(),
    beforeSend: async () => {
      await admit(desk, sending);
      askedAt = desk.ground.clock.now();
    },
    afterSend: (status, durationMs) => {
      note(desk, sending, { at: askedAt, status, durationMs });
    },
  };
  const thrown = await withExchange(exchange, () => callSdk(client, sending));
  const cause = unwrap(thrown);
  if (cause instanceof EndpointMoved) throw cause;
  // The portal refused the token and no new one could be had: the call itself did not run.
  if (cause instanceof AppError) exchange.seen.leftAt = null;
  return { body: readAnswer(sending.method, exchange.seen, cause), askedAt };
}

/** The SDK's own verdict is not used, only what it threw before anything left. */
async function callSdk(client: B24OAuth, sending: Sending): Promise<unknown> {
  const http = client.getHttpClient(sending.version === 'v3' ? ApiVersion.v3 : ApiVersion.v2);
  try {
    await http.call(sending.method, sending.params as Record<string, unknown>);
    return null;
  } catch (error) {
    return error;
  }
}

/** A failed refresh arrives as JSSDK_UNKNOWN_ERROR; what really happened hides in `originalError`. */
function unwrap(thrown: unknown): unknown {
  const original: unknown = (thrown as { originalError?: unknown } | null)?.originalError;
  return original ?? thrown;
}

/** The one door to a portal: operating time, then its bucket, then a last look at the time a write may still leave. */
async function admit(desk: Desk, sending: Sending): Promise<void> {
  const portal = desk.portal(sending.portalId);
  const left = (): number => sending.leaveBy - performance.now();
  const missingMs = await portal.operating.wait(sending.inner, sending.urgency, left());
  if (missingMs > 0) throw operatingExhausted(sending, missingMs);
  await portal.bucket.take(sending.urgency, Math.max(0, left()));
  if (left() < 0) {
    portal.bucket.release();
    throw new BucketRefusal('WAITED_TOO_LONG');
  }
  countCall(portal, 'http');
  if (sending.kind !== 'call') countCall(portal, 'batch');
  for (const method of sending.inner) countCall(portal, method);
}

function note(desk: Desk, sending: Sending, end: { at: number; status: number; durationMs: number }): void {
  desk.portal(sending.portalId).bucket.release();
  restRequestEnded(sending.kind, end.durationMs);
  desk.journal.add({
    portal_id: sending.portalId,
    at: end.at,
    method: sending.method,
    status: end.status,
    duration_ms: Math.round(end.durationMs),
    detail: sending.detail,
  });
  desk.journal.use({
    ...{ portalId: sending.portalId, method: 'http', at: end.at, runMs: end.durationMs, operatingMs: 0 },
    refused: end.status === 503 || end.status === 429,
  });
}

function operatingExhausted(sending: Sending, missingMs: number): RestError {
  return new RestError({
    method: sending.method,
    outcome: 'not-run',
    restCode: 'OPERATION_TIME_LIMIT',
    httpStatus: 0,
    message: 'the method has used up its time on this portal',
    retry: { afterMs: missingMs },
  });
}
