import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Keys that seal tokens at rest. The current one seals; every one of them opens what it sealed. */
export interface KeyRing {
  currentId: string;
  keys: ReadonlyMap<string, KeyObject>;
}

const KEY_BYTES = 32;
const keyText = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;
const keyFileSchema = z.object({ keys: z.array(z.string().regex(keyText)).min(1) });

/** Reads `id:base64[,id:base64…]`, newest first. Returns null when any part is not a 256-bit key with an id. */
export function parseKeys(text: string): KeyRing | null {
  const keys = new Map<string, KeyObject>();
  for (const part of text.split(',')) {
    const [, id, encoded] = keyText.exec(part.trim()) ?? [];
    if (id === undefined || encoded === undefined || keys.has(id)) return null;
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length !== KEY_BYTES) return null;
    keys.set(id, createSecretKey(bytes));
  }
  const [currentId] = keys.keys();
  return currentId === undefined ? null : { currentId, keys };
}

/**
 * The key of the embedded default: made once and kept beside the SQLite file as `keys.json`, readable by its
 * owner only. A backup must not contain this file.
 */
export function keysBeside(databaseFile: string): KeyRing {
  const file = join(dirname(databaseFile), 'keys.json');
  if (!existsSync(file)) makeKeyFile(file);
  const content = keyFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const ring = parseKeys(content.keys.join(','));
  if (!ring) throw new Error(`${file} holds no usable keys`);
  return ring;
}

/** Written whole under another name and then linked, so that two processes starting at once share one key. */
function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const key = `k${randomBytes(4).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}`;
  writeFileSync(draft, `${JSON.stringify({ keys: [key] })}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
}

/** A secret for another purpose, drawn from the newest key; the purposes cannot be told from each other's secrets. */
export function deriveSecret(ring: KeyRing, purpose: string): string {
  const key = ring.keys.get(ring.currentId);
  if (!key) throw new Error('The key ring has no current key');
  return Buffer.from(hkdfSync('sha256', key.export(), '', purpose, KEY_BYTES)).toString('base64url');
}
