import { z } from 'zod';
import type { Config } from '../../../config/index.js';
import { AppError } from '../../base/errors.js';
import { restRequestEnded, tokenRefreshed } from '../../base/telemetry.js';
import { chooseAuthHost } from './endpoint.js';

/** Longest wait for the auth server. The lease around a refresh must be longer. */
export const REFRESH_TIME_LIMIT_MS = 10_000;

const answerSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  member_id: z.string().min(1).max(64),
  client_endpoint: z.string().min(1),
  user_id: z.coerce.number().int().nonnegative(),
  expires: z.coerce.number().int().optional(),
  expires_in: z.coerce.number().int().positive().default(3600),
  scope: z.string().default(''),
});
const refusalSchema = z.object({ error: z.string().min(1) });

/** What a refresh tells: the only source of a portal's identity and address that is believed. */
export interface RefreshAnswer {
  accessToken: string;
  refreshToken: string;
  memberId: string;
  /** As told, unchecked. */
  clientEndpoint: string;
  userId: number;
  /** Epoch ms. */
  expiresAt: number;
  scope: string;
}

/**
 * Exchanges a refresh token at an allow-listed auth server, the one place that learns the client secret
 * (settings/oauth/auto-renewal.md). Throws AppError TOKEN_REFUSED (final: a person must authorise again),
 * PAYMENT_REQUIRED, AUTH_SERVER_UNAVAILABLE (later), AUTH_HOST_REFUSED (nothing was sent).
 */
export async function refreshAtAuthServer(
  config: Config,
  request: { authEndpoint: string; refreshToken: string },
): Promise<RefreshAnswer> {
  const origin = chooseAuthHost(config, request.authEndpoint);
  const startedAt = performance.now();
  try {
    const answer = readAnswer(await post(config, origin, request.refreshToken));
    tokenRefreshed('ok');
    return answer;
  } catch (error) {
    tokenRefreshed(error instanceof AppError && error.code === 'TOKEN_REFUSED' ? 'refused' : 'failed');
    throw error;
  } finally {
    restRequestEnded('refresh', performance.now() - startedAt);
  }
}

async function post(config: Config, origin: string, refreshToken: string): Promise<unknown> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: config.clientId,
    client_secret: config.clientSecret,
    refresh_token: refreshToken,
  });
  try {
    const signal = AbortSignal.timeout(REFRESH_TIME_LIMIT_MS);
    const response = await fetch(`${origin}/oauth/token/`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal,
    });
    return await response.json();
  } catch (error) {
    throw unavailable(error instanceof Error ? error.name : 'no answer');
  }
}

/** The status of refusals is not documented, so the body decides (settings/oauth/error-codes.md). */
function readAnswer(body: unknown): RefreshAnswer {
  const refusal = refusalSchema.safeParse(body);
  if (refusal.success) throw refused(refusal.data.error);
  const answer = answerSchema.safeParse(body);
  if (!answer.success) throw unavailable('an answer of another shape');
  const { data } = answer;
  return {
    accessToken: data.access_token,
    refreshToken: data.refresh_token,
    memberId: data.member_id,
    clientEndpoint: data.client_endpoint,
    userId: data.user_id,
    expiresAt: data.expires === undefined ? Date.now() + data.expires_in * 1000 : data.expires * 1000,
    scope: data.scope,
  };
}

const finalRefusals = new Set([
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'invalid_scope',
  'insufficient_scope',
]);

function refused(reason: string): AppError {
  if (reason === 'PAYMENT_REQUIRED') {
    return new AppError('PAYMENT_REQUIRED', 'The app is not paid for on this portal', {
      status: 402,
      retry: 'later',
    });
  }
  if (!finalRefusals.has(reason)) return unavailable('an error of its own');
  return new AppError('TOKEN_REFUSED', `The auth server refuses the token: ${reason}`, {
    status: 403,
    detail: { reason },
  });
}

function unavailable(why: string): AppError {
  return new AppError('AUTH_SERVER_UNAVAILABLE', `The auth server gave no usable answer (${why})`, {
    status: 503,
    retry: 'later',
  });
}
