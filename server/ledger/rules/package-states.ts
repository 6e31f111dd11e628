import type { Day } from '../../base/days.js';

/** What a person did with a package, as rules see it. */
export interface ChangeFact {
  changeId: number;
  packageId: number;
  what: 'sold' | 'ordered' | 'paid' | 'adjusted' | 'transferred' | 'refunded' | 'closed' | 'undone';
  seconds: number;
  onDay: Day;
  undoes: number | null;
}

export interface PackageState {
  /** Local day of closing, which is the last one it may pay for. */
  closedOn: Day | null;
  /** Hours that come when payment is noted; null = nothing is waited for. */
  awaitedSeconds: number | null;
  /** The sale itself was taken back: the package is as if it had never been. */
  cancelled: boolean;
  paidOn: Day | null;
}

export const untouched: PackageState = {
  closedOn: null,
  awaitedSeconds: null,
  cancelled: false,
  paidOn: null,
};

/** Changes that stand: neither undone nor an undoing. */
export function standingChanges<C extends Pick<ChangeFact, 'changeId' | 'what' | 'undoes'>>(
  changes: readonly C[],
): C[] {
  const undone = new Set(changes.map((change) => change.undoes));
  return changes.filter((change) => change.what !== 'undone' && !undone.has(change.changeId));
}

/** Where each package stands that was ever changed. */
export function packageStates(changes: readonly ChangeFact[]): Map<number, PackageState> {
  const states = new Map<number, PackageState>();
  const standing = new Set(standingChanges(changes));
  for (const change of changes) {
    const before = states.get(change.packageId) ?? untouched;
    states.set(change.packageId, after(before, change, standing.has(change)));
  }
  return states;
}

function after(state: PackageState, change: ChangeFact, stands: boolean): PackageState {
  switch (change.what) {
    case 'sold':
      return { ...state, cancelled: !stands };
    case 'ordered':
      return { ...state, cancelled: !stands, awaitedSeconds: stands ? change.seconds : null };
    case 'paid':
      return stands ? { ...state, awaitedSeconds: null, paidOn: change.onDay } : state;
    case 'closed':
      return stands ? { ...state, closedOn: change.onDay } : state;
    case 'adjusted':
    case 'transferred':
    case 'refunded':
    case 'undone':
      return state;
  }
}
