import type { Role } from '../api/index.js';
import { forbidden } from '../base/errors.js';

/** Who asks, as the server decided it. */
export interface Visitor {
  portalId: string;
  userId: number;
  role: Role;
  /** Administrator of the portal itself. */
  isAdmin: boolean;
  name: string;
}

/** Throws FORBIDDEN unless the visitor has one of these roles. */
export function requireRole(visitor: Visitor, ...roles: readonly Role[]): void {
  if (!roles.includes(visitor.role)) throw forbidden(`This is for: ${roles.join(', ')}`);
}
