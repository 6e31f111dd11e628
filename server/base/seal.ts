import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from '../../config/index.js';
import { AppError } from './errors.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM. The text that comes back carries the key's id, so that old rows open after a new key took over.
 * `context` (such as `portal:purpose:access`) is authenticated: a sealed text moved to another place does not open.
 */
export function seal(ring: KeyRing, plain: string, context: string): string {
  const key = ring.keys.get(ring.currentId);
  if (!key) throw new AppError('KEY_MISSING', 'There is no key to seal with');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(authenticated(ring.currentId, context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${ring.currentId}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/** Throws AppError KEY_MISSING for an unknown key id, SEAL_BROKEN when the text or its place was changed. */
export function unseal(ring: KeyRing, sealed: string, context: string): string {
  const dot = sealed.indexOf('.');
  const keyId = sealed.slice(0, Math.max(dot, 0));
  const key = ring.keys.get(keyId);
  if (!key) throw new AppError('KEY_MISSING', `No key with the id ${JSON.stringify(keyId)} is configured`);
  const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(authenticated(keyId, context));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return (
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch (error) {
    throw new AppError('SEAL_BROKEN', 'A sealed value does not open: it was changed or moved', {
      cause: error,
    });
  }
}

function authenticated(keyId: string, context: string): Buffer {
  return Buffer.from(`${keyId}\n${context}`, 'utf8');
}
