import { existsSync } from 'node:fs';
import { isExecutable, onPath } from './machine.mjs';
import { fromRoot } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser to test with: `CHROME_PATH`; else the one of the npm package, the same on every machine and the quickest
 * to start; else a system Chromium.
 * @returns {string | undefined} its path; undefined means: take the one of the npm package
 */
export function findInstalledBrowser() {
  const named = process.env['CHROME_PATH'];
  if (!named) return hasPackagedBrowser() ? undefined : systemNames.map(onPath).find(Boolean);
  if (isExecutable(named)) return named;
  throw new SetupProblem(
    `CHROME_PATH names ${named}, which is not a program that can be run.`,
    'Name a Chromium or Chrome there, or unset it: the tests then bring their own or take the system’s.',
  );
}

/** It is made for x64 alone. */
function hasPackagedBrowser() {
  const archive = fromRoot('node_modules', '@sparticuz', 'chromium', 'bin', 'chromium.br');
  return process.arch === 'x64' && existsSync(archive);
}

/** Says before the tests start, not in the middle of them, that there is no browser to run them in. */
export function checkBrowser() {
  if (findInstalledBrowser() || hasPackagedBrowser()) return;
  throw new SetupProblem(
    'No browser was found for the browser tests.',
    'Install Chromium (Debian and Ubuntu: apt-get install chromium) or name one in CHROME_PATH.',
  );
}
