export { type Config, ConfigError, loadConfig } from './config.js';
export type { AppManifest } from './manifest.js';
export { readConfig } from './read-config.js';
export { deriveSecret, type KeyRing, parseKeys } from './secrets.js';
