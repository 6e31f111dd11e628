import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { BrowserProgram } from '../browser.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const packageFolder = join(root, 'node_modules', '@sparticuz', 'chromium');
const cacheFolder = join(root, '.cache', 'browser');

/** The Chromium that comes in an npm package, unpacked once into .cache/browser. */
export function unpackBrowser(): BrowserProgram {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(cacheFolder, version);
  if (!existsSync(folder)) unpackTo(folder);
  const executablePath = join(folder, 'chromium');
  return {
    executablePath,
    env: { FONTCONFIG_FILE: join(folder, 'fonts.conf'), ...librariesOf(folder, executablePath) },
  };
}

/** The package unpacks to TMPDIR, with the libraries that a bare machine lacks only where it believes to be on Lambda. */
function unpackTo(folder: string): void {
  mkdirSync(cacheFolder, { recursive: true });
  const unfinished = mkdtempSync(join(cacheFolder, 'unpacking-'));
  const script =
    "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  const env = {
    ...process.env,
    TMPDIR: unfinished,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
    NODE_OPTIONS: '',
  };
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (child.status !== 0)
    throw new Error(`The browser of the npm package cannot be unpacked: ${child.stderr}`);
  writeFontSettings(unfinished, folder);
  keepFirst(unfinished, folder);
}

/** Two test files may unpack at the same time: the first to finish wins. */
function keepFirst(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The machine's fonts and, for a machine that has none, those of the package (they have Cyrillic letters). */
function writeFontSettings(folder: string, finalFolder: string): void {
  const settings = [
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
    `<dir>${join(finalFolder, 'fonts')}</dir><cachedir>${join(finalFolder, 'fonts-cache')}</cachedir></fontconfig>`,
  ];
  writeFileSync(join(folder, 'fonts.conf'), settings.join('\n'));
}

/** Outlives the modules of one test file: a worker asks the browser once. */
const asked = 'TEST_BROWSER_STARTS';

/** The package's own libraries, but only where the machine lacks them: its own fit it better. */
function librariesOf(folder: string, executablePath: string): Record<string, string> {
  process.env[asked] ??= startsAlone(executablePath) || startsAlone(executablePath) ? 'yes' : 'no';
  return process.env[asked] === 'yes' ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
}

function startsAlone(executablePath: string): boolean {
  return spawnSync(executablePath, ['--version'], { encoding: 'utf8' }).status === 0;
}
