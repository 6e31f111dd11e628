import { defaultTerms } from '../../server/base/terms.js';
import type { ClientState, EntryState, PackageState } from '../../server/alerts/rules/types.js';

export const HOUR = 3600;
export const NOW = Date.parse('2026-11-25T09:00:00Z');

/** A client in order: nothing bought, nothing worked, nothing waiting. */
export function clientState(changes: Partial<ClientState> = {}): ClientState {
  return {
    ...{ now: NOW, today: '2026-11-25', terms: defaultTerms, packages: [], entries: [] },
    ...{ overageSeconds: 0, overage: { mode: 'allow', allowedSeconds: null, isOverLimit: false } },
    ...{ drafts: [], unanswered: [], disputes: [], uncertainPosts: [], intakes: [] },
    ...changes,
  };
}

/** A bought package of so many hours, of which so many are left. */
export function packageState(size: number, left: number, changes: Partial<PackageState> = {}): PackageState {
  return {
    ...{ packageId: 1, source: 'manual', boughtAt: 1, createdOn: '2026-01-10' },
    ...{ state: left === 0 ? 'used-up' : 'usable', sizeSeconds: size * HOUR, leftSeconds: left * HOUR },
    ...{ expiresOn: null },
    ...changes,
  };
}

export function entryState(entryId: number, changes: Partial<EntryState> = {}): EntryState {
  return {
    ...{ entryId, taskId: 7, userId: 3, seconds: HOUR, workedAt: NOW, workDay: '2026-11-25' },
    ...{ hasComment: true, taskClosedAt: null },
    ...changes,
  };
}
