import { existsSync } from 'node:fs';
import path from 'node:path';

/** How to call npm: the very npm that called us where there is one, else the one on PATH. */
export function npmCommand(args) {
  const caller = process.env['npm_execpath'];
  const env = npmEnvironment();
  if (caller && path.basename(caller) === 'npm-cli.js' && existsSync(caller)) {
    return { file: process.execPath, args: [caller, ...args], env };
  }
  return { file: 'npm', args, env };
}

/** Lets a compile use the headers that came with this Node instead of downloading them. */
function npmEnvironment() {
  const prefix = path.resolve(path.dirname(process.execPath), '..');
  const hasHeaders = existsSync(path.join(prefix, 'include', 'node', 'node.h'));
  const isSet = Object.keys(process.env).some((name) => name.toLowerCase() === 'npm_config_nodedir');
  return hasHeaders && !isSet ? { ...process.env, npm_config_nodedir: prefix } : process.env;
}
