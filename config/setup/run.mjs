import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fromRoot, root } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

// At a terminal Ctrl-C reaches the command by itself; passing it on would be a second one.
const forwarded = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs the command in our place: same input and output, signals passed on.
 * @returns {Promise<number>} its exit code; 128 + the signal's number where a signal ended it
 */
export function run([file, ...args]) {
  const searchPath = `${fromRoot('node_modules', '.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: searchPath } });
  for (const signal of forwarded) process.on(signal, () => child.kill(signal));
  if (process.stdin.isTTY) process.on('SIGINT', () => undefined);
  return new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(
        new SetupProblem(`${file} cannot be started: ${error.message}`, 'Remove node_modules and try again.'),
      ),
    );
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
