export { changesRoutes } from './changes/changes-routes.js';
export { watchChanges } from './changes/watch-changes.js';
export { clientRoutes } from './client-routes.js';
export { createHttpServer, stopHttpServer } from './http-server.js';
export { runningRoutes } from './running-routes.js';
export type { HttpParts } from './parts.js';
