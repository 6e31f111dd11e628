import { config as readEnvFile } from 'dotenv';
import { type Config, loadConfig } from './config.js';

/** The configuration of this process: the environment, and for what it leaves out a `.env` file. */
export function readConfig(): Config {
  readEnvFile({ quiet: true });
  return loadConfig(process.env);
}

/** Commands that only look into the database need nothing else of the configuration. */
export function readDatabaseUrl(): string {
  readEnvFile({ quiet: true });
  return process.env['DATABASE_URL']?.trim() ?? 'data/support-hours.sqlite';
}
