export { fireDueReports } from './fire-due.js';
export { notePosting, noteSent } from './note-post.js';
export { readOpenDisputes, type OpenDispute } from './open-disputes-view.js';
export { planExhausted } from './plan-exhausted.js';
export { postToReportTask } from './post-to-report-task.js';
export { reportFilesRoutes } from './reports-files-routes.js';
export { reportsRoutes } from './reports-routes.js';
export { readNextPostings, readWaitingDrafts } from './schedule-store.js';
