import { existsSync } from 'node:fs';
import { isExecutable, onPath } from './machine.mjs';
import { fromRoot } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser that is on this machine: `CHROME_PATH`, else a system Chromium.
 * @returns {string | undefined} its path; undefined means: take the one of the npm package
 */
export function findInstalledBrowser() {
  const named = process.env['CHROME_PATH'];
  if (!named) return systemNames.map(onPath).find(Boolean);
  if (isExecutable(named)) return named;
  throw new SetupProblem(
    `CHROME_PATH names ${named}, which is not a program that can be run.`,
    'Name a Chromium or Chrome there, or unset it: the tests then take the system’s or bring their own.',
  );
}

/** Says before the tests start, not in the middle of them, that there is no browser to run them in. */
export function checkBrowser() {
  if (findInstalledBrowser()) return;
  if (
    existsSync(fromRoot('node_modules', '@sparticuz', 'chromium', 'bin', 'chromium.br')) &&
    process.arch === 'x64'
  ) {
    return;
  }
  throw new SetupProblem(
    'No browser was found for the browser tests.',
    'Install Chromium (Debian and Ubuntu: apt-get install chromium) or name one in CHROME_PATH.',
  );
}
