export { ApiError } from './api-error.js';
export { createHoursApi, type HoursApi } from './hours-api.js';
export type { PackageWish } from './packages-api.js';
export { openSession } from './open-session.js';
export { followChanges, type Changes } from './follow-changes.js';
export { keepSession } from './session-keeper.js';
export { saveFile } from './save-file.js';
export { type Loaded, useLoaded } from './use-loaded.js';
export { usePolled } from './use-polled.js';
