import type { Ground } from '../../base/ground.js';
import type { PortalRest, RestAuthority } from './types.js';

export function createPortalRest(ground: Ground, authority: RestAuthority): PortalRest {
  throw new Error(`not written yet ${String(ground)} ${String(authority)}`);
}
