import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** The root of the work tree, wherever the command was called from. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export function fromRoot(...parts) {
  return path.join(root, ...parts);
}
