export { readBootstrap, type Bootstrap } from './bootstrap.js';
export { followHeight } from './fit-window.js';
export { FrameError } from './frame-error.js';
export { connectFrame, type Employee, type PortalFrame, type Theme } from './portal-frame.js';
export { companyPath, crmPath, groupPath, taskPath } from './portal-links.js';
export { sharedLink, startPlace } from './start-place.js';
