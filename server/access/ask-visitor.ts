import { AppError, forbidden } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { appInfoSchema, type PortalRow, profileSchema } from '../portal/installs/index.js';
import { type BatchCommands, type BatchItem, type PortalRest, RestError } from '../portal/rest/index.js';
import { unauthorized } from './session-token.js';

/** What the portal itself says of the person whose token the frame gave. */
export interface AskedVisitor {
  userId: number;
  isAdmin: boolean;
  name: string;
  /** installFinish was called. */
  installFinished: boolean;
  /** The answer of `app.info`, as it came. */
  appInfo: unknown;
}

/**
 * One batch of `app.info` and `profile` with the frame's token at the STORED address of the portal.
 * Throws TOKEN_REFUSED (401) when the portal does not take the token, FORBIDDEN when it belongs to another app.
 */
export async function askVisitor(
  ground: Ground,
  rest: PortalRest,
  portal: PortalRow,
  accessToken: string,
): Promise<AskedVisitor> {
  const answers = await askAs(rest, portal, accessToken, {
    app: { method: 'app.info' },
    me: { method: 'profile' },
  });
  const app = appInfoSchema.safeParse(resultOf(answers['app']));
  if (!app.success || !isOurs(ground, app.data.CODE))
    throw forbidden('The token belongs to another application');
  const me = profileSchema.safeParse(resultOf(answers['me']));
  if (!me.success) throw forbidden('The portal does not know this person');
  return {
    userId: me.data.ID,
    isAdmin: me.data.ADMIN,
    name: [me.data.NAME, me.data.LAST_NAME].filter(Boolean).join(' '),
    installFinished: app.data.INSTALLED,
    appInfo: app.data,
  };
}

/** A marketplace app answers with its code, a local one with its client id. */
function isOurs(ground: Ground, code: string): boolean {
  return code === ground.config.appCode || code === ground.config.clientId;
}

/** Throws TOKEN_REFUSED or PORTAL_UNREACHABLE when the batch as a whole failed. */
export async function askAs(
  rest: PortalRest,
  portal: PortalRow,
  accessToken: string,
  commands: BatchCommands,
): Promise<Record<string, BatchItem>> {
  try {
    return await rest.asVisitor({
      portalId: portal.portal_id,
      clientEndpoint: portal.client_endpoint,
      accessToken,
      commands,
    });
  } catch (error) {
    throw asRefusal(error);
  }
}

function resultOf(item: BatchItem | undefined): unknown {
  if (item?.error) throw asRefusal(item.error);
  return item?.result;
}

/** A refusal is about the token; anything else is about the portal and may pass. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof RestError)) return error;
  if (error.outcome === 'refused' || error.restCode === 'VISITOR_TOKEN_REFUSED') {
    return unauthorized('TOKEN_REFUSED', 'The portal did not accept the token of the page');
  }
  return new AppError('PORTAL_UNREACHABLE', 'The portal did not answer', {
    status: 503,
    retry: 'later',
    cause: error,
  });
}
