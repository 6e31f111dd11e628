export { compareFully } from './ask/compare-fully.js';
export { compareGroups } from './ask/compare-groups.js';
export { fillGroup } from './ask/fill-group.js';
export { readGroups } from './ask/read-groups.js';
export { readNewEntries } from './ask/read-new-entries.js';
export { confirmOffline, readOffline, type OfflineFact, type OfflinePackage } from './ask/read-offline.js';
export { readPeople } from './ask/read-people.js';
export { readTasks } from './ask/read-tasks.js';
export { readSweep } from './ask/read-sweep.js';
export { readTotals, type Totals } from './ask/read-totals.js';
export { believeVanished } from './decide/believe-vanished.js';
export { confirmQuietMoves } from './decide/confirm-quiet-moves.js';
export { decideDisappearance, type DisappearanceDecision } from './decide/decide-disappearance.js';
export { decideMove, type MoveDecision } from './decide/decide-move.js';
export { holdVanished } from './decide/hold-vanished.js';
export {
  firstMirror,
  type FirstMirrorOptions,
  type FirstMirrorResult,
  type FirstMirrorStep,
} from './first-mirror.js';
export { type ApplyOptions, applyReadings } from './keep/apply-readings.js';
export { readCursor } from './keep/cursors-store.js';
export { noteDeleteSeen } from './keep/tasks-store.js';
export { mergeChanges, noChange, type MirrorChange, type Restated, type Vanished } from './mirror-change.js';
export { isTaskThere, mirrorHealth, readAnyTaskId, type MirrorHealth } from './mirror-health-view.js';
export { askOwnTimer } from './running/ask-own-timer.js';
export { keepOwnTimer, readRunning } from './running/running-timers-store.js';
export { mergeReadings, noReadings, type Readings } from './readings.js';
