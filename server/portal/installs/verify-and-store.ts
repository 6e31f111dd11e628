import { AppError, forbidden } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { installChanged } from '../../base/telemetry.js';
import { isKnownZone } from '../../base/days.js';
import {
  checkEndpoint,
  chooseAuthHost,
  type PortalRest,
  type RefreshAnswer,
  refreshAtAuthServer,
} from '../rest/index.js';
import { type AppInfo, appInfoSchema, type Profile, profileSchema } from './app-facts.js';
import { readPortal, upsertPortal } from './portal-store.js';
import { sealApplicationToken, sealTokens } from './sealed-tokens.js';
import { replaceTokenRow } from './token-store.js';

/**
 * What a page or an event says about an install. None of it is believed: the refresh token is tried at an
 * allow-listed auth server, and only that answer names the portal and its address.
 */
export interface InstallClaim {
  refreshToken: string;
  memberId?: string | undefined;
  /** Unused: an access token proves nothing about its portal. */
  authId?: string | undefined;
  serverEndpoint?: string | undefined;
  applicationToken?: string | undefined;
  language?: string | undefined;
}

export interface InstalledPortal {
  portalId: string;
  clientEndpoint: string;
  userId: number;
  userName: string;
  isAdmin: true;
  appVersion: number;
  state: 'installing' | 'installed';
}

interface Verified {
  authEndpoint: string;
  clientEndpoint: string;
  answer: RefreshAnswer;
  appInfo: AppInfo;
  profile: Profile;
}

/**
 * Verifies a claim and stores its tokens as the owner's. Any order and any number of repeats is fine. Throws AppError
 * AUTH_HOST_REFUSED, TOKEN_REFUSED, CLAIM_REFUSED, ENDPOINT_REFUSED, FORBIDDEN (not an administrator): nothing was
 * stored then, and before the last of these no request went to any address that the auth server did not name.
 */
export async function verifyAndStore(
  ground: Ground,
  rest: PortalRest,
  claim: InstallClaim,
): Promise<InstalledPortal> {
  try {
    const verified = await verify(ground, rest, claim);
    const portal = await store(ground, claim, verified);
    installChanged('verified');
    return portal;
  } catch (error) {
    if (error instanceof AppError && error.status === 403) installChanged('refused');
    throw error;
  }
}

async function verify(ground: Ground, rest: PortalRest, claim: InstallClaim): Promise<Verified> {
  const { config } = ground;
  const authEndpoint = chooseAuthHost(config, claim.serverEndpoint);
  if (claim.refreshToken === '') throw refusedClaim('it brings no refresh token');
  const answer = await refreshAtAuthServer(config, { authEndpoint, refreshToken: claim.refreshToken });
  if (claim.memberId !== undefined && claim.memberId !== answer.memberId) {
    throw refusedClaim('its tokens belong to another portal');
  }
  const clientEndpoint = checkEndpoint(config, answer.clientEndpoint);
  const { appInfo, profile } = await askPortal(rest, { clientEndpoint, answer });
  if (appInfo.CODE !== config.appCode && appInfo.CODE !== config.clientId)
    throw refusedClaim('the app is another one');
  if (profile.ID !== answer.userId) throw refusedClaim('the portal and the auth server name different users');
  if (!profile.ADMIN) throw forbidden('Only an administrator of the portal can connect the app');
  return { authEndpoint, clientEndpoint, answer, appInfo, profile };
}

async function askPortal(
  rest: PortalRest,
  at: { clientEndpoint: string; answer: RefreshAnswer },
): Promise<{ appInfo: AppInfo; profile: Profile }> {
  const items = await rest.asVisitor({
    portalId: at.answer.memberId,
    clientEndpoint: at.clientEndpoint,
    accessToken: at.answer.accessToken,
    commands: { app: { method: 'app.info' }, profile: { method: 'profile' } },
  });
  const failed = items['app']?.error ?? items['profile']?.error;
  if (failed) throw failed;
  const appInfo = appInfoSchema.safeParse(items['app']?.result);
  const profile = profileSchema.safeParse(items['profile']?.result);
  if (!appInfo.success || !profile.success) throw refusedClaim('the portal does not say who asks');
  return { appInfo: appInfo.data, profile: profile.data };
}

async function store(ground: Ground, claim: InstallClaim, verified: Verified): Promise<InstalledPortal> {
  const { answer, appInfo, profile, clientEndpoint, authEndpoint } = verified;
  const portalId = answer.memberId;
  const { keys } = ground.config;
  const now = ground.clock.now();
  const state = await ground.db.transaction().execute(async (tx) => {
    const before = await readPortal(tx, portalId);
    const isInstalled = appInfo.INSTALLED;
    const token = claim.applicationToken ?? '';
    await upsertPortal(tx, {
      portal_id: portalId,
      client_endpoint: clientEndpoint,
      auth_endpoint: authEndpoint,
      state: isInstalled ? 'installed' : 'installing',
      application_token_sealed: token === '' ? null : sealApplicationToken(keys, portalId, token),
      scope: answer.scope,
      language: languageOf(claim.language ?? appInfo.LANGUAGE_ID ?? before?.language),
      time_zone: zoneOf(profile, claim.language),
      card: null,
      app_version: appInfo.VERSION,
      created_at: now,
      installed_at: isInstalled ? (before?.installed_at ?? now) : null,
      uninstalled_at: null,
    });
    await replaceTokenRow(tx, {
      portal_id: portalId,
      purpose: 'owner',
      user_id: answer.userId,
      is_admin: 1,
      ...sealTokens(keys, { portalId, purpose: 'owner' }, answer),
      expires_at: answer.expiresAt,
      broken_reason: null,
      refresh_lease_until: 0,
      updated_at: now,
    });
    return isInstalled ? ('installed' as const) : ('installing' as const);
  });
  const userName = [profile.NAME, profile.LAST_NAME].filter(Boolean).join(' ');
  const who = { userId: answer.userId, userName, isAdmin: true as const };
  return { portalId, clientEndpoint, ...who, appVersion: appInfo.VERSION, state };
}

function languageOf(text: string | undefined): 'ru' | 'en' {
  return (text ?? 'ru').toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

/** The installer's zone, else the one most portals of the language live in; a person can change it. */
function zoneOf(profile: Profile, language: string | undefined): string {
  const own = profile.TIME_ZONE ?? '';
  if (own !== '' && isKnownZone(own)) return own;
  return languageOf(language) === 'ru' ? 'Europe/Moscow' : 'UTC';
}

function refusedClaim(why: string): AppError {
  return new AppError('CLAIM_REFUSED', `The install is refused: ${why}`, { status: 403 });
}
