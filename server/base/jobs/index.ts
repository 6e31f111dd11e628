export { lastRuns } from './last-runs-view.js';
export { deleteOldRuns } from './job-runs-store.js';
export {
  askWork,
  cancelWork,
  changeWork,
  deleteOldWorks,
  isUnderWay,
  readAskedWorks,
  readWork,
  readWorks,
  type Work,
  type WorkRow,
} from './long-work-store.js';
export { runOnce, type Job } from './run-once.js';
export { kindOf, runWork, type WorkEnd, type WorkHands, type WorkStep } from './run-work.js';
