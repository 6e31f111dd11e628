export { type Config, loadConfig } from './config.js';
export { ConfigError } from './config-problems.js';
export { type AppManifest, readManifest } from './manifest.js';
export { readConfig, readDatabaseUrl } from './read-config.js';
export { deriveSecret, type KeyRing, parseKeys } from './secrets.js';
