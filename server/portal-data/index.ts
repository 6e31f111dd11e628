export { dataRoutes } from './data-routes.js';
export { eraseExpired } from './erase-expired.js';
export { exportArchive } from './export-archive.js';
export { pruneExports, removeExports } from './exports-folder.js';
