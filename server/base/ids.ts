import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A new opaque id that sorts by time of making (UUID v7). */
export function newId(): string {
  return v7();
}

/** Random text for salts and markers: `bytes` of entropy as hex. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
