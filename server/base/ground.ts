import type { Logger } from 'pino';
import type { Config } from '../../config/index.js';
import type { Clock } from './clock.js';
import type { Db } from './db/index.js';

/** What every part of the app stands on. */
export interface Ground {
  db: Db;
  clock: Clock;
  log: Logger;
  config: Config;
}
