import { config as readEnvFile } from 'dotenv';
import { type Config, loadConfig } from './config.js';

/** The configuration of this process: the environment, and for what it leaves out a `.env` file. */
export function readConfig(): Config {
  readEnvFile({ quiet: true });
  return loadConfig(process.env);
}
