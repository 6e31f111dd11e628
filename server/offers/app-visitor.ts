import type { Visitor } from '../access/index.js';

/** The app itself, where a setting decides instead of a person: user 0 in the list of actions. */
export function appVisitor(portalId: string): Visitor {
  return { portalId, userId: 0, role: 'administrator', isAdmin: false, name: '' };
}
