export { deleteOldRuns } from './job-runs-store.js';
export {
  failProgress,
  finishProgress,
  listProgress,
  startProgress,
  stepProgress,
  type Progress,
  type Work,
} from './progress-store.js';
export { runOnce, type Job } from './run-once.js';
