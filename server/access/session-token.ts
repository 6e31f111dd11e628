import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { roleSchema } from '../api/index.js';
import { AppError } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import type { Visitor } from './visitor.js';

/** A session lasts at most this long; the page then asks for another one with a fresh token of its frame. */
const SESSION_MS = 3_600_000;
const ISSUER = 'support-hours';

const claimsSchema = z.object({
  portal: z.string().min(1),
  user: z.number().int().positive(),
  role: roleSchema,
  admin: z.boolean(),
  name: z.string(),
  changes: z.number().int().nonnegative().default(0),
});

type SessionGround = Pick<Ground, 'clock'> & { config: Pick<Ground['config'], 'sessionSecret'> };

/** A bearer bound to portal, person and role. `expiresAt` is epoch ms. */
export async function signSession(
  ground: SessionGround,
  visitor: Visitor,
): Promise<{ token: string; expiresAt: number }> {
  const issuedAt = Math.floor(ground.clock.now() / 1000);
  const expiresAt = issuedAt + SESSION_MS / 1000;
  const claims = {
    portal: visitor.portalId,
    user: visitor.userId,
    role: visitor.role,
    admin: visitor.isAdmin,
    name: visitor.name,
    ...(visitor.roleChanges !== undefined && { changes: visitor.roleChanges }),
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(keyOf(ground));
  return { token, expiresAt: expiresAt * 1000 };
}

/** Throws SESSION_EXPIRED or SESSION_INVALID, both 401. */
export async function readSessionToken(ground: SessionGround, token: string): Promise<Visitor> {
  try {
    const { payload } = await jwtVerify(token, keyOf(ground), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: SESSION_MS / 1000,
      currentDate: new Date(ground.clock.now()),
    });
    const claims = claimsSchema.parse(payload);
    return {
      portalId: claims.portal,
      userId: claims.user,
      role: claims.role,
      isAdmin: claims.admin,
      name: claims.name,
      ...(claims.changes > 0 && { roleChanges: claims.changes }),
    };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthorized('SESSION_EXPIRED', 'The session has ended');
    throw unauthorized('SESSION_INVALID', 'The session is not valid');
  }
}

export function unauthorized(code: string, message: string): AppError {
  return new AppError(code, message, { status: 401 });
}

function keyOf(ground: SessionGround): Uint8Array {
  return new TextEncoder().encode(ground.config.sessionSecret);
}
