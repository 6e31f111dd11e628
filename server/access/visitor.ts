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
  /** How often their rights had been changed in the settings when the session began. */
  roleChanges?: number;
}

/** Throws FORBIDDEN unless the visitor has one of these roles. */
export function requireRole(visitor: Visitor, ...roles: readonly Role[]): void {
  if (!roles.includes(visitor.role)) throw forbidden(`This is for: ${roles.join(', ')}`);
}

/** Who asks, of an answer under way: set once by whoever checked the session, before any router runs. */
export function visitorOf(response: { locals: Record<string, unknown> }): Visitor {
  return response.locals['visitor'] as Visitor;
}
