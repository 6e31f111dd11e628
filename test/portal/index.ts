export { startPortal, type Portal, type PortalOptions } from './start-portal.js';
export { startAuthServer, type AuthServer } from './oauth/auth-server.js';
export type { Control } from './control/control.js';
export type { OpenedApp } from './app/open-app.js';
export type { Truth, TruthEntry, TruthPost, TruthTask } from './control/truth.js';
export type { FaultInput } from './faults/fault.js';
export type { PageHandler } from './http/portal-server.js';
export type { World } from './world/world.js';
