export { createHttpServer, stopHttpServer } from './http-server.js';
export type { HttpParts } from './parts.js';
