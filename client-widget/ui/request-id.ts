import { v4 } from 'uuid';

/** One id per intention: pressed twice or repeated after a lost answer, the server does it once. */
export function newRequestId(): string {
  return v4();
}
