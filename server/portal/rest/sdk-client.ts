import {
  ApiVersion,
  B24OAuth,
  type B24OAuthParams,
  EnumAppStatus,
  type RestrictionParams,
} from '@bitrix24/b24jssdk';
import type { Config } from '../../../config/index.js';
import { watchClient } from './exchange.js';

/** Whom an instance of the SDK speaks for, and where. Its base address is fixed for life. */
export interface Speaker {
  portalId: string;
  userId: number;
  accessToken: string;
  clientEndpoint: string;
}

/** New access token after a 401, or an error that ends the call. */
export type Renew = () => Promise<{ accessToken: string }>;

/** A refresh told another address: this instance cannot follow, a new one must be made. */
export class EndpointMoved extends Error {}

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * The official SDK, made safe for a server: one try per call, its limiter out of the way, no redirects followed, no
 * refresh of its own (it would send the client secret wherever it was told, without a time limit), its log silent.
 */
export async function createSdkClient(config: Config, speaker: Speaker, renew: Renew): Promise<B24OAuth> {
  // The SDK never sees the real secret, so it cannot send it anywhere.
  const client = new B24OAuth(authParams(speaker), { clientId: config.clientId, clientSecret: '' });
  client.setCustomRefreshAuth(async () => refreshPayload(speaker, (await renew()).accessToken));
  for (const version of [ApiVersion.v2, ApiVersion.v3]) {
    const http = client.getHttpClient(version);
    await http.setRestrictionManagerParams(wideOpen());
    watchClient(http, version === ApiVersion.v3);
    http.ajaxClient.defaults.maxRedirects = 0;
    http.ajaxClient.defaults.maxContentLength = MAX_ANSWER_BYTES;
  }
  return client;
}

/** A new object each time: the SDK changes the one it is given. */
function wideOpen(): RestrictionParams {
  return {
    rateLimit: { burstLimit: 1_000_000, drainRate: 1_000_000, adaptiveEnabled: false },
    operatingLimit: { windowMs: 600_000, limitMs: 1_000_000_000, heavyPercent: 100 },
    adaptiveConfig: { enabled: false, thresholdPercent: 100, coefficient: 0, maxDelay: 0 },
    maxRetries: 1,
    retryDelay: 0,
    retryOnNetworkError: false,
  };
}

/** The token is refreshed when the portal says so, never because the SDK's own clock does. */
function farAhead(): number {
  return Math.floor(Date.now() / 1000) + 10 * 365 * 24 * 3600;
}

function authParams(speaker: Speaker): B24OAuthParams {
  return {
    applicationToken: '',
    userId: speaker.userId,
    memberId: speaker.portalId,
    accessToken: speaker.accessToken,
    refreshToken: '',
    expires: farAhead(),
    expiresIn: 3600,
    scope: '',
    domain: new URL(speaker.clientEndpoint).host,
    clientEndpoint: speaker.clientEndpoint,
    serverEndpoint: speaker.clientEndpoint,
    status: EnumAppStatus.Free,
  };
}

type RefreshPayload = Awaited<ReturnType<Parameters<B24OAuth['setCustomRefreshAuth']>[0]>>;

function refreshPayload(speaker: Speaker, accessToken: string): RefreshPayload {
  return {
    access_token: accessToken,
    refresh_token: '',
    expires: String(farAhead()),
    expires_in: '3600',
    client_endpoint: speaker.clientEndpoint,
    server_endpoint: speaker.clientEndpoint,
    member_id: speaker.portalId,
    scope: '',
    status: EnumAppStatus.Free,
    domain: new URL(speaker.clientEndpoint).host,
  };
}
