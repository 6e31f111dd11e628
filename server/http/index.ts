export { clientRoutes } from './client-routes.js';
export { createHttpServer, stopHttpServer } from './http-server.js';
export type { HttpParts } from './parts.js';
