import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Row } from '../base/db/index.js';

export type LineRow = Row<'lines'>;

/** What the first line of a client's chain names as its predecessor. */
export const CHAIN_START = '0'.repeat(64);

/** Hash of a line: SHA-256 of its canonical JSON (RFC 8785), which includes the previous line's hash. */
export function sealLine(line: Omit<LineRow, 'hash'>): string {
  return sha256(canonicalJson(line));
}

/** Digest of the erasable names and comments of a line; salted, so that erased texts cannot be guessed back. */
export function digestTexts(salt: string, texts: string): string {
  return sha256(`${salt}\n${texts}`);
}

export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Not a JSON value');
  return text;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
