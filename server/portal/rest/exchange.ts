import { AsyncLocalStorage } from 'node:async_hooks';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { TypeHttp } from '@bitrix24/b24jssdk';

/**
 * One HTTP exchange of the SDK, seen from below: what goes out and what exactly came back. The SDK hides the
 * difference between "refused", "never arrived" and "nobody knows", so the raw answer decides, not its errors.
 */
export interface Exchange {
  timeLimitMs: number;
  idempotencyKey: string | null;
  /** How to connect: a write takes a new connection, because a kept one may just be closing. */
  agents: Agents;
  /** Waits for room and may refuse; whatever it throws, nothing was sent. */
  beforeSend: () => Promise<void>;
  afterSend: (status: number, durationMs: number) => void;
  seen: ExchangeSeen;
}

export interface Agents {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
}

export interface ExchangeSeen {
  /** `performance.now()` when the request left; null = it never did. */
  leftAt: number | null;
  sentToken: string | null;
  /** 0 = no answer. */
  status: number;
  body: unknown;
  networkCode: string | null;
}

export function nothingSeen(): ExchangeSeen {
  return { leftAt: null, sentToken: null, status: 0, body: undefined, networkCode: null };
}

const current = new AsyncLocalStorage<Exchange>();

/** Runs `work` so that every request the SDK makes in it is seen by `exchange`. */
export function withExchange<T>(exchange: Exchange, work: () => Promise<T>): Promise<T> {
  return current.run(exchange, work);
}

/** The token of the request whose refusal the SDK is dealing with now. */
export function tokenBeingRefused(): string | null {
  return current.getStore()?.seen.sentToken ?? null;
}

interface RawAnswer {
  status: number;
  data: unknown;
}

/**
 * Puts the watchers on a client of the SDK. The Idempotency-Key goes on v3 requests only; v2 ignores it. The SDK has
 * no header per call, and its own repeat after a refresh passes here again, with the same key.
 */
export function watchClient(http: TypeHttp, sendsKeys: boolean): void {
  const { interceptors } = http.ajaxClient;
  interceptors.request.use(async (request) => {
    const exchange = current.getStore();
    if (!exchange) throw new Error('A request outside of an exchange');
    await exchange.beforeSend();
    exchange.seen = { ...nothingSeen(), leftAt: performance.now(), sentToken: authOf(request.data) };
    request.timeout = exchange.timeLimitMs;
    Object.assign(request, exchange.agents);
    if (sendsKeys && exchange.idempotencyKey !== null)
      request.headers.set('Idempotency-Key', exchange.idempotencyKey);
    return request;
  });
  interceptors.response.use(
    (response) => {
      noteAnswer(response as RawAnswer);
      return response;
    },
    (error: unknown) => {
      noteFailure(error);
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
  );
}

function authOf(data: unknown): string | null {
  const auth: unknown = (data as { auth?: unknown } | null)?.auth;
  return typeof auth === 'string' ? auth : null;
}

function noteAnswer(answer: RawAnswer): void {
  const exchange = current.getStore();
  if (!exchange || exchange.seen.leftAt === null) return;
  exchange.seen.status = answer.status;
  exchange.seen.body = answer.data;
  exchange.afterSend(answer.status, performance.now() - exchange.seen.leftAt);
}

function noteFailure(error: unknown): void {
  const exchange = current.getStore();
  if (!exchange || exchange.seen.leftAt === null) return;
  const { response, code } = error as { response?: RawAnswer; code?: unknown };
  if (response) return noteAnswer(response);
  exchange.seen.networkCode = typeof code === 'string' ? code : 'NO_ANSWER';
  exchange.afterSend(0, performance.now() - exchange.seen.leftAt);
}
