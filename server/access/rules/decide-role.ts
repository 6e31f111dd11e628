type Role = 'administrator' | 'manager' | 'performer' | 'client';

/** What the platform and the mirror say of a visitor; nothing of it comes from the page. */
export interface RoleFacts {
  /** `profile.ADMIN`, asked with the visitor's own token. */
  isPortalAdmin: boolean;
  userType: 'employee' | 'extranet' | 'email' | 'unknown';
  active: boolean;
  /** Role given to this person in the app's settings. */
  givenRole: 'administrator' | 'manager' | 'performer' | null;
  managesClients: boolean;
  /** An active member of at least one group of a client. */
  inClientGroup: boolean;
}

/** The strongest role the facts allow; null = nobody we know. */
export function decideRole(facts: RoleFacts): Role | null {
  if (!facts.active) return null;
  if (facts.isPortalAdmin) return 'administrator';
  if (facts.userType === 'extranet') return facts.inClientGroup ? 'client' : null;
  if (facts.userType !== 'employee') return null;
  if (facts.givenRole === 'administrator' || facts.givenRole === 'manager') return facts.givenRole;
  return facts.managesClients ? 'manager' : 'performer';
}
